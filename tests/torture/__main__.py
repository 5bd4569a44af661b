"""The command behind `make torture`: tries everything, prints one table, says whether all held."""

import argparse
import sys
import time
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
_SHOWN = 20
sys.path[0] = str(ROOT)

from tests.torture.line import Line, table  # noqa: E402 - the folder of this file is no place to import from
from tests.torture.lines import TRIALS  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Run the lines asked for and return the exit code: 1 when anything went wrong."""
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the long form")
    parser.add_argument("--seed", type=int, help="a whole number; the time without")
    parser.add_argument("--count", type=int, help="how often, instead of the form's own counts")
    parser.add_argument(
        "--first", type=int, default=0, help="the number to begin with: a long form in portions"
    )
    parser.add_argument(
        "--only", choices=TRIALS, action="append", help="this line; may be repeated"
    )
    asked = parser.parse_args(arguments)
    seed = time.time_ns() // 1_000_000 if asked.seed is None else asked.seed
    lines = []
    for name in asked.only or TRIALS:
        trial = TRIALS[name]
        count = trial.long if asked.long else trial.short
        began = time.monotonic()
        count = count if asked.count is None else asked.count
        line = trial.run(seed, count, first=asked.first)
        lines.append(line)
        sys.stderr.write(f"{name}: {line.result}, {time.monotonic() - began:.0f} s\n")
    sys.stdout.write(f"{table(tuple(lines))}\n")
    for line in lines:
        sys.stdout.writelines(f"{line.name}: {sentence}\n" for sentence in line.found[:_SHOWN])
    _keep(lines)
    return int(any(line.found for line in lines))


def _keep(lines: list[Line]) -> None:
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    made = msgspec.json.format(msgspec.json.encode(lines), indent=2)
    (folder / "torture.json").write_bytes(made + b"\n")


if __name__ == "__main__":
    sys.exit(main())
