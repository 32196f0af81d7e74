"""Run an Argos package: sentences, sorted by length, straight through CTranslate2.

Argos's own ``translate`` fetches a model that splits sentences while it runs, so it fails without a
network, and it hands over 32 tokens at a time. Here sentences come split and go in large batches, with
Argos's own search settings. CTranslate2 and SentencePiece are imported only when they are needed.
"""

from __future__ import annotations

import importlib
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from galley.english.argos import Package, PackageError, require


class Translated(NamedTuple):
    """A sentence and what the model made of it."""

    source: str
    text: str
    parts: int
    """Into how many parts the sentence was cut, because models learn from shorter ones."""
    stopped: bool
    """Whether the model had to be stopped: it was in a loop, or the end is missing."""


_LONGEST = 150
"""Tokens. Training texts are commonly cut at this length; of longer sentences models leave parts out."""

_SECONDS = 4.0
"""The longest that a batch may take before the next one is made smaller: an interruption loses one."""

_MOST_TOKENS, _FEWEST_TOKENS = 512, 64
"""Of a batch for each worker. Larger ones are no faster, smaller ones take half as long again."""


class Engine:
    """A loaded package. ``how`` says on what it runs."""

    def __init__(self, package: Package, device: str = "") -> None:
        device = device or os.environ.get("ARGOS_DEVICE_TYPE", "auto")
        self._argos, self._translator, self.how = load(package, device)
        self._tokens = _MOST_TOKENS

    def translate(self, sentences: Iterable[str]) -> Iterator[list[Translated]]:
        """Translate sentences, the longest first; give them back in batches, as they are done."""
        waiting = [(sentence, self._parts(sentence)) for sentence in sentences]
        waiting.sort(key=lambda one: max(map(len, one[1])), reverse=True)
        while waiting:
            longest = max(1, *map(len, waiting[0][1]))
            count = max(1, self._tokens * self._translator.num_translators // longest)
            began = time.monotonic()
            yield self._run(waiting[:count], limit=3 * longest + 30)
            waiting = waiting[count:]
            self._tokens = paced(self._tokens, time.monotonic() - began)

    def close(self) -> None:
        """Nothing has to be left: memory goes with the process."""

    def _parts(self, sentence: str) -> list[list[str]]:
        """A sentence's tokens; of one too long, those of each part."""
        encode = self._argos.tokenizer.encode
        tokens: list[str] = encode(sentence)
        parts = [tokens]
        for marks in ("；：。！？", "；：。！？，、", ""):
            if max(map(len, parts)) <= _LONGEST:
                break
            most = len(sentence) * _LONGEST // len(tokens)
            parts = [encode(part) for part in clauses(sentence, marks, most)]
        return parts

    def _run(self, batch: Sequence[tuple[str, list[list[str]]]], limit: int) -> list[Translated]:
        tokens = [part for _, parts in batch for part in parts]
        prefix = self._argos.target_prefix
        try:
            results = self._translator.translate_batch(
                tokens,
                target_prefix=[[prefix]] * len(tokens) if prefix else None,
                replace_unknowns=True,
                max_batch_size=self._tokens,
                batch_type="tokens",
                beam_size=4,
                length_penalty=0.2,
                max_decoding_length=limit,
            )
        except RuntimeError as error:
            reason = str(error).splitlines()[0][:100].rstrip(".")
            message = f"the model failed ({reason}); if the GPU has no memory left, set ARGOS_DEVICE_TYPE=cpu"
            raise PackageError(message) from None
        pieces = (result.hypotheses[0] for result in results)
        done = []
        for sentence, parts in batch:
            got = [next(pieces) for _ in parts]
            text = " ".join(self._argos.tokenizer.decode(piece).removeprefix(prefix) for piece in got)
            stopped = any(len(piece) >= limit for piece in got)
            done.append(Translated(sentence, " ".join(text.split()), len(parts), stopped))
        return done


def paced(tokens: int, seconds: float) -> int:
    """How large the next batch is, after one that took so long: smaller if that was too long to lose, and
    larger again when the machine, or shorter sentences, let it through quickly."""
    if seconds > _SECONDS:
        return max(_FEWEST_TOKENS, tokens // 2)
    return min(_MOST_TOKENS, tokens * 2) if seconds < _SECONDS / 4 else tokens


def clauses(sentence: str, marks: str, most: int) -> list[str]:
    """Cut a sentence into parts of up to ``most`` characters, after some of its marks (or anywhere)."""
    found = rf"[^{marks}]*[{marks}]+[”’」』）)》]*|[^{marks}]+" if marks else rf"(?s:.{{1,{max(most, 1)}}})"
    parts = [""]
    for clause in re.findall(found, sentence):
        if parts[-1] and len(parts[-1]) + len(clause) > most:
            parts.append("")
        parts[-1] += clause
    return parts


def load(package: Package, device: str = "cpu") -> tuple[Any, Any, str]:
    """A package as Argos sees it, CTranslate2's translator for it, and how that runs, in words."""
    require()
    ctranslate2: Any = importlib.import_module("ctranslate2")  # it has no types
    ArgosPackage: Any = importlib.import_module("argostranslate.package").Package  # noqa: N806
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
        argos = ArgosPackage(package.path)
        argos.tokenizer.encode("你好")
    except (RuntimeError, ValueError, OSError, AttributeError, KeyError) as error:
        reason = (str(error).splitlines() or ["no reason given"])[0][:100].rstrip(".")
        raise PackageError(f"cannot be loaded ({reason}); install it again", package.path) from None
    return argos, translator, f"{device}, {kind}, {workers} × {threads} threads"
