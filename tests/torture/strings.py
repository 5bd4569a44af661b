"""Everything entered stands in the printed report, and in what it says as plain text.

Examinations are filled at random to the last field (`filled`), and reports made of them: every
second one in the single plain column that is left when the usual layout fails. A report is read
back twice: by its own structure, every string as a whole, and by PDFium, the words that begin and
end each string. Nothing but white space may differ; a string of pages' length that stands in one
cell of a row goes on after the row's other cells.
"""

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import pairwise
from random import Random
from typing import Final
from unittest.mock import patch

from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.handed_out import handed_out
from clinic_desktop.domain.versions import Edition
from clinic_desktop.report import document
from clinic_desktop.report.layout import Layout
from clinic_desktop.report.text import clean
from tests.report.hearing import heard
from tests.report.printed import CATALOGUE, as_drawn, lost_in, report_of, strings
from tests.report.reading import pages, squeezed
from tests.torture.filled import Filler
from tests.torture.line import Line
from tests.torture.processes import workers

FIGURE: Final = "strings entered and not found again in the printed report"
_TOKEN: Final = re.compile(r"q\d{4,}x")
_SHOWN: Final = 80
_PIECE: Final = 200
"""Characters that stand together at least: about what a page holds of a narrow cell."""


def run(seed: int, count: int, *, first: int = 0) -> Line:
    """Make and read the reports of `count` examinations."""
    line = Line(name="strings", figure=FIGURE, count=count, seed=seed)
    with workers() as pool:
        results = tuple(
            pool.map(
                partial(try_one, seed),
                range(first, first + count),
                chunksize=max(1, min(50, count // 8)),
            )
        )
    found = tuple(sentence for said, _, _ in results for sentence in said)
    entered = sum(number for _, number, _ in results)
    unasked = sum(is_unasked for _, _, is_unasked in results)
    return line.but(
        found=found, measured=f"{entered:,} strings, {unasked:,} did not fit the usual layout"
    )


def try_one(seed: int, number: int) -> tuple[list[str], int, bool]:
    """Make and read one report.

    Returns:
        A sentence for each string that is lost, how many were entered, and whether the report is
        in the plain column though it was to be in the usual layout.
    """
    filler = Filler(Random(f"{seed} {number}"), CATALOGUE)
    examination, edition = filler.examination(), filler.edition()
    is_plain = number % 2 == 1
    where = f"number {number} of seed {seed}{', plain' * is_plain}"
    try:
        with _broken_layout() if is_plain else nullcontext():
            report = report_of(examination, edition)
    except Exception as error:  # noqa: BLE001 - whatever it is, there is no report
        return [f"{where}: no report, {type(error).__name__}: {error}"], 0, False
    entered = [*strings(handed_out(examination)), *_of_edition(edition)]
    lost = [
        *(f"not on paper: {text!r:.{_SHOWN}}" for text in _not_on_paper(report.pdf, examination)),
        *(f"not read by PDFium: {word}" for word in _not_read(report.pdf, entered)),
        *(f"not in the plain text: {word}" for word in _unread(report.text.lower(), entered)),
        *(f"not whole in the plain text: {t!r:.{_SHOWN}}" for t in _torn(report.text, examination)),
    ]
    return [f"{where}, {sentence}" for sentence in lost], len(entered), report.plain > is_plain


@contextmanager
def _broken_layout() -> Iterator[None]:
    """Let the usual layout fail, and nothing be logged of it."""
    log = logging.getLogger(document.__name__)
    with patch.object(Layout, "_story", side_effect=ValueError), patch.object(log, "warning"):
        yield


def _of_edition(edition: Edition) -> list[str]:
    """Return what people wrote when they signed and amended."""
    changes = [change for each in edition.amendments for change in each.changes]
    signers = [s.therapist for version in edition.versions for s in version.signatures]
    written = (
        *(version.reason for version in edition.versions),
        *(text for change in changes for text in (change.what, change.before, change.after)),
        *(text for signer in signers for text in (signer.name, signer.profession)),
    )
    return [text for text in written if text]


def _not_on_paper(pdf: bytes, examination: Examination) -> list[str]:
    lost = lost_in(pdf, examination)
    if not lost:
        return []
    told = squeezed("".join(element.drawn for element in heard(pdf).everything()))
    return [entered for entered in lost if not _stands_in_pieces(as_drawn(entered), told)]


def _stands_in_pieces(entered: str, told: str) -> bool:
    """Whether a string stands in few pieces, one after the other."""
    start = 0
    while entered:
        most = bisect_left(
            range(1, len(entered) + 1), True, key=lambda n: told.find(entered[:n], start) < 0
        )
        if most < min(_PIECE, len(entered)):
            return False
        start = told.find(entered[:most], start) + most
        entered = entered[most:]
    return True


def _not_read(pdf: bytes, entered: list[str]) -> list[str]:
    """Return the words of their own that PDFium reads on no page, nor broken over two."""
    texts = pages(pdf)
    lines = [[squeezed(line) for line in text.splitlines()] for text in texts]
    return [
        word
        for word in _unread(squeezed("".join(texts)), entered)
        if not any(_is_broken(word, *seam) for seam in pairwise(lines))
    ]


def _is_broken(word: str, before: list[str], after: list[str]) -> bool:
    """Whether a line of a page ends with the first part of a word, and one begins with the rest."""
    return any(
        any(line.endswith(word[:cut]) for line in before)
        and any(line.startswith(word[cut:]) for line in after)
        for cut in range(1, len(word))
    )


def _unread(text: str, entered: list[str]) -> list[str]:
    """Return the words of their own that are not in a text without white space.

    A mark that follows a word's last letter belongs to that letter: x and a diaeresis are one sign.
    """
    return [word for each in entered for word in _TOKEN.findall(clean(each)) if word not in text]


def _torn(text: str, examination: Examination) -> list[str]:
    """Return the strings that do not stand in the plain text as they were entered.

    Its headings are in capital letters.
    """
    told = squeezed(clean(text))
    return [
        entered
        for entered in strings(handed_out(examination))
        if _TOKEN.search(entered)
        and not any(squeezed(clean(form)) in told for form in (entered, entered.upper()))
    ]
