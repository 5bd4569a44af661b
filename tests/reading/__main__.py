"""The command behind `make reading`: how the rules read the report texts, in one table."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[0] = str(ROOT)

from clinic_desktop.domain.reading import ReportReading  # noqa: E402 - the folder of this file is no place to import from
from clinic_desktop.intake.report_reading import read_report  # noqa: E402
from tests.reading.golds import Case, case, cases, names  # noqa: E402
from tests.reading.scoring import Score, score  # noqa: E402
from tests.reading.table import table  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or what differs in the reports asked for; always returns 0."""
    parser = argparse.ArgumentParser(prog="make reading", description=__doc__)
    parser.add_argument(
        "--show", choices=names(), action="append", help="what differs in this report"
    )
    asked = parser.parse_args(arguments)
    if asked.show:
        for name in asked.show:
            sys.stdout.write(shown(case(name), read_report))
        return 0
    all_cases = cases()
    given = [case for name, case in all_cases.items() if name.startswith("r")]
    written = [case for name, case in all_cases.items() if name.startswith("s")]
    second = [case for name, case in all_cases.items() if name.startswith("t")]
    third = [case for name, case in all_cases.items() if name.startswith("u")]
    columns = {
        f"given examples ({len(given)})": total(given, read_report),
        f"further texts ({len(written)})": total(written, read_report),
        f"second texts ({len(second)})": total(second, read_report),
        f"third texts ({len(third)})": total(third, read_report),
        f"all ({len(all_cases)})": total(all_cases.values(), read_report),
    }
    sys.stdout.write(f"{table(columns)}\n")
    return 0


def total(chosen: Iterable[Case], read: Callable[[str], ReportReading]) -> Score:
    """Return the scores of these reports added up."""
    return sum((score(one.gold, read(one.text)) for one in chosen), Score())


def shown(one: Case, read: Callable[[str], ReportReading]) -> str:
    """Return a report's text and, line by line, what was read otherwise."""
    reading = read(one.text)
    lines = score(one.gold, reading).differences or ("no difference",)
    rows = [f"{row}" for row in reading.findings]
    return "\n".join(
        [f"== {one.gold.id}", one.text, "-- differences", *lines, "-- rows read", *rows, ""]
    )


if __name__ == "__main__":
    sys.exit(main())
