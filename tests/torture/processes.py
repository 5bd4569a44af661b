"""Processes that are started fast and measure no coverage: children to be tried, and workers."""

import functools
import importlib
import os
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import forkserver, get_context
from pathlib import Path
from typing import Final, Self

_ROOT: Final = Path(__file__).parents[2]
_LONGEST: Final = 120.0
_MEASURES_COVERAGE: Final = ("COV_", "COVERAGE_")
_STARTING: Final = threading.Lock()
_CONTEXT: Final = get_context("forkserver")
# Imported once, before a child is forked: a child is there in a hundredth of a second.
_CONTEXT.set_forkserver_preload(
    ["tests.torture.rehearsed", "tests.torture.window", "tests.torture.monkey"]
)


class Child:
    """A process that says what it does over a socket: no write of its own gets in the way.

    Args:
        does: a function of a module, `module:name`, called with the socket and the arguments.
    """

    def __init__(self, does: str, *arguments: object) -> None:
        ours, theirs = socket.socketpair()
        ours.settimeout(_LONGEST)
        self._socket = ours
        self._lines = ours.makefile("r", encoding="utf-8")
        _start_server()
        self.process = _CONTEXT.Process(target=_do, args=(does, theirs, *arguments), daemon=True)
        self.process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.join()
        self._lines.close()
        self._socket.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self.process.pid is not None
        return self.process.pid

    def say(self, text: str) -> None:
        """Send the child a line."""
        self._socket.sendall(f"{text}\n".encode())

    def hear(self) -> str:
        """Return the child's next whole line; nothing when none comes any more."""
        try:
            line = self._lines.readline()
        except OSError:
            return ""
        return line[:-1] if line.endswith("\n") else ""

    def rest(self) -> Iterator[str]:
        """Yield what the child says until it ends."""
        while line := self.hear():
            yield line


def tell(line: socket.socket, text: str) -> None:
    """Say a line to the parent."""
    line.sendall(f"{text}\n".encode())


def workers() -> ProcessPoolExecutor:
    """Return processes for much work, one per core."""
    _start_server()
    return ProcessPoolExecutor(mp_context=_CONTEXT)


def found(name: str) -> object:
    """Return something by its name, `module:name`."""
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def without_coverage() -> dict[str, str]:
    """Return the environment for a child that finds these modules and measures no coverage.

    A child that measures writes files of its own, and is slow.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_MEASURES_COVERAGE)}
    return kept | {"PYTHONPATH": str(_ROOT)}


def _do(does: str, line: socket.socket, *arguments: object) -> None:
    try:
        function = found(does)
        assert callable(function)
        function(line, *arguments)
    except Exception as error:  # noqa: BLE001 - the parent says what it expected instead
        tell(line, f"broke {type(error).__name__}: {' '.join(str(error).split())}")
    # Nothing of Python's own farewell may meet a fault or be taken for the story.
    os._exit(0)


@functools.cache
def _start_server() -> None:
    """Start the process that the others are forked from, once.

    Not again for each child: a thread that starts a command in that moment would be without an
    environment.
    """
    with _STARTING:
        kept = dict(os.environ)
        os.environ.clear()
        os.environ.update(without_coverage())
        try:
            forkserver.ensure_running()
        finally:
            os.environ.clear()
            os.environ.update(kept)
