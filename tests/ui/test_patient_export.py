"""Everything about one patient leaves the record in one file, and the trail says so."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Conclusion, Examination
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import AMENDED, DRAFT, Edition, Handing, VersionKind
from clinic_desktop.exchange.patient_archive import archive
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import patient_export
from clinic_desktop.ui.patient_export import documents, export_patient, write_export
from clinic_desktop.ui.patients_page import PatientsPage
from tests.ui.conftest import PATIENT
from tests.ui.test_patients_page import NOW

STEM = "001-2026-11-18-00000001"


@pytest.fixture
def amended(store: Record, draft: Examination) -> Examination:
    """An examination with two versions, an open amendment and two papers."""
    store.papers.keep(draft, b"%PDF draft", Handing.SAVED, Edition(status=DRAFT))
    store.signed.sign(draft)
    second = store.signed.amend(draft.id, VersionKind.ADDENDUM, "late report")
    second = msgspec.structs.replace(second, conclusion=Conclusion(text="more"))
    store.drafts.save(second)
    store.signed.sign(second)
    edition = Edition(status=AMENDED, versions=store.signed.versions(draft.id))
    for how in Handing:
        store.papers.keep(second, b"%PDF signed", how, edition)
    return store.signed.amend(draft.id, VersionKind.CORRECTION, "again")


def test_every_version_draft_and_paper_is_there_once(
    store: Record, amended: Examination, catalogue: Catalogue
) -> None:
    files = dict(documents(store, PATIENT).files)
    assert list(files) == [
        f"{STEM}-version-1.json",
        f"{STEM}-version-2.json",
        f"{STEM}-versions.json",
        f"{STEM}-draft.json",
        f"{STEM}-paper-1.pdf",
        f"{STEM}-paper-2.pdf",
        f"{STEM}-papers.json",
    ]
    signed = store.signed.documents(amended.id)
    for number, examination in enumerate(signed, start=1):
        data = files[f"{STEM}-version-{number}.json"]
        assert data.count(b"\n") > 3
        assert read_document(data, catalogue.tests) == examination
    assert read_document(files[f"{STEM}-draft.json"], catalogue.tests) == amended
    assert files[f"{STEM}-paper-1.pdf"] == b"%PDF draft"
    assert files[f"{STEM}-paper-2.pdf"] == b"%PDF signed"
    assert [one["reason"] for one in json.loads(files[f"{STEM}-versions.json"])[1:]] == [
        "late report"
    ]
    assert len(json.loads(files[f"{STEM}-papers.json"])) == 1 + len(Handing)


def test_the_files_that_reports_came_in_as_are_there_under_plain_names(
    store: Record, draft: Examination
) -> None:
    keep_named(store, draft, ("Fay Fictional MRI.PDF", b"%PDF mri"), ("report.Fay", b"of Fay"))
    files = dict(documents(store, PATIENT).files)
    assert list(files) == [
        f"{STEM}-draft.json",
        f"{STEM}-original-1.pdf",
        f"{STEM}-original-2.bin",
        f"{STEM}-originals.json",
    ]
    assert files[f"{STEM}-original-1.pdf"] == b"%PDF mri"
    first, second = json.loads(files[f"{STEM}-originals.json"])
    assert (first["name"], second["name"]) == ("Fay Fictional MRI.PDF", "report.Fay")
    assert first["sha256"] == hashlib.sha256(b"%PDF mri").hexdigest()
    assert archive(PATIENT, tuple(files.items()))


def test_a_file_that_no_version_and_no_draft_names_is_not_this_patients(
    store: Record, draft: Examination
) -> None:
    """It was taken in for another person's, and removed: its bytes stay until signing, for undo."""
    store.originals.keep(draft.id, "otto.txt", "text/plain", b"Patient: Otto Other")
    assert [name for name, _ in documents(store, PATIENT).files] == [f"{STEM}-draft.json"]
    keep_named(store, draft, ("fay.txt", b"Patient: Fay Fictional"))
    files = dict(documents(store, PATIENT).files)
    assert files[f"{STEM}-original-1.txt"] == b"Patient: Fay Fictional"
    assert not any(b"otto" in data.lower() for data in files.values())


def test_a_file_that_a_signed_version_alone_names_is_there(
    store: Record, draft: Examination
) -> None:
    store.signed.sign(keep_named(store, draft, ("fay.txt", b"of Fay")))
    amended = store.signed.amend(draft.id, VersionKind.CORRECTION, "another person's")
    store.drafts.save(msgspec.structs.replace(amended, imaging=None))
    assert f"{STEM}-original-1.txt" in dict(documents(store, PATIENT).files)


