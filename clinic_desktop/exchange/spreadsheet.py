"""CSV that a spreadsheet reads as text, whatever somebody wrote into a cell."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from typing import Final

from clinic_desktop.domain.trail import Action, Entry

# A spreadsheet runs a cell as a formula when it begins with one of = + - @, and drops spaces,
# quotes and control characters before them. One set to another country splits at semicolons and
# then knows no quoted line breaks, so that a cell begins after each of these too.
_BEGINNING: Final = r"(^|[;\r\n])"
_FORMULA: Final = r"(?=[\s\"'\x00-\x1f\ufeff\u200b]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])"
_DANGER: Final = re.compile(_BEGINNING + _FORMULA)
_COLUMNS: Final = ("Entry", "Time (UTC)", "Who", "Action", "Examination", "Patient", "Detail")


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe stands before what looks like one."""
    return _DANGER.sub(r"\1'", cell)


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte order mark, by which spreadsheets know UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def trail_csv(entries: Iterable[Entry], words: Callable[[Action], str]) -> bytes:
    """Return entries of the audit trail as CSV, in the order given.

    Args:
        entries: what is written, a line each under a line of headings.
        words: an action in words.
    """
    lines = (
        (
            str(entry.number),
            entry.at.astimezone(UTC).isoformat(),
            entry.who,
            words(entry.action),
            str(entry.examination or ""),
            str(entry.patient or ""),
            entry.detail,
        )
        for entry in entries
    )
    return csv_file((_COLUMNS, *lines))
