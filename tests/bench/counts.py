"""What is counted without a clock: keys, modules, bytes."""

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
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
    own, locked = sum(map(_bytes, _PARTS)), _locked_bytes()
    yield Figure(
        name="size of the installed program, without Python",
        one=(own + locked) / _MIB,
        unit="MiB",
        said=f"{own / _MIB:.1f} MiB of its own",
    )


def _locked_bytes() -> int:
    """Return the size of the packages that the program's lock names, as they are installed."""
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    size = 0
    for name in locked:
        with suppress(metadata.PackageNotFoundError):
            size += sum(file.size or 0 for file in metadata.distribution(name).files or ())
    return size


def _bytes(part: str) -> int:
    files = (path for path in Path(ROOT, part).rglob("*") if "__pycache__" not in path.parts)
    return sum(path.stat().st_size for path in files if path.is_file())
