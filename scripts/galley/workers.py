"""Run a step over many items: on one core, on all of them, or on a cluster; in order and without a heap.

Results come in the order of the items, and no more items are under way than keep the workers busy, so
memory does not grow with their number. What a step made before is taken from the cache.

A fault is the item's alone: an editor's mistake comes back as the error that it is, and whatever else goes
wrong (a fault of the program, a worker that is killed) as a :class:`Failure` with the item's name. The
other items are done in any case.
"""

from __future__ import annotations

import os
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from galley.cache import Cache
from galley.errors import GalleyError
from galley.parent import end_with_parent

Item = TypeVar("Item")
Step = Callable[[Any, Any], bytes]
"""A step: from what all items share and one item to its result. A function at the top of a module, and its
arguments plain data: both travel to other processes and computers."""

_CHUNK = 8
"""Items that travel together: one journey costs as much as a fifth of an item's work."""

_AHEAD = 3
"""Chunks under way for each worker: one in work, one waiting, one whose result is being taken."""

_FEW = 48
"""Up to this many items are done in this process: starting others takes longer, about a second."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be done, though no editor did anything wrong."""

    name: str
    """The item's: a page or an article."""
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


class Task(NamedTuple, Generic[Item]):
    """One item for a step."""

    name: str
    """For people: the page or the article."""
    key: str
    """For the cache: a hash of all that the result depends on; empty if it is not to be kept."""
    item: Item


@dataclass(slots=True)
class Done(Generic[Item]):
    """What became of a task: one of ``result``, ``error`` and ``failure``."""

    task: Task[Item]
    result: bytes | None = None
    error: GalleyError | None = None
    failure: Failure | None = None


class WorkerDiedError(Exception):
    """A worker ended in the middle of a chunk, of itself or by the system."""


class Awaited(Protocol):
    """A chunk that is under way."""

    def result(self) -> list[Any]:
        """Wait for the results of its items.

        Raises:
            WorkerDiedError: the worker ended.
        """


class Pool(Protocol):
    """Where chunks are done."""

    size: int
    """How many workers there are."""

    def submit(self, step: Step, items: Sequence[Any]) -> Awaited:
        """Have a chunk done; where a worker died before, another takes its place."""

    def close(self) -> None:
        """Let the workers go."""


def run_chunk(shared: Any, step: Step, items: Sequence[Any]) -> list[Any]:
    """Do a chunk in a worker: for each item its result, or what went wrong. Nothing is raised."""
    return [_one(shared, step, item) for item in items]


def _one(shared: Any, step: Step, item: Any) -> Any:
    try:
        return step(shared, item)
    except GalleyError as error:
        return error
    except Exception as error:  # whatever it is, the others must be done
        place = traceback.extract_tb(error.__traceback__)[-1]
        said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        where = f"{Path(place.filename).name}:{place.lineno}"
        return f"this is a fault of Galley ({said}, in {where}); please report it"


_shared: Any = None


def _begin(shared: Any) -> None:
    """Keep in a worker what all items share."""
    global _shared
    end_with_parent()
    _shared = shared


def _run_here(step: Step, items: Sequence[Any]) -> list[Any]:
    return run_chunk(_shared, step, items)


