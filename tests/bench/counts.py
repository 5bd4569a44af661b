"""What is counted without a clock: keys, modules, bytes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.bench import records
from tests.bench.figure import Figure
from tests.bench.places import ROOT, answer_of, scratch
from tests.bench.size import Size

_ALL_NEGATIVE: Final = 8
_A_POSITIVE: Final = 5
_MIB: Final = 1024.0 * 1024
_PARTS: Final = ("clinic_desktop", "resources")


def run(_size: Size) -> Iterator[Figure]:
    """Count."""
    with scratch() as folder:
        list(records.make(folder / "record", 10, 10))
        keys: Any = answer_of(
            "tests.bench.windows.keying",
            folder / "record",
            QT_QPA_PLATFORM="offscreen",
            XDG_CONFIG_HOME=str(folder),
        )
        modules: Any = answer_of(
            "tests.bench.windows.imported", folder / "record", QT_QPA_PLATFORM="offscreen"
        )
    yield Figure(
        name="keys for an all-negative core protocol", ratio=keys["negative"], most=_ALL_NEGATIVE
    )
    yield Figure(
        name="further keys for a positive, at most", ratio=keys["positive"], most=_A_POSITIVE
    )
    yield Figure(
        name="modules imported at start: by a bare window",
        ratio=len(modules["program"]) / len(modules["bare"]),
        one=len(modules["program"]),
        other=len(modules["bare"]),
        said=f"{sum(m.startswith('clinic_desktop') for m in modules['program'])} of its own",
    )
    yield Figure(
        name="size of the program's own files",
        one=sum(map(_bytes, _PARTS)) / _MIB,
        unit="MiB",
    )


def _bytes(part: str) -> int:
    files = (path for path in Path(ROOT, part).rglob("*") if "__pycache__" not in path.parts)
    return sum(path.stat().st_size for path in files if path.is_file())
