"""Workers on other computers, through Dask (``distributed``, the extra ``cluster``).

Nothing but the items travels: a worker needs this version of Galley and no file of the archive. A worker that
dies is none of our business: Dask gives its work to others.
"""

from __future__ import annotations

from asyncio import CancelledError as Cancelled
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from distributed import CancelledError, Client, Future, KilledWorker, Worker, WorkerPlugin
from distributed.comm.addressing import get_address_host_port, parse_address
from distributed.comm.core import CommClosedError
from distributed.comm.registry import get_backend

from galley.errors import GalleyError
from galley.steps import program
from galley.workers import Awaited, Step, WorkerDiedError, run_chunk

_CONNECT = 15.0
"""Seconds in which a scheduler must answer, and have its first worker."""

_IDLE = 60.0
"""Seconds for which a cluster may be without any worker in the middle of the work."""

_kept: dict[str, Any] = {}
"""In a worker: what all items of a run share, by the run's name."""


class _Sharing(WorkerPlugin):
    """Brings what all items share to every worker, also to those that join later."""

    def __init__(self, name: str, shared: Any) -> None:
        self.name = name
        self._run, self._shared = name, shared

    def setup(self, worker: Worker) -> None:
        """Keep it in the worker."""
        _kept[self._run] = self._shared

    def teardown(self, worker: Worker) -> None:
        """Drop it."""
        _kept.pop(self._run, None)


def _remote(run: str, expected: str, step: Step, items: Sequence[Any]) -> list[Any] | str:
    """Do a chunk in a worker; a worker with another program says so instead."""
    return run_chunk(_kept[run], step, items) if program() == expected else program()


class Cluster:
    """The workers of a Dask scheduler, as a :class:`galley.workers.Pool`."""

    def __init__(self, address: str, shared: Any) -> None:
        """Connect.

        Args:
            address: the scheduler's, as ``tcp://10.0.0.1:8786``.
            shared: what all items share.

        Raises:
            GalleyError: nobody answers there, or there are no workers with this version of Galley.
        """
        self._address = address
        self._client = self._connected()
        self._run = f"galley-{self._client.id}"
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT)
        except TimeoutError:
            self._client.close()
            raise self._error(f"has no workers; start one: dask worker {address}") from None
        try:
            self._client.register_plugin(_Sharing(self._run, shared))
        except Exception as error:  # whatever the workers raise: they have no Galley, or an old one
            self._client.close()
            reason = (str(error).splitlines() or [type(error).__name__])[0][:120].rstrip(".")
            message = f"has workers without this version of Galley ({reason}); install it there"
            raise self._error(message) from None
        threads = sum(self._client.nthreads().values())
        self.size = max(1, threads)

    def _connected(self) -> Client:
        try:
            _check(self._address)
            return Client(self._address, timeout=_CONNECT, set_as_default=False)
        except (OSError, TimeoutError, ValueError, RuntimeError) as error:
            reason = (str(error).splitlines() or [""])[0][:100].rstrip(".") or type(error).__name__
            raise self._error(
                f"does not answer as a scheduler ({reason}); check the address and start it: dask scheduler"
            ) from None

    def submit(self, step: Step, items: Sequence[Any]) -> Awaited:
        """Have a chunk done."""
        future = self._client.submit(_remote, self._run, program(), step, items, pure=False)
        return _Result(self, future)

    def close(self) -> None:
        """Leave the cluster as it was."""
        with suppress(OSError, RuntimeError, CommClosedError, CancelledError):  # it is gone: nothing to leave
            self._client.unregister_worker_plugin(self._run)
        self._client.close()

    def result(self, future: Future[Any]) -> list[Any]:
        """A chunk's results.

        Raises:
            GalleyError: the scheduler or all of its workers are gone, or a worker has another program.
            WorkerDiedError: worker after worker did, over this chunk.
        """
        lonely = 0.0
        while True:
            try:
                found = future.result(timeout=5)
                break
            except KilledWorker:
                raise WorkerDiedError from None
            except TimeoutError:
                lonely = 0.0 if self._client.nthreads() else lonely + 5
                if lonely > _IDLE:
                    raise self._error(
                        f"has lost all its workers; start one and run this again: dask worker {self._address}"
                    ) from None
            except (Cancelled, CancelledError, CommClosedError, OSError):
                message = "was lost in the middle of the work; start it and run this again"
                raise self._error(message) from None
        if isinstance(found, str):
            raise self._error("has workers with another version of Galley; install this one there")
        results: list[Any] = found
        return results

    def _error(self, message: str) -> GalleyError:
        return GalleyError(message, self._address)


def _check(address: str) -> None:
    """See that an address is one: a client that finds out itself waits for half a minute when it is thrown
    away, and shows a traceback.

    Raises:
        ValueError: it has a scheme that Dask does not know, or no port.
    """
    scheme, _ = parse_address(address)
    get_backend(scheme)
    if scheme in ("tcp", "tls"):
        get_address_host_port(address)


class _Result:
    """A chunk that is under way."""

    def __init__(self, cluster: Cluster, future: Future[Any]) -> None:
        self._cluster, self._future = cluster, future

    def result(self) -> list[Any]:
        return self._cluster.result(self._future)
