"""Two programs on one record: the second is told so, and where no lock holds nothing is lost.

On a network drive the operating system's lock may not hold. So several programs without it save
answers of one examination at the same time: each answer that was acknowledged is in the record.
"""

import socket
from collections import Counter
from pathlib import Path
from typing import Final

import msgspec

from clinic_desktop.domain.examination import Presentation
from clinic_desktop.storage import opening
from clinic_desktop.storage.errors import ConflictRefused, RecordBusy, RecordInUse
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import Child, tell
from tests.torture.stories import Life, examination

FIGURE: Final = "two programs on one record: second not told, or acknowledged answers lost"
_WRITERS: Final = 4
_EXAMINATION: Final = examination(0).id


def run(seed: int, count: int, *, first: int = 0) -> Line:  # noqa: ARG001 - no number says what is tried
    """Let programs save `count` answers at once, after trying to open a record twice."""
    with scratch() as top:
        life = Life(top)
        life.create()
        life.answer(0, 0)
        life.go_to(0, "test:slr")
        life.close()
        found = _opened_twice(top)
        lost, refused = _raced(top, count)
    return Line(
        name="race",
        figure=FIGURE,
        count=count,
        seed=seed,
        found=(*found, *lost),
        measured=f"{refused:,} conflicts told",
    )


def hold(line: socket.socket, top: Path) -> None:
    """Open the record and keep it open, as a child."""
    Life(top).open()
    tell(line, "open")
    line.recv(1)


def write(line: socket.socket, top: Path, name: str, times: int) -> None:
    """Save answers without a lock, as a child; say each that is acknowledged."""
    opening.Lock = _NoLock  # type: ignore[attr-defined,assignment]
    life = Life(top)
    life.open()
    drafts = life.record.drafts
    tell(line, "ready")
    line.recv(1)
    done = 0
    while done < times:
        note = f"{name} {done}"
        before = drafts.examination(_EXAMINATION)
        try:
            drafts.save(msgspec.structs.replace(before, presentation=Presentation(note=note)))
        except (ConflictRefused, RecordBusy):
            tell(line, "refused")
        else:
            tell(line, f"saved {note}")
            done += 1
    life.close()
    tell(line, "end")


class _NoLock:
    """A lock that keeps nobody away."""

    def __init__(self, _path: Path) -> None:
        """Take nothing."""

    def release(self) -> None:
        """Release nothing."""


def _opened_twice(top: Path) -> list[str]:
    found = []
    with Child("tests.torture.race:hold", top) as first:
        if first.hear() != "open":
            return ["the record did not open"]
        try:
            Life(top).open()
        except RecordInUse as error:
            told = str(error)
        else:
            return ["a second program opened the record"]
        with Child("tests.torture.window:unlock", top / "record") as window:
            shown = window.hear()
            if shown != told:
                found.append(f"a second window says: {shown}")
    # The first was killed: its lock went with it.
    life = Life(top)
    life.open()
    life.close()
    return found


def _raced(top: Path, count: int) -> tuple[list[str], int]:
    shares = [len(range(number, count, _WRITERS)) for number in range(_WRITERS)]
    writers = [
        Child("tests.torture.race:write", top, f"writer {number}", share)
        for number, share in enumerate(shares)
    ]
    said: list[str] = []
    for writer in writers:
        if writer.hear() != "ready":
            return ["a writer did not begin"], 0
    for writer in writers:
        writer.say("go")
    for writer in writers:
        with writer:
            said += writer.rest()
    life = Life(top)
    life.open()
    drafts = life.record.drafts
    states = (drafts.revision(_EXAMINATION, s.number) for s in drafts.revisions(_EXAMINATION))
    kept = Counter(state.presentation.note for state in states if state.presentation)
    problems = life.record.verify()
    life.close()
    saved = [line.removeprefix("saved ") for line in said if line.startswith("saved ")]
    lost = [
        f"{note} was acknowledged and is there {kept[note]} times"
        for note in saved
        if kept[note] != 1
    ]
    ended = said.count("end")
    if ended != _WRITERS:
        lost.append(f"{_WRITERS - ended} writers did not reach their end")
    return [*lost, *problems], said.count("refused")
