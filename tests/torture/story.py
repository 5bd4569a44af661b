"""What a child process is made to do, step by step, and how to tell what of it is there."""

import importlib
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import forkserver, get_context
from pathlib import Path
from typing import Final, NamedTuple

from clinic_desktop.domain.errors import UserError
from tests.torture.places import scratch

Contents = dict[str, str]
"""What is there, item by item; nothing at all before anything was finished."""

_ROOT: Final = Path(__file__).parents[2]
_LONGEST: Final = 120.0
_MEASURES_COVERAGE: Final = ("COV_", "COVERAGE_")
_STARTING: Final = threading.Lock()
_CONTEXT: Final = get_context("forkserver")
# Imported once, before a child is forked: a child is there in a hundredth of a second.
_CONTEXT.set_forkserver_preload(["tests.torture.stories", "tests.torture.window"])


class Story(NamedTuple):
    """Steps over the files under one folder.

    `prepare` puts there what is there before; `steps` gives what is done one after the other, each
    acknowledged when it returns; `look` reads what is there, and raises when it cannot.
    """

    prepare: Callable[[Path], None]
    steps: Callable[[Path], Sequence[Callable[[], object]]]
    look: Callable[[Path], Contents]


def differing(found: Contents, *allowed: Contents) -> list[str]:
    """Return the items that are as none of the allowed contents have them."""
    names = found.keys() | {name for contents in allowed for name in contents}
    return sorted(
        name
        for name in names
        if found.get(name) not in {contents.get(name) for contents in allowed}
    )


def states(story: Story, top: Path) -> list[Contents]:
    """Return what is there before the first step and after each, played without any fault."""
    found = [_looked_at(story, top)]
    for step in story.steps(top):
        step()
        found.append(_looked_at(story, top))
    return found


class Child:
    """A process that does what it is told over a socket; no write of its own gets in the way.

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

    def __enter__(self) -> "Child":
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


def play(line: socket.socket, story: str, top: Path, acknowledged: Path) -> None:
    """Play a story as a child that stops at no fault; each step is acknowledged in a file."""
    steps = named(story).steps(top)
    tell(line, "ready")
    line.recv(1)
    file = os.open(acknowledged, os.O_WRONLY | os.O_CREAT, 0o600)
    for number, step in enumerate(steps, start=1):
        step()
        os.write(file, str(number).encode())
    tell(line, "end")


def dare(line: socket.socket, story: str, top: Path, rehearsal: Path) -> None:
    """Play a story as a child that meets faults: a step that is refused is done once more.

    It says `did` for a step that was done, `told` with the sentence of one that was not, and
    `fault` with anything else that was raised.
    """
    # What is imported late is imported now: only the record is to meet faults.
    for step in named(story).steps(rehearsal):
        step()
    steps = named(story).steps(top)
    tell(line, "ready")
    line.recv(1)
    for step in steps:
        if not (_dared(line, step) or _dared(line, step)):
            break
    tell(line, "end")


def tell(line: socket.socket, text: str) -> None:
    """Say a line to the parent."""
    line.sendall(f"{text}\n".encode())


def named(name: str) -> Story:
    """Return a story by its name, `module:name`."""
    found = _found(name)
    assert isinstance(found, Story)
    return found


def _looked_at(story: Story, top: Path) -> Contents:
    with scratch() as copy:
        shutil.copytree(top, copy, dirs_exist_ok=True)
        return story.look(copy)


def _dared(line: socket.socket, step: Callable[[], object]) -> bool:
    try:
        step()
    except UserError as error:
        tell(line, f"told {' '.join(str(error).split())}")
        return False
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        tell(line, f"fault {type(error).__name__}: {' '.join(str(error).split())}")
        return False
    tell(line, "did")
    return True


def _do(does: str, line: socket.socket, *arguments: object) -> None:
    try:
        found = _found(does)
        assert callable(found)
        found(line, *arguments)
    except Exception as error:  # noqa: BLE001 - the parent says what it expected instead
        tell(line, f"broke {type(error).__name__}: {' '.join(str(error).split())}")
    # Nothing of Python's own farewell may meet a fault or be taken for the story.
    os._exit(0)


def _found(name: str) -> object:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def _start_server() -> None:
    """Start the process that children are forked from, once."""
    with _STARTING:
        kept = dict(os.environ)
        os.environ.clear()
        os.environ.update(without_coverage())
        try:
            forkserver.ensure_running()
        finally:
            os.environ.clear()
            os.environ.update(kept)


def without_coverage() -> dict[str, str]:
    """Return the environment for a child that finds these modules and measures no coverage.

    A child that measures writes files of its own, and is slow.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_MEASURES_COVERAGE)}
    return kept | {"PYTHONPATH": str(_ROOT)}
