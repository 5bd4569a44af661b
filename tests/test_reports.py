"""The report of what a record holds: which edition, on whose paper, beside which values."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from clinic_desktop import reports
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Measure
from clinic_desktop.domain.practice import PaperSize, Settings
from clinic_desktop.domain.versions import AMENDED, DRAFT, FINAL, Handing, VersionKind
from clinic_desktop.report import document
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage.record import Record
from tests.storage.samples import a_patient, amended, an_examination, make, note_of, saved, signed

PATIENT = a_patient()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def record(tmp_path: Path) -> Any:
    with make(tmp_path / "record") as record:
        yield record


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What reports are written with; nothing is drawn."""
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(document, "write_report", lambda *_, **options: given.append(options))
    return given


def of_day(day: str, note: str = "") -> Examination:
    """Return an examination of the one patient."""
    examination = an_examination(PATIENT, note)
    return msgspec.structs.replace(examination, performed_at=f"{day}T09:30:00+01:00")


def test_a_report_is_on_the_record_s_paper_with_its_logo_and_the_previous_values(
    record: Record, catalogue: Catalogue, written: list[dict[str, Any]]
) -> None:
    earlier, now = signed(record, of_day("2026-10-01")), saved(record, of_day("2026-11-01"))
    logo = b"\x89PNG\r\n\x1a\n picture"
    record.set_settings(Settings(paper=PaperSize.LETTER))
    record.set_logo(logo)
    reports.report_of(record, now.id, catalogue)
    (options,) = written
    assert (options["page_size"], options["logo"]) == ("Letter", logo)
    assert options["previous"] == earlier


def test_damaged_settings_keep_no_report_from_being_made(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: object) -> None:
        raise UserError("The settings are damaged.")

    monkeypatch.setattr(Record, "settings", damaged)
    assert reports.stationery(record) == reports.Stationery(paper="A4", logo=None)


def test_the_draft_of_an_amendment_is_shown_unless_what_is_signed_is_asked_for(
    record: Record, catalogue: Catalogue
) -> None:
    original = signed(record, an_examination(note="first"))
    record.signed.amend(original.id, VersionKind.CORRECTION, "wrong side")
    begun = record.drafts.examination(original.id)
    draft = msgspec.structs.replace(begun, presentation=None)
    record.drafts.save(draft)
    shown = reports.report_of(record, original.id, catalogue)
    assert (shown.examination, shown.edition.status) == (draft, DRAFT)
    stands = reports.report_of(record, original.id, catalogue, draft=False)
    assert (stands.examination, stands.edition.status) == (original, FINAL)
    assert stands.report.pdf != shown.report.pdf


def test_an_edition_tells_what_changed_since_the_version_that_was_handed_out(
    record: Record, catalogue: Catalogue
) -> None:
    original = signed(record, an_examination(note="first"))
    made = reports.report_of(record, original.id, catalogue)
    record.papers.keep(original, made.report.pdf, Handing.PRINTED, made.edition)
    amended(record, original, "second")
    newest = amended(record, original, "third")
    edition = reports.edition_of(record, original.id, catalogue)
    assert (edition.status, edition.number) == (AMENDED, 3)
    assert edition.replaces == edition.versions[0]
    assert [(one.before, one.after) for one in edition.since] == [("first", note_of(newest))]
    assert [one.changes[0].before for one in edition.amendments] == ["first", "second"]


def test_the_number_tells_the_visits_of_one_day_apart() -> None:
    assert reports.report_number(UUID("0197c001-0000-7000-8000-0000000000ab")) == "000000AB"


def scored(examination: Examination, score: float) -> Examination:
    """Return the examination with a score of one measure."""
    measures = (Measure(measure="nprs", score=score, max=10),)
    return msgspec.structs.replace(examination, measures=measures)


def test_a_signed_report_keeps_the_earlier_scores_that_were_signed_when_it_was(
    record: Record, catalogue: Catalogue
) -> None:
    before = signed(record, scored(of_day("2026-10-01"), 7))
    now = signed(record, scored(of_day("2026-11-01"), 4))
    printed = reports.report_of(record, now.id, catalogue).report
    draft = record.signed.amend(before.id, VersionKind.CORRECTION, "typing error")
    record.signed.sign(saved(record, scored(draft, 6)))
    again = reports.report_of(record, now.id, catalogue).report
    assert "4 of 10 (on 1 October 2026: 7 of 10)" in printed.text
    assert again.pdf == printed.pdf
    draft = record.signed.amend(now.id, VersionKind.ADDENDUM, "asked again")
    record.signed.sign(saved(record, scored(draft, 5)))
    text = reports.report_of(record, now.id, catalogue).report.text
    assert "5 of 10 (on 1 October 2026: 6 of 10)" in text


def test_scores_that_nobody_signed_stand_in_no_report(record: Record, catalogue: Catalogue) -> None:
    signed(record, scored(of_day("2026-09-01"), 9))
    unsigned = saved(record, scored(of_day("2026-10-01"), 7))
    now = saved(record, scored(of_day("2026-11-01"), 4))
    shown = reports.report_of(record, now.id, catalogue).report
    assert "4 of 10 (on 1 September 2026: 9 of 10)" in shown.text
    record.signed.sign(now)
    record.signed.sign(unsigned)
    signed_text = reports.report_of(record, now.id, catalogue).report.text
    assert "4 of 10 (on 1 September 2026: 9 of 10)" in signed_text
