"""Opens examinations in the real window, each at a few steps, and says what is then held.

Arguments: the record's folder and how many. It prints what the process held after half of them
and after all of them.
"""

import sys
from pathlib import Path

import msgspec

from clinic_desktop.domain import progress
from tests.bench.start import memory_of
from tests.bench.windows.driven import settle, unlocked

_STEPS = ("test:slr", progress.COMPARISON, progress.CONCLUSION)


def main(folder: Path, count: int) -> None:
    """Open them all."""
    window, page = unlocked(folder)
    assert window.store is not None
    held = []
    for number, line in enumerate(window.store.lists.all()[:count], start=1):
        window.open_examination(line.id)
        for step in _STEPS:
            page.go_to(step)
            settle()
        window.show_patients()
        settle()
        if number in (count // 2, count):
            held.append(memory_of("self"))
    window.close_record()
    sys.stdout.write(msgspec.json.encode(held).decode() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