class Processes:
    """The cores of this computer."""

    def __init__(self, shared: Any, size: int) -> None:
        self.size = size
        self._shared = shared
        self._executor: Executor | None = None

    def submit(self, step: Step, items: Sequence[Any]) -> Awaited:
        """Have a chunk done; the workers are started for the first one."""
        try:
            return self._submitted(step, items)
        except BrokenExecutor:  # it broke while nobody looked
            self.retire(self._executor)
            return self._submitted(step, items)

    def _submitted(self, step: Step, items: Sequence[Any]) -> Awaited:
        if self._executor is None:
            # Not a plain fork: the process may have threads, whose locks a copy of it would hold for ever.
            method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
            self._executor = ProcessPoolExecutor(
                self.size, mp_context=get_context(method), initializer=_begin, initargs=(self._shared,)
            )
        return _Sent(self, self._executor, self._executor.submit(_run_here, step, items))

    def retire(self, executor: Executor | None) -> None:
        """Do without an executor that broke."""
        if executor is self._executor:
            self._executor = None

    def close(self) -> None:
        """Let the workers go."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


@dataclass(frozen=True, slots=True)
class _Sent:
    """A chunk that another process has."""

    pool: Processes
    executor: Executor
    future: Future[list[Any]]

    def result(self) -> list[Any]:
        """Wait for it; one process that dies breaks its whole executor."""
        try:
            return self.future.result()
        except BrokenExecutor:
            self.pool.retire(self.executor)
            raise WorkerDiedError from None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Chunk:
    """Tasks that travel together, and where they are."""

    step: Step
    slots: list[_Slot] = field(default_factory=list)
    sent: Awaited | None = None


@dataclass(slots=True)
class _Slot:
    """A task in its place in the order."""

    done: Done[Any]
    chunk: _Chunk | None = None
    """None once it is done."""


class Workers:
    """Runs steps; ``redone`` counts by step what was not in the cache."""

    def __init__(self, shared: Any, pool: Pool | None = None, few: int = _FEW, chunk: int = _CHUNK) -> None:
        """Make workers.

        Args:
            shared: what all items share, for every step.
            pool: where to run; without one, in this process.
            few: up to how many items are done in this process all the same.
            chunk: how many items travel together.
        """
        self._shared = shared
        self._pool = pool
        self._few = few
        self._chunk = chunk
        self.redone: Counter[str] = Counter()

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let them go."""
        if self._pool is not None:
            self._pool.close()

    def run(self, step: Step, tasks: Iterable[Task[Item]], kept: Cache | None = None) -> Iterator[Done[Item]]:
        """Do a step for each task; what comes back is in the order of the tasks.

        Args:
            step: the step.
            tasks: what to do; they are taken as there is room.
            kept: where results are kept by the tasks' keys.
        """
        order: deque[_Slot] = deque()
        chunk = _Chunk(step)
        for task in tasks:
            slot = self._looked_up(task, kept)
            order.append(slot)
            if slot.done.result is None:
                if self._pool is None or self._few > 0:
                    self._few -= 1
                    self._finish(slot.done, _one(self._shared, step, task.item), step, kept)
                else:
                    slot.chunk = chunk
                    chunk.slots.append(slot)
                    if len(chunk.slots) == self._chunk:
                        self._send(chunk)
                        chunk = _Chunk(step)
            while order and (order[0].chunk is None or len(order) > self._most):
                head = order.popleft()
                if head.chunk is chunk:  # not full, but all that came after it was in the cache
                    self._send(chunk)
                    chunk = _Chunk(step)
                yield self._received(head, kept)
        self._send(chunk)
        while order:
            yield self._received(order.popleft(), kept)

    @property
    def _most(self) -> int:
        """How many tasks may be under way."""
        return self._chunk * _AHEAD * (self._pool.size if self._pool is not None else 1)

    def _send(self, chunk: _Chunk) -> None:
        if chunk.slots and self._pool is not None:
            chunk.sent = self._pool.submit(chunk.step, [slot.done.task.item for slot in chunk.slots])

    def _received(self, slot: _Slot, kept: Cache | None) -> Done[Any]:
        """A task that is done; if its worker died, its chunk is done again, one by one."""
        chunk = slot.chunk
        if chunk is None or chunk.sent is None:
            return slot.done
        try:
            results = chunk.sent.result()
        except WorkerDiedError:
            results = [self._alone(chunk.step, one.done.task.item) for one in chunk.slots]
        for one, result in zip(chunk.slots, results, strict=True):
            one.chunk = None
            self._finish(one.done, result, chunk.step, kept)
        return slot.done

    def _alone(self, step: Step, item: Any) -> Any:
        """Do one item when a worker died of one of several; tell if it is this one."""
        for _ in range(2):
            with suppress(WorkerDiedError):
                if self._pool is not None:
                    (result,) = self._pool.submit(step, [item]).result()
                    return result
        return "the process that worked on it was ended, perhaps for want of memory; try again with --jobs 1"

    def _looked_up(self, task: Task[Any], kept: Cache | None) -> _Slot:
        result = kept.get(task.key) if kept is not None and task.key else None
        return _Slot(Done(task, result))

    def _finish(self, done: Done[Any], result: Any, step: Step, kept: Cache | None) -> None:
        self.redone[step.__name__] += 1
        if isinstance(result, bytes):
            done.result = result
            if kept is not None and done.task.key:
                kept.put(done.task.key, result)
        elif isinstance(result, GalleyError):
            done.error = result
        else:
            done.failure = Failure(done.task.name, result)
