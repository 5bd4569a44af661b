"""Makes the reports of examinations: of what the record holds, or of a file.

The report's room is imported with the first report.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from uuid import UUID

from clinic_desktop.data_folder import resources_folder
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.changes import changes
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import A_DRAFT, DRAFT, Amendment, Edition, status_of

if TYPE_CHECKING:
    from clinic_desktop.report.document import Report
    from clinic_desktop.storage.record import Record


_TO_COME: Final = datetime.max.replace(tzinfo=UTC)
"""When a draft is signed: all that is signed by now is signed before."""


class RecordedReport(NamedTuple):
    """The report of an examination in the record, with the examination and edition it shows."""

    examination: Examination
    edition: Edition
    report: "Report"


def report_of(
    record: "Record", examination_id: UUID, catalogue: Catalogue, *, draft: bool = True
) -> RecordedReport:
    """Make the report of what is stored: read back, never taken from the screen.

    With `draft`, the draft of an amendment comes before what was signed. Earlier values are those
    that were signed when this was, so that a report printed again says what it said.
    """
    is_draft = draft and record.drafts.is_open(examination_id)
    examination = (record.drafts if is_draft else record).examination(examination_id)
    edition = edition_of(record, examination_id, catalogue, draft=draft)
    signed_at = edition.versions[-1].signature.signed_at if edition.is_signed else _TO_COME
    report = make_report(
        examination,
        catalogue,
        edition,
        previous=record.previous(examination, signed_by=signed_at),
        on=stationery(record),
    )
    return RecordedReport(examination, edition, report)


def edition_of(
    record: "Record", examination_id: UUID, catalogue: Catalogue, *, draft: bool = True
) -> Edition:
    """Return where a recorded examination stands in its life, with what each amendment changed.

    With `draft`, the draft of an amendment comes before what was signed.
    """
    versions = record.signed.versions(examination_id)
    documents = record.signed.documents(examination_id) if versions else ()
    amendments = tuple(
        Amendment(version=version, changes=changes(before, after, catalogue))
        for version, before, after in zip(versions[1:], documents, documents[1:], strict=False)
    )
    is_draft = draft and record.drafts.is_open(examination_id)
    handed = [paper.version for paper in record.papers.of(examination_id) if paper.status != DRAFT]
    held = max((number for number in handed if number < len(versions)), default=None)
    return Edition(
        status=DRAFT if is_draft else status_of(versions),
        versions=versions,
        amendments=amendments,
        replaces=None if held is None else versions[held - 1],
        since=() if held is None else changes(documents[held - 1], documents[-1], catalogue),
    )


class Stationery(NamedTuple):
    """What reports of a clinic are printed on: the paper, and the picture at its head."""

    paper: Literal["A4", "Letter"] = "A4"
    logo: bytes | None = None


def stationery(record: "Record") -> Stationery:
    """Return what a record's reports are printed on; damaged settings keep none from being made."""
    paper, logo = Stationery()
    with suppress(UserError):
        paper = record.settings().paper.value
        logo = record.logo()
    return Stationery(paper, logo)


def make_report(
    examination: Examination,
    catalogue: Catalogue,
    edition: Edition = A_DRAFT,
    *,
    previous: Examination | None = None,
    on: Stationery = Stationery(),  # noqa: B008 - a value that never changes
) -> "Report":
    """Make the report of an examination, that of a draft where no edition is given.

    It carries the examination also as a FHIR document, where it has the time which that needs.
    """
    from clinic_desktop.exchange.fhir.check import BundleRefused
    from clinic_desktop.exchange.fhir.document import bundle, bundle_json
    from clinic_desktop.report.archive import Attachment
    from clinic_desktop.report.document import write_report

    comparison = compare(examination, catalogue)
    further: tuple[Attachment, ...] = ()
    with suppress(BundleRefused):
        further = (
            Attachment(
                name="examination.fhir.json",
                media_type="application/fhir+json",
                description="The examination as a FHIR R4 document",
                relationship="Alternative",
                content=bundle_json(bundle(examination, comparison, catalogue, edition)),
            ),
        )
    return write_report(
        examination,
        comparison,
        catalogue,
        resources_folder() / "fonts",
        number=report_number(examination.id),
        edition=edition,
        page_size=on.paper,
        previous=previous,
        logo=on.logo,
        further=further,
    )


def report_number(examination_id: UUID) -> str:
    """Return the report's number: the end of the id, which tells the visits of one day apart."""
    return examination_id.hex[-8:].upper()
