"""Killing the program at random moments, through the real window.

A child drives keys through the window (`window`) and says, down a socket, each document that the
save mark calls saved; it is killed by SIGKILL. What it said is in the record, and after it at most
what the key that was being pressed did. Several kills hit one record in a row.
"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from threading import Timer
from typing import Final

from clinic_desktop.domain.document import write_document
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import Child
from tests.torture.stories import Life, examination

FIGURE: Final = "SIGKILL through the real window: acknowledged answers lost"
_IN_A_ROW: Final = 10
_MOST_LINES: Final = 100
_LONGER: Final = 0.01
_EXAMINATION: Final = examination(0).id


def run(seed: int, count: int, *, first: int = 0) -> Line:
    """Kill the program `count` times."""
    line = Line(name="kill", figure=FIGURE, count=count, seed=seed)
    end = first + count
    rows = [(start, min(_IN_A_ROW, end - start)) for start in range(first, end, _IN_A_ROW)]
    with ThreadPoolExecutor(2) as pool:
        results = [result for row in pool.map(partial(_row, seed), rows) for result in row]
    found = tuple(said for _, said in results if said)
    answers = sum(answers for answers, _ in results)
    return line.but(found=found, measured=f"{answers:,} answers acknowledged")


def _row(seed: int, row: tuple[int, int]) -> list[tuple[int, str]]:
    """Kill the program several times over one record; return answers and what went wrong."""
    first, times = row
    with scratch() as top:
        life = Life(top)
        life.create()
        life.answer(0, 0)
        life.go_to(0, "test:slr")
        life.close()
        return [_kill(top, Random(f"{seed} {first + n}"), first + n) for n in range(times)]


def _kill(top: Path, random: Random, number: int) -> tuple[int, str]:
    with Child("tests.torture.window:play", top / "record", random.getrandbits(32)) as child:
        begun = child.hear()
        if begun != "ready":
            return 0, f"kill {number}: the window did not open ({begun})"
        said = [child.hear() for _ in range(random.randint(1, _MOST_LINES))]
        Timer(random.uniform(0, _LONGER), child.process.kill).start()
        said += child.rest()
    broken = [line for line in said if line.startswith("broke ")]
    if broken:
        return 0, f"kill {number}: {broken[0]}"
    saved = [line.removeprefix("saved ") for line in said if line.startswith("saved ")]
    try:
        wrong = _wrong(top, saved[-1:], in_flight=said[-1] == "key")
    except Exception as error:  # noqa: BLE001 - whatever stops it from being read is a loss
        wrong = f"{type(error).__name__}: {error}"
    return len(dict.fromkeys(saved)), f"kill {number}: {wrong}" if wrong else ""


def _wrong(top: Path, acknowledged: list[str], *, in_flight: bool) -> str:
    """Return what is not as it was acknowledged; the crashed record itself is not touched."""
    with scratch() as copy:
        shutil.copytree(top, copy, dirs_exist_ok=True)
        life = Life(copy)
        life.open()
        try:
            problems = life.record.verify()
            if problems:
                return " ".join(problems)
            drafts = life.record.drafts
            newest, *before = drafts.revisions(_EXAMINATION)
            # One key may save two: the number that was being typed, and the answer it gives.
            after = [newest, *before[:2]] if in_flight else [newest]
            documents = [drafts.revision(_EXAMINATION, state.number) for state in after]
            there = {write_document(document).decode() for document in documents}
            if not there.issuperset(acknowledged):
                return "the last acknowledged answer is not there, or more than the one after it"
        finally:
            life.close()
    return ""
