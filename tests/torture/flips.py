"""Single bits flipped, and ends cut off: told at opening or by `verify`, or without any effect.

What was told ends in a restored backup that holds what it is to hold; the damaged file is kept as
it was.
"""

import shutil
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from clinic_desktop.domain.errors import UserError
from clinic_desktop.storage.backup import backups_in
from clinic_desktop.storage.folder import BACKUPS, DATABASE, KEYS, SET_ASIDE
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import workers
from tests.torture.stories import Life, backed_up_record, look
from tests.torture.story import Contents, differing

FIGURE: Final = "bit flips and cut ends: not told, or not ending in a working restore"


def run(seed: int, count: int, *, first: int = 0) -> Line:
    """Damage a record `count` times, each time a new copy of it."""
    line = Line(name="flips", figure=FIGURE, count=count, seed=seed)
    with scratch() as folder, workers() as pool:
        whole = folder / "whole"
        whole.mkdir()
        backed_up_record(whole)
        before = _looked_at(whole)
        restored = {name: _restored_without(whole, name) for name in (DATABASE, KEYS)}
        tried = partial(try_one, whole, before, restored, seed)
        numbers = range(first, first + count)
        results = tuple(pool.map(tried, numbers, chunksize=max(1, min(100, count // 8))))
    found = tuple(said for _, said in results if said)
    told = sum(is_told for is_told, said in results if not said)
    harmless = count - told - len(found)
    return line.but(found=found, measured=f"{told:,} told and restored, {harmless:,} harmless")


def try_one(
    whole: Path, before: Contents, restored: dict[str, Contents], seed: int, number: int
) -> tuple[bool, str]:
    """Damage a copy; return whether that was told, and what went wrong."""
    random = Random(f"{seed} {number}")
    name = random.choices((DATABASE, KEYS), (0.85, 0.15))[0]
    with scratch() as top:
        shutil.copytree(whole, top, dirs_exist_ok=True)
        path = top / "record" / name
        did = _damage(path, random)
        try:
            told, wrong = _tried(top, before)
            if told:
                damaged = path.read_bytes()
                wrong = _wrongly_restored(top, name, damaged, restored[name])
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody was told in plain words
            told, wrong = False, f"{type(error).__name__}: {error}"
    return told, f"number {number} of seed {seed}, {name} {did}: {wrong}" if wrong else ""


def _damage(path: Path, random: Random) -> str:
    data = bytearray(path.read_bytes())
    place = random.randrange(len(data))
    if random.random() < 0.2:
        path.write_bytes(data[:place])
        return f"cut after {place} bytes"
    bit = random.randrange(8)
    data[place] ^= 1 << bit
    path.write_bytes(data)
    return f"bit {bit} of byte {place}"


def _tried(top: Path, before: Contents) -> tuple[bool, str]:
    """Open the record and read it through; return whether that told, or what is not as before."""
    life = Life(top)
    try:
        life.open()
    except UserError:
        return True, ""
    try:
        if life.record.verify():
            return True, ""
    except UserError:
        return True, ""
    finally:
        life.close()
    lost = differing(look(top), before)
    return False, f"not told, and changed: {', '.join(lost)}" if lost else ""


def _wrongly_restored(top: Path, name: str, damaged: bytes, restored: Contents) -> str:
    life = Life(top)
    newest, *_ = backups_in(life.folder / BACKUPS)
    life.restore(newest.path)
    life.close()
    kept = [path.read_bytes() for path in life.folder.glob(f"{SET_ASIDE}*/{name}")]
    if damaged not in kept:
        return "the damaged file was not kept as it was"
    wrong = differing(look(top), restored)
    return f"not as in the backup: {', '.join(wrong)}" if wrong else ""


def _looked_at(whole: Path) -> Contents:
    with scratch() as top:
        shutil.copytree(whole, top, dirs_exist_ok=True)
        return look(top)


def _restored_without(whole: Path, name: str) -> Contents:
    """Return what there is when this file is gone altogether and a backup is restored."""
    with scratch() as top:
        shutil.copytree(whole, top, dirs_exist_ok=True)
        (top / "record" / name).write_bytes(b"nothing of a record")
        life = Life(top)
        newest, *_ = backups_in(life.folder / BACKUPS)
        life.restore(newest.path)
        life.close()
        return look(top)
