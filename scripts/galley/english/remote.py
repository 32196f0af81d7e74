"""Translate on a cluster: batches travel to workers that have the same model installed.

They are the batches of :mod:`galley.english.parts`, as on one computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from galley.cluster import Cluster
from galley.english import argos, parts
from galley.english.engine import Engine, opened
from galley.english.parts import Batch, Translated
from galley.errors import GalleyError
from galley.stored import pack, unpack
from galley.workers import Task, Workers

_LOAD = 4
"""Batches that travel together: enough for the cores of a worker, and a few seconds of work, so that a worker
that dies costs no more."""


class Load(NamedTuple):
    """Batches for one worker."""

    sha256: str
    """Of the model's package."""
    batches: tuple[Batch, ...]


def translate_load(shared: object, given: Load) -> bytes:
    """Run some batches in a worker; its model is loaded for the first.

    Raises:
        GalleyError: the worker has not the model, or cannot run it.
    """
    return pack([list(made) for _, made in _engine(given.sha256).run(given.batches)])


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
            PackageError: the package cannot be read here.
        """
        if not package.sha256:
            raise GalleyError("the model was not installed by Galley, so that workers could have another")
        self._sha256 = package.sha256
        self._argos = opened(package)
        pool = Cluster(address, None)
        self._workers = Workers(None, pool, few=0, chunk=1)
        self.how = f"{pool.size} workers of {address}"

    def translate(self, sentences: Iterable[str]) -> Iterator[list[Translated]]:
        """Translate sentences, the longest first; give them back in lists, as they are done.

        Raises:
            GalleyError: a worker has not the model, or cannot run it, or the cluster is lost.
        """
        return parts.translate(sentences, self._argos.tokenizer, self._argos.target_prefix, self.run)

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Sequence[Sequence[str]]]]:
        """What the model makes of batches, in their order.

        Raises:
            GalleyError: a worker has not the model, or cannot run it, or the cluster is lost.
        """
        tasks = (Task(_named(load), "", Load(self._sha256, load)) for load in _loads(batches))
        for done in self._workers.run(translate_load, tasks):
            if done.error is not None:
                raise done.error
            if done.failure is not None:
                raise GalleyError(done.failure.why, done.failure.name)
            yield from zip(done.task.item.batches, unpack(done.result or b""), strict=True)

    def close(self) -> None:
        """Leave the cluster."""
        self._workers.close()


def _loads(batches: Iterable[Batch]) -> Iterator[tuple[Batch, ...]]:
    load: tuple[Batch, ...] = ()
    for batch in batches:
        load = (*load, batch)
        if len(load) == _LOAD:
            yield load
            load = ()
    if load:
        yield load


def _named(load: Sequence[Batch]) -> str:
    """How people know it: by the beginning of its first sentence."""
    return f"“{''.join(load[0].parts[0]).lstrip('▁')[:20]}…”"
