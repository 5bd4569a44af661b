"""The report as a PDF. A report always comes out, whatever was written into it."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.handed_out import handed_out
from clinic_desktop.domain.versions import A_DRAFT, Edition
from clinic_desktop.report.archive import About, Attachment, archived
from clinic_desktop.report.content import content_of
from clinic_desktop.report.fallback import plain_text
from clinic_desktop.report.layout import Layout
from clinic_desktop.report.pages import SIZES
from clinic_desktop.report.text import Text, clean

_log: Final = logging.getLogger(__name__)


class Report(Struct, frozen=True, kw_only=True):
    """A finished report.

    `missing` holds the characters the fonts cannot draw, printed as their code points; `plain`
    tells that the content did not fit the usual layout and stands in one column. `text` is what
    the report says, as plain text.
    """

    pdf: bytes
    missing: tuple[str, ...]
    plain: bool
    text: str


def write_report(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    fonts: Path,
    *,
    number: str,
    edition: Edition = A_DRAFT,
    page_size: Literal["A4", "Letter"] = "A4",
    previous: Examination | None = None,
    logo: bytes | None = None,
    further: tuple[Attachment, ...] = (),
) -> Report:
    """Return the report of an examination; the same arguments give the same bytes.

    Args:
        examination: as read back from the record.
        comparison: of that examination.
        catalogue: tests, words and sources.
        fonts: the folder with the four faces of Source Sans 3.
        number: the report's number, printed on every page.
        edition: where the examination stands in its life: a draft, or its signed versions.
        page_size: the paper.
        previous: the patient's examination before this one, whose values stand beside these.
        logo: the clinic's picture for the head of page 1, as `logo_file` gives it.
        further: the files that travel in the report beside the examination's document.
    """
    examination = handed_out(examination)
    content = content_of(
        examination, comparison, catalogue, number=number, edition=edition, previous=previous
    )
    text = Text(fonts)
    layout = Layout(content, text, SIZES[page_size], logo)
    about = About(
        title=clean(f"{content.title}, {content.edition}"),
        author=clean(content.parties[-1].lines[0].text),
        made_at=_made_at(examination, edition),
        attachments=(
            Attachment(
                name="examination.json",
                media_type="application/json",
                description="The examination from which this report was made",
                relationship="Source",
                content=write_document(examination),
            ),
            *further,
        ),
    )
    try:
        pdf, plain = archived(layout.drawn(), about), False
    except Exception as error:  # noqa: BLE001 - any layout failure must still give a report
        # The message may quote what was written about a patient: only the kind is logged.
        _log.warning("report set in one plain column: %s", type(error).__name__)
        pdf, plain = archived(layout.drawn_plain(), about), True
    return Report(pdf=pdf, missing=text.missing, plain=plain, text=plain_text(content))


def _made_at(examination: Examination, edition: Edition) -> datetime | None:
    """Return when the report's content was signed last; of a draft, when it was examined."""
    if edition.is_signed and edition.versions:
        return max(signature.signed_at for signature in edition.versions[-1].signatures)
    return datetime.fromisoformat(examination.performed_at) if examination.performed_at else None
