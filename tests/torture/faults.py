"""I/O errors and a full disk at every fault point of every use case, once and for good.

A child plays a story (`story.dare`) while strace makes one of its system calls fail: the N-th call
of a kind, or all from the N-th on. The child may only succeed or say a plain sentence; afterwards,
without faults, everything acknowledged is there.
"""

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.torture import strace
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import Child
from tests.torture.stories import BACKUP, KEPT, TOLD, USE_CASES
from tests.torture.story import Contents, differing, named, states

FIGURE: Final = "I/O errors and full disk at fault points: acts lost, or failing in silence"

_WRITING: Final = ("openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "mkdir")
_NAMING: Final = ("rename", "renameat", "renameat2", "unlink", "unlinkat")
_READING: Final = ("read", "pread64", "getdents64")
_POINTS: Final = {
    "EIO": (*_WRITING, *_NAMING, *_READING),
    "ENOSPC": (*_WRITING, "rename", "renameat", "renameat2"),
}
# An act that was refused half-way and is done once more leaves one more of these.
_MORE: Final = (TOLD, BACKUP, KEPT)


class Fault(NamedTuple):
    """Where a story meets a fault: the `number`-th call of this name, or all from there on."""

    story: str
    error: str
    call: str
    number: int
    lasts: bool

    def __str__(self) -> str:
        which = f"from {self.call} {self.number} on" if self.lasts else f"{self.call} {self.number}"
        return f"{self.story.rpartition(':')[2]}, {self.error} {which}"


def run(seed: int, count: int, stories: Sequence[str] = USE_CASES, *, first: int = 0) -> Line:
    """Try `count` fault points of all in an order of chance; all of them when `count` is 0."""
    line = Line(name="faults", figure=FIGURE, count=count, seed=seed)
    if why := strace.why_not():
        return line.but(not_run=why)
    # Threads, as each process would first start a server of its own for its children.
    with scratch() as prepared, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        known, points = {}, []
        for story in stories:
            named(story).prepare(_place(prepared, story))
            known[story] = _known(story, prepared)
            points += _points(story, _calls(story, prepared))
        Random(seed).shuffle(points)
        tried = points[first : first + count] if count else points[first:]
        complaints = pool.map(partial(try_one, prepared, known), tried)
        found = tuple(
            f"{fault}: {said}" for fault, said in zip(tried, complaints, strict=True) if said
        )
    return line.but(count=len(tried), found=found, measured=f"{len(points):,} points in all")


def try_one(prepared: Path, known: dict[str, list[Contents]], fault: Fault) -> str:
    """Return what went wrong at a fault point, or nothing."""
    when = f"{fault.number}{'+' if fault.lasts else ''}"
    inject = f"inject={fault.call}:error={fault.error}:when={when}"
    with scratch() as folder:
        said = _play(fault.story, prepared, folder, (fault.call,), "-e", inject)
        acts = said.count("did")
        faults = [line for line in said if not line.startswith(("did", "told ", "end"))]
        if faults or said[-1:] != ["end"]:
            return "; ".join(faults) or "it ended without a word"
        silent = [line for line in said if line.startswith("told ") and not _is_plain(line[5:])]
        if silent:
            return f"no plain sentence: {silent}"
        allowed = known[fault.story][acts : acts + 2]
        try:
            there = named(fault.story).look(folder / "top")
        except Exception as error:  # noqa: BLE001 - whatever stops it from being read is a loss
            return f"after {acts} acts, {type(error).__name__}: {error}"
    lost = [n for n in differing(there, *allowed) if not (n.startswith(_MORE) and n in there)]
    return f"not as acknowledged after {acts} acts: {', '.join(lost)}" if lost else ""


def _place(prepared: Path, story: str) -> Path:
    place = prepared / story.rpartition(":")[2]
    place.mkdir(exist_ok=True)
    return place


def _known(story: str, prepared: Path) -> list[Contents]:
    with scratch() as top:
        shutil.copytree(_place(prepared, story), top, dirs_exist_ok=True)
        return states(named(story), top)


def _calls(story: str, prepared: Path) -> Counter[str]:
    """Return how often a story makes each call."""
    names = tuple(dict.fromkeys(name for names in _POINTS.values() for name in names))
    with scratch() as folder:
        said = _play(story, prepared, folder, names)
        if any(not line.startswith(("did", "end")) for line in said):
            raise RuntimeError(f"{story} fails without a fault: {said}")
        return Counter(call.name for call in strace.calls(folder / "log"))


def _points(story: str, calls: Counter[str]) -> list[Fault]:
    return [
        Fault(story, error, call, number, lasts)
        for error, names in _POINTS.items()
        for call in names
        for number in range(1, calls[call] + 1)
        for lasts in (False, True)
    ]


def _play(
    story: str, prepared: Path, folder: Path, names: tuple[str, ...], *options: str
) -> list[str]:
    """Play a story in a folder under strace and return what the child said."""
    top = folder / "top"
    shutil.copytree(_place(prepared, story), top)
    traced = tuple(f"?{name}" for name in names)
    options = ("-s", "0", *options)  # what was read and written says nothing here
    with Child("tests.torture.story:dare", story, top) as child:
        if child.hear() != "ready":
            raise RuntimeError(f"{story} did not begin")
        with strace.attach(child.pid, folder / "log", traced, *options) as tracer:
            child.say("go")
            said = list(child.rest())
            child.process.join()
            tracer.wait()
    return said


def _is_plain(sentence: str) -> bool:
    return sentence.endswith(".") and "Errno" not in sentence and "Error" not in sentence
