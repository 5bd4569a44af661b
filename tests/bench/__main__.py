"""The command behind `make bench`: measures everything, prints one table and keeps it.

Met or not, it ends with 0: it measures.
"""

import argparse
import sys
import time
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
sys.path[0] = str(ROOT)

from tests.bench.figure import Figure, table  # noqa: E402 - the folder of this file is no place to import from
from tests.bench.growth import drawing  # noqa: E402
from tests.bench.lines import LINES, POINTS  # noqa: E402
from tests.bench.records import PASSPHRASE  # noqa: E402
from tests.bench.scale import BIG, EACH, make_big  # noqa: E402
from tests.bench.size import FULL, QUICK, Size  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Measure the lines asked for; always returns 0."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller, in under a minute")
    parser.add_argument("--only", choices=LINES, action="append", help="these lines")
    parser.add_argument("--record", type=int, metavar="PATIENTS", help="only make build/big-record")
    parser.add_argument("--seed", type=int, default=1, help="of that record")
    asked = parser.parse_args(arguments)
    if asked.record:
        make_big(BIG, asked.record, asked.record * EACH, asked.seed)
        sys.stdout.write(f"{BIG.relative_to(ROOT)}: its passphrase is {PASSPHRASE!r}\n")
        return 0
    size = QUICK if asked.quick else FULL
    figures: list[Figure] = []
    for name in asked.only or LINES:
        began = time.monotonic()
        figures += _measured(name, size)
        sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    if asked.quick:
        sys.stdout.write("The quick form: smaller records, fewer pairs.\n")
    sys.stdout.write(f"{table(figures)}\n")
    _keep(size, figures)
    if POINTS:
        place = ROOT / ("docs/pictures" if size is FULL else "build") / "growth.svg"
        place.write_text(drawing(POINTS), "utf-8")
        sys.stdout.write(f"Growth: {place.relative_to(ROOT)}\n")
    return 0


def _measured(name: str, size: Size) -> list[Figure]:
    """Return a line's figures; one that cannot be measured says why and stops no other."""
    figures: list[Figure] = []
    try:
        figures.extend(LINES[name](size))
    except Exception as error:  # noqa: BLE001 - the others are measured all the same
        figures.append(Figure(name=name, not_measured=f"{type(error).__name__}: {error}"))
    return figures


def _keep(size: Size, figures: list[Figure]) -> None:
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    kept = {
        "size": size.name,
        "growth": POINTS,
        "figures": [msgspec.to_builtins(figure) | {"result": figure.verdict} for figure in figures],
    }
    made = msgspec.json.format(msgspec.json.encode(kept), indent=2)
    (folder / "bench.json").write_bytes(made + b"\n")


if __name__ == "__main__":
    sys.exit(main())
