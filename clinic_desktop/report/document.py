"""The report as a PDF. A report always comes out, whatever was written into it."""

import logging
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.examination import Examination
from clinic_desktop.report.content import DRAFT, content_of
from clinic_desktop.report.layout import SIZES, Layout
from clinic_desktop.report.text import Text

_log: Final = logging.getLogger(__name__)


class Report(Struct, frozen=True, kw_only=True):
    """A finished report.

    `missing` holds the characters the fonts cannot draw, printed as their code points; `plain`
    tells that the content did not fit the usual layout and stands in one column.
    """

    pdf: bytes
    missing: tuple[str, ...]
    plain: bool


def write_report(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    fonts: Path,
    *,
    number: str,
    status: str = DRAFT,
    version: int = 1,
    page_size: Literal["A4", "Letter"] = "A4",
) -> Report:
    """Return the report of an examination; the same arguments give the same bytes.

    Args:
        examination: as read back from the record.
        comparison: of that examination.
        catalogue: tests, words and sources.
        fonts: the folder with the four faces of Source Sans 3.
        number: the report's number, printed on every page.
        status: such as DRAFT or FINAL, printed in the header.
        version: 1, or higher when the report was issued before.
        page_size: the paper.
    """
    content = content_of(
        examination, comparison, catalogue, status=status, number=number, version=version
    )
    text = Text(fonts)
    layout = Layout(content, text, SIZES[page_size])
    try:
        pdf, plain = layout.pdf(), False
    except Exception as error:  # noqa: BLE001 - any layout failure must still give a report
        # The message may quote what was written about a patient: only the kind is logged.
        _log.warning("report set in one plain column: %s", type(error).__name__)
        pdf, plain = layout.plain_pdf(), True
    return Report(pdf=pdf, missing=text.missing, plain=plain)
