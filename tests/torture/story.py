"""What is done step by step, and how to tell what of it is there."""

import os
import shutil
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from clinic_desktop.domain.errors import UserError
from tests.torture import strace
from tests.torture.places import scratch
from tests.torture.processes import found, tell

Contents = dict[str, str]
"""What is there, item by item; nothing at all before anything was finished."""


class Story(NamedTuple):
    """Steps over the files under one folder.

    `prepare` puts there what is there before; `steps` gives what is done one after the other, each
    acknowledged when it returns; `look` reads what is there, and raises when it cannot.
    """

    prepare: Callable[[Path], None]
    steps: Callable[[Path], Sequence[Callable[[], object]]]
    look: Callable[[Path], Contents]


def named(name: str) -> Story:
    """Return a story by its name, `module:name`."""
    story = found(name)
    assert isinstance(story, Story)
    return story


def differing(there: Contents, *allowed: Contents) -> list[str]:
    """Return the items that are as none of the allowed contents have them."""
    names = there.keys() | {name for contents in allowed for name in contents}
    return sorted(
        name
        for name in names
        if there.get(name) not in {contents.get(name) for contents in allowed}
    )


def states(story: Story, top: Path) -> list[Contents]:
    """Return what is there before the first step and after each, played without any fault."""
    known = [_looked_at(story, top)]
    for step in story.steps(top):
        step()
        known.append(_looked_at(story, top))
    return known


def play(line: socket.socket, story: str, top: Path, acknowledged: Path) -> None:
    """Play a story as a child that meets no fault; each step is acknowledged in a file."""
    steps = named(story).steps(top)
    strace.allow()
    tell(line, "ready")
    line.recv(1)
    file = os.open(acknowledged, os.O_WRONLY | os.O_CREAT, 0o600)
    for number, step in enumerate(steps, start=1):
        step()
        os.write(file, str(number).encode())
    tell(line, "end")


def dare(line: socket.socket, story: str, top: Path) -> None:
    """Play a story as a child that meets faults: a step that is refused is done once more.

    It says `did` for a step that was done, `told` with the sentence of one that was not, and
    `fault` with anything else that was raised.
    """
    steps = named(story).steps(top)
    strace.allow()
    tell(line, "ready")
    line.recv(1)
    for step in steps:
        if not (_dared(line, step) or _dared(line, step)):
            break
    tell(line, "end")


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
