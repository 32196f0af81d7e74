"""Translate on a cluster: batches of sentences travel to workers that have the same model installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from galley.cluster import Cluster
from galley.english import argos
from galley.english.engine import Engine, Translated
from galley.errors import GalleyError
from galley.stored import pack, unpack
from galley.workers import Task, Workers

_BATCH = 32
"""Sentences that travel together: a few seconds of work, so that a worker that dies costs no more."""


class Batch(NamedTuple):
    """Sentences for one worker."""

    sha256: str
    """Of the model's package."""
    sentences: tuple[str, ...]


def translate_batch(shared: object, given: Batch) -> bytes:
    """Translate some sentences in a worker; its model is loaded for the first.

    Raises:
        GalleyError: the worker has not the model, or cannot run it.
    """
    return pack([list(one) for batch in _engine(given.sha256).translate(given.sentences) for one in batch])


@cache
def _engine(sha256: str) -> Engine:
    for package in argos.installed():
        if package.sha256 == sha256:
            return Engine(package)
    raise GalleyError("a worker has not this archive's model; run there: galley model install")


class RemoteEngine:
    """An :class:`~galley.english.engine.Engine` that is elsewhere."""

    def __init__(self, address: str, package: argos.Package) -> None:
        """Connect to the scheduler at an address.

        Raises:
            GalleyError: nobody answers there, or there are no workers with this version of Galley.
        """
        if not package.sha256:
            raise GalleyError("the model was not installed by Galley, so that workers could have another")
        self._package = package
        pool = Cluster(address, None)
        self._workers = Workers(None, pool, few=0, chunk=1)
        self.how = f"{pool.size} workers of {address}"

    def translate(self, sentences: Sequence[str]) -> Iterator[list[Translated]]:
        """Translate sentences, the longest first; give them back in batches, as they are done.

        Raises:
            GalleyError: a worker has not the model, or cannot run it, or the cluster is lost.
        """
        ordered = sorted(sentences, key=len, reverse=True)
        batches = (tuple(ordered[at : at + _BATCH]) for at in range(0, len(ordered), _BATCH))
        tasks = (Task(f"“{batch[0][:20]}…”", "", Batch(self._package.sha256, batch)) for batch in batches)
        for done in self._workers.run(translate_batch, tasks):
            if done.error is not None:
                raise done.error
            if done.failure is not None:
                raise GalleyError(done.failure.why, done.failure.name)
            yield [Translated(*one) for one in unpack(done.result or b"")]

    def close(self) -> None:
        """Leave the cluster."""
        self._workers.close()
