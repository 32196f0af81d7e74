"""How pytest runs where mutants are tried (scripts/mutation): what is quickest to notice one comes first.

mutmut gives the tests of a mutant in no order. One that looks for a counterexample takes longer than
hundreds of cases, and when it has found one it seeks the shortest, which nobody is going to read here.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings

settings.register_profile(
    "mutants", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate]
)  # the same examples each time: a mutant is not to be noticed by luck


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cases first, in their order; then what makes its own examples."""
    items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
