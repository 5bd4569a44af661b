"""The sheet with the recovery key: one page to print and to lock away."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer

from clinic_desktop.domain.dates import long_date
from clinic_desktop.report.archive import About, Drawn, archived
from clinic_desktop.report.grid import Cells, Grid
from clinic_desktop.report.pages import MARGIN
from clinic_desktop.report.parts import joined, written
from clinic_desktop.report.structure import Element, Tree
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import Text, clean

_TITLE: Final = style(22, bold=True, after=4)
_HEADING: Final = style(13, bold=True, after=3, spaceBefore=15)
_BODY: Final = style(11, after=4)
_NAME: Final = style(13, bold=True, after=3)
_PLACE: Final = style(9.5, alignment=TA_CENTER)
_GROUP: Final = style(22, bold=True, alignment=TA_CENTER)

_WIDTH: Final = A4[0] - 2 * MARGIN
_FRAME_PADS: Final = 6
"""Points a page's frame adds to its margin on every side."""
_ID_SHOWN: Final = 8
_IN_A_ROW: Final = 4
_ROOM_TO_WRITE: Final = 24.0

_LOOK_ALIKE: Final = (
    "The key has no letters B, I, L and O: what looks like one of them is 8, 1, 1 or 0."
)
_PURPOSE: Final = (
    "This key opens the record when a passphrase is forgotten, or when the person who knew it is "
    "not there. Without a passphrase and without this key nobody can open the record, the makers "
    "of the program included."
)
_POWER: Final = (
    "Whoever holds this sheet can open the whole record, with every patient in it. Guard it like "
    "the key of the practice."
)
_STEPS: Final = (
    "Start Clinic Desktop. On the unlock page choose \u201cForgotten passphrase\u201d.",
    "Type the key group by group, from group 1 on. Capitals, spaces and dashes make no difference.",
    "Choose a new passphrase and type it twice.",
    "Lock the sheet away again; make a new one if anybody else may have read it.",
)
_KEEPING: Final = (
    "In a safe or a locked drawer, away from the computer. Not with the computer, not as a file, "
    "a photograph or an e-mail. Once this page is printed, keep no copy of it on the computer."
)
_ENDING: Final = "Making a new recovery sheet makes this one useless. Shred it then."
_TO_NOTE: Final = ("Kept where", "Kept by", "Since, signature")


def write_recovery_sheet(
    *, clinic: str, recovery_key: str, made_on: date, record: str, fonts: Path
) -> bytes:
    """Return the sheet as a PDF of one A4 page; the same arguments give the same bytes.

    Args:
        clinic: the clinic's name.
        recovery_key: as it is printed, its groups parted by dashes.
        made_on: the day the key was made.
        record: the record's id; its beginning is printed, to tell the sheets of records apart.
        fonts: the folder with the four faces of Source Sans 3.
    """
    text = Text(fonts)
    name = clinic if written(clinic) else "Clinic not recorded"
    made = f"Made on {long_date(made_on)} for record {record[:_ID_SHOWN]}."
    story: list[Flowable] = [
        text.text("Recovery sheet", _TITLE, Element("H1")),
        text.text(name, _NAME),
        text.text(made, _BODY),
        Spacer(0, 8),
        _boxes(recovery_key.split("-"), text),
        Spacer(0, 2),
        *([text.text(_LOOK_ALIKE, _BODY)] if not set("BILO") & set(recovery_key) else []),
    ]
    told = (
        ("What it is for", [text.text(_PURPOSE, _BODY)]),
        ("What it can do", [text.text(_POWER, _BODY)]),
        ("How to use it", _steps(text)),
        ("Where to keep it", [text.text(_KEEPING, _BODY), text.text(_ENDING, _BODY)]),
    )
    for heading, paragraphs in told:
        story += [text.text(heading, _HEADING, Element("H2")), *paragraphs]
    story += [Spacer(0, 10), _lines_to_fill(text)]
    out, tree = BytesIO(), Tree()
    SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN - _FRAME_PADS,
        rightMargin=MARGIN - _FRAME_PADS,
        topMargin=MARGIN - _FRAME_PADS,
        bottomMargin=MARGIN - _FRAME_PADS,
        pageCompression=0,
        invariant=1,
    ).build(story, canvasmaker=partial(TaggedCanvas, tree=tree))
    about = About(
        title=clean(joined("Recovery sheet", name)),
        author=clean(name),
        made_at=datetime.combine(made_on, time(), UTC),
    )
    return archived(Drawn(out.getvalue(), tree), about)


def _steps(text: Text) -> list[Flowable]:
    steps = Element("L")
    return [
        text.text(f"{number}.  {step}", _BODY, Element("LBody", Element("LI", steps)))
        for number, step in enumerate(_STEPS, start=1)
    ]


def _boxes(groups: Sequence[str], text: Text) -> Flowable:
    """Set each group of the key in a numbered box of its own, its signs spaced apart."""
    cells = [
        [
            text.text(f"Group {number}", _PLACE),
            text.text("\u00a0".join(group), _GROUP),
        ]
        for number, group in enumerate(groups, start=1)
    ]
    return Grid([_WIDTH / _IN_A_ROW] * _IN_A_ROW, list(_rows(cells)), rules="cells", padding=(4, 7))


def _rows(cells: Cells) -> Iterator[Cells]:
    for start in range(0, len(cells), _IN_A_ROW):
        row = cells[start : start + _IN_A_ROW]
        yield [*row, *[[]] * (_IN_A_ROW - len(row))]


def _lines_to_fill(text: Text) -> Flowable:
    rows: list[Cells] = [
        [[text.text(label, _BODY)], [Spacer(0, _ROOM_TO_WRITE)]] for label in _TO_NOTE
    ]
    return Grid([_WIDTH * share for share in (0.25, 0.75)], rows, padding=(0, 3))