def test_a_damaged_file_keeps_nothing_else_from_leaving_and_is_told(
    store: Record, draft: Examination, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_named(store, draft, ("bad.pdf", b"%PDF bad"), ("good.pdf", b"%PDF good"))
    whole = store.originals.data

    def data(sha256: str) -> bytes:
        if whole(sha256) == b"%PDF bad":
            raise UserError("The original file is not as it was kept.")
        return whole(sha256)

    monkeypatch.setattr(store.originals, "data", data)
    path = tmp_path / "out.zip"
    assert write_export(store, PATIENT, archive, path) == (
        "Exported to out.zip. The file is not encrypted. "
        "Not in it, because the record does not give them as they were kept: bad.pdf."
    )
    files = dict(documents(store, PATIENT).files)
    assert f"{STEM}-original-1.pdf" not in files
    assert files[f"{STEM}-original-2.pdf"] == b"%PDF good"
    bad, good = json.loads(files[f"{STEM}-originals.json"])
    assert (bad["name"], good["name"]) == ("bad.pdf", "good.pdf")


def test_a_damaged_paper_keeps_nothing_else_from_leaving_and_is_told(
    store: Record, amended: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert amended
    whole = store.papers.pdf

    def pdf(sha256: str) -> bytes:
        if whole(sha256) == b"%PDF draft":
            raise UserError("The paper is not as it was handed out.")
        return whole(sha256)

    monkeypatch.setattr(store.papers, "pdf", pdf)
    found = documents(store, PATIENT)
    assert found.damaged == (f"{STEM}-paper-1.pdf",)
    assert dict(found.files)[f"{STEM}-paper-2.pdf"] == b"%PDF signed"


def keep_named(store: Record, draft: Examination, *files: tuple[str, bytes]) -> Examination:
    """Keep files with an examination whose reports name them."""
    kept = [store.originals.keep(draft.id, name, "text/plain", data) for name, data in files]
    reports = tuple(ImagingReport(original=original) for original in kept)
    saved = msgspec.structs.replace(draft, imaging=reports)
    store.drafts.save(saved)
    return saved


def test_a_draft_can_be_gone_on_with_after_it_was_exported(
    store: Record, draft: Examination
) -> None:
    documents(store, PATIENT)
    store.drafts.save(msgspec.structs.replace(draft, conclusion=Conclusion(text="more")))


def test_an_undated_examination_has_a_name_too(store: Record, draft: Examination) -> None:
    store.drafts.save(msgspec.structs.replace(draft, performed_at=None))
    assert [name for name, _ in documents(store, PATIENT).files] == [
        "001-undated-00000001-draft.json"
    ]


@pytest.mark.usefixtures("amended")
def test_no_name_of_a_file_and_no_entry_of_the_trail_names_the_patient(
    store: Record, tmp_path: Path
) -> None:
    path = tmp_path / "out.zip"
    said = write_export(store, PATIENT, archive, path)
    assert said == "Exported to out.zip. The file is not encrypted."
    with zipfile.ZipFile(path) as opened:
        assert not any("Fic" in name or "Fay" in name for name in opened.namelist())
        assert "patient.json" in opened.namelist()
    entry = store.trail.entries(1)[0]
    assert (entry.action, entry.patient) == (Action.PATIENT_EXPORTED, PATIENT.id)
    assert entry.detail == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_folder_of_the_record_is_refused(store: Record) -> None:
    said = write_export(store, PATIENT, archive, store.folder / "out.zip")
    assert "folder of the record" in said
    assert not (store.folder / "out.zip").exists()
    assert store.trail.entries(1)[0].action is not Action.PATIENT_EXPORTED


def test_a_folder_that_takes_no_file_is_told(store: Record, tmp_path: Path) -> None:
    said = write_export(store, PATIENT, archive, tmp_path / "missing" / "out.zip")
    assert "was not exported to out.zip" in said


def answering(
    monkeypatch: pytest.MonkeyPatch, *, agrees: bool, path: Path | None
) -> Callable[[], list[str]]:
    asked: list[str] = []

    def agree(_: object, question: str) -> bool:
        asked.append(question)
        return agrees

    def where(_: object, __: str, proposed: str, ___: str) -> Path | None:
        asked.append(proposed)
        return path

    monkeypatch.setattr(patient_export, "agrees", agree)
    monkeypatch.setattr(patient_export, "ask_where", where)
    return lambda: asked


def test_it_warns_first_and_proposes_a_name_without_the_patient(
    store: Record,
    catalogue: Catalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    page = PatientsPage(store, catalogue, lambda: NOW, archive=archive)
    qtbot.addWidget(page)
    page.refresh()
    page._export()
    page.patients.setCurrentRow(0)
    asked = answering(monkeypatch, agrees=False, path=None)
    page.export.click()
    assert len(asked()) == 1
    assert "not encrypted" in asked()[0]
    asked = answering(monkeypatch, agrees=True, path=None)
    assert export_patient(store, PATIENT, archive, NOW.date(), page) == ""
    assert asked()[1] == "patient-export-2026-11-18.zip"
    answering(monkeypatch, agrees=True, path=tmp_path / "out.zip")
    page.export.click()
    assert "Exported to out.zip" in page._told.text()


def test_a_failing_record_is_told(
    store: Record,
    catalogue: Catalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def broken(_: object) -> None:
        raise UserError("The record is damaged.")

    page = PatientsPage(store, catalogue, lambda: NOW, archive=archive)
    qtbot.addWidget(page)
    page.refresh()
    page.patients.setCurrentRow(0)
    answering(monkeypatch, agrees=True, path=tmp_path / "out.zip")
    monkeypatch.setattr(store.lists, "of", broken)
    page.export.click()
    assert page._told.text() == "The record is damaged."
    assert not (tmp_path / "out.zip").exists()


def test_without_an_archive_there_is_no_button(
    store: Record, catalogue: Catalogue, qtbot: QtBot
) -> None:
    page = PatientsPage(store, catalogue, lambda: NOW)
    qtbot.addWidget(page)
    assert page.export.isHidden()
