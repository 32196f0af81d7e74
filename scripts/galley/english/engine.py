"""Run an Argos package: batches of parts of sentences, straight through CTranslate2.

Argos's own ``translate`` fetches a model that splits sentences while it runs, so it fails without a
network, and it hands over 32 tokens at a time. Here sentences come split and go in large batches, with
Argos's own search settings. CTranslate2 and SentencePiece are imported only when they are needed.
"""

from __future__ import annotations

import importlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from galley.english import parts
from galley.english.argos import Package, PackageError, require
from galley.english.parts import Batch, Translated


class Engine:
    """A loaded package. ``how`` says on what it runs."""

    def __init__(self, package: Package, device: str = "") -> None:
        device = device or os.environ.get("ARGOS_DEVICE_TYPE", "auto")
        self._argos, self._translator, self.how = load(package, device)

    def translate(self, sentences: Iterable[str]) -> Iterator[list[Translated]]:
        """Translate sentences, the longest first; give them back in lists, as they are done.

        Raises:
            PackageError: the model failed.
        """
        return parts.translate(sentences, self._argos.tokenizer, self._argos.target_prefix, self.run)

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Sequence[Sequence[str]]]]:
        """What the model makes of batches, in their order; there is always one more than are in work.

        Raises:
            PackageError: the model failed.
        """
        waiting: deque[tuple[Batch, list[Any]]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, self._begun(batch)))
                if len(waiting) > self._translator.num_translators:
                    yield _ended(*waiting.popleft())
            while waiting:
                yield _ended(*waiting.popleft())
        except RuntimeError as error:
            reason = str(error).splitlines()[0][:100].rstrip(".")
            message = f"the model failed ({reason}); if the GPU has no memory left, set ARGOS_DEVICE_TYPE=cpu"
            raise PackageError(message) from None

    def close(self) -> None:
        """Nothing has to be left: memory goes with the process."""

    def _begun(self, batch: Batch) -> list[Any]:
        prefix = self._argos.target_prefix
        begun: list[Any] = self._translator.translate_batch(
            batch.rows,
            target_prefix=[[prefix]] * len(batch.rows) if prefix else None,
            replace_unknowns=True,
            beam_size=4,
            length_penalty=0.2,
            max_decoding_length=batch.limit,
            asynchronous=True,
        )
        return begun


def _ended(batch: Batch, begun: Sequence[Any]) -> tuple[Batch, Sequence[Sequence[str]]]:
    return batch, [one.result().hypotheses[0] for one in begun[: len(batch.parts)]]


def opened(package: Package) -> Any:
    """A package as Argos sees it, without its model: its tokeniser, and with what translations begin.

    Raises:
        PackageError: it cannot be read.
    """
    require()
    ArgosPackage: Any = importlib.import_module("argostranslate.package").Package  # noqa: N806
    try:
        argos = ArgosPackage(package.path)
        argos.tokenizer.encode("你好")
    except (RuntimeError, ValueError, OSError, AttributeError, KeyError) as error:
        raise _unfit(package, error) from None
    return argos


def load(package: Package, device: str = "cpu") -> tuple[Any, Any, str]:
    """A package as Argos sees it, CTranslate2's translator for it, and how that runs, in words.

    Raises:
        PackageError: it cannot be loaded.
    """
    argos = opened(package)
    ctranslate2: Any = importlib.import_module("ctranslate2")  # it has no types
    try:
        gpu = device != "cpu" and ctranslate2.get_cuda_device_count() > 0
        device = "cuda" if gpu else "cpu"
        able = ctranslate2.get_supported_compute_types(device)
        kind = next((name for name in ("int8_float16", "int8_float32", "int8") if name in able), "auto")
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        # Batches side by side are faster than one batch on all cores: 20 sentences a second, not 16.
        workers = 1 if gpu else min(cores, 8)
        threads = max(1, cores // workers)
        translator = ctranslate2.Translator(
            str(package.path / "model"),
            device=device,
            compute_type=kind,
            inter_threads=workers,
            intra_threads=threads,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise _unfit(package, error) from None
    return argos, translator, f"{device}, {kind}, {workers} × {threads} threads"


def _unfit(package: Package, error: Exception) -> PackageError:
    reason = (str(error).splitlines() or ["no reason given"])[0][:100].rstrip(".")
    return PackageError(f"cannot be loaded ({reason}); install it again", package.path)
