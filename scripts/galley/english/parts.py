"""What goes through a model together: sentences cut into parts, parts in batches, English put together again.

A model pads what shares a batch to the longest of it, and the sums of its attention then come out otherwise
in their last bits. Where two words are nearly as likely, that decides. So a part is padded to a length that
depends on nothing but itself: what it becomes is the same alone and in company, by one thread and by
several, here and on a worker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

Tokens = tuple[str, ...]
"""Of one part, as the model's tokeniser has them."""


class Translated(NamedTuple):
    """A sentence and what the model made of it."""

    source: str
    text: str
    parts: int
    """Into how many parts the sentence was cut, because models learn from shorter ones."""
    stopped: bool
    """Whether the model had to be stopped: it was in a loop, or the end is missing."""


class Batch(NamedTuple):
    """Parts that go through the model together."""

    length: int
    """Tokens to which each is padded."""
    parts: tuple[Tokens, ...]

    @property
    def limit(self) -> int:
        """Tokens of English at which the model is stopped."""
        return 3 * self.length + 30

    @property
    def rows(self) -> Sequence[Tokens]:
        """What the model is given: the parts and, if none is as long as the batch, one that only fills it.

        It repeats the longest part, so that it ends about when the others do.
        """
        longest = max(self.parts, key=len)
        if len(longest) == self.length:
            return self.parts
        return (*self.parts, (longest * self.length)[: self.length])


Run = Callable[[Iterable[Batch]], Iterator[tuple[Batch, Sequence[Sequence[str]]]]]
"""Where a model runs: gives back each batch with the tokens that it made of each part, in any order."""

_LONGEST = 150
"""Tokens. Training texts are commonly cut at this length; of longer sentences models leave parts out."""

_STEP = 8
"""Lengths to which parts are padded are multiples of this. With 1 nothing is padded, but few parts travel
together: twice the processor time for some hundred sentences. With 16 it takes no less than with 8."""

_BATCH = 512
"""Tokens of a batch. Larger ones are no faster, smaller ones take half as long again."""


def translate(sentences: Iterable[str], tokenizer: Any, prefix: str, run: Run) -> Iterator[list[Translated]]:
    """Translate sentences, the longest first; give them back in lists, as they are done.

    Args:
        sentences: each once.
        tokenizer: the package's, as Argos has it.
        prefix: with what the package begins every translation; mostly empty.
        run: where the model runs.
    """
    cut = {sentence: cut_up(sentence, tokenizer.encode) for sentence in sentences}
    found_in: dict[Tokens, list[str]] = {}
    for sentence, parts in cut.items():
        for part in dict.fromkeys(parts):
            found_in.setdefault(part, []).append(sentence)
    missing = {sentence: len(set(parts)) for sentence, parts in cut.items()}
    made: dict[Tokens, tuple[str, bool]] = {}
    yield [Translated(sentence, "", 1, False) for sentence, parts in cut.items() if not parts]
    for batch, results in run(batches(found_in)):
        done = []
        for part, pieces in zip(batch.parts, results, strict=True):
            made[part] = tokenizer.decode(list(pieces)).removeprefix(prefix), len(pieces) >= batch.limit
            for sentence in found_in[part]:
                missing[sentence] -= 1
                if not missing[sentence]:
                    done.append(_joined(sentence, [made[one] for one in cut[sentence]]))
        yield done


def _joined(sentence: str, english: Sequence[tuple[str, bool]]) -> Translated:
    text = " ".join(" ".join(text for text, _ in english).split())
    return Translated(sentence, text, len(english), any(stopped for _, stopped in english))


def batches(parts: Iterable[Tokens]) -> Iterator[Batch]:
    """Parts that are padded to the same length together, the longest first."""
    by_length: dict[int, list[Tokens]] = {}
    for part in parts:
        by_length.setdefault(-(-len(part) // _STEP) * _STEP, []).append(part)
    for length in sorted(by_length, reverse=True):
        alike = by_length[length]
        count = max(1, _BATCH // length)
        for start in range(0, len(alike), count):
            yield Batch(length, tuple(alike[start : start + count]))


def cut_up(sentence: str, encode: Callable[[str], list[str]]) -> list[Tokens]:
    """A sentence's tokens; of one too long, those of each part; of blanks, none."""
    tokens = encode(sentence)
    parts = [tokens]
    for marks in ("；：。！？", "；：。！？，、", ""):
        if max(map(len, parts)) <= _LONGEST:
            break
        most = len(sentence) * _LONGEST // len(tokens)
        parts = [encode(part) for part in clauses(sentence, marks, most)]
    return [tuple(part) for part in parts if part]


def clauses(sentence: str, marks: str, most: int) -> list[str]:
    """Cut a sentence into parts of up to ``most`` characters, after some of its marks (or anywhere)."""
    found = rf"[^{marks}]*[{marks}]+[”’」』）)》]*|[^{marks}]+" if marks else rf"(?s:.{{1,{max(most, 1)}}})"
    parts = [""]
    for clause in re.findall(found, sentence):
        if parts[-1] and len(parts[-1]) + len(clause) > most:
            parts.append("")
        parts[-1] += clause
    return parts
