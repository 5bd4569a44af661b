"""A report that leaves the program stays in the record as it was, byte for byte."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Conclusion, Examination
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Handing, Paper
from clinic_desktop.report.encrypted import encrypted
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import handing_out
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.encrypt_dialog import EncryptDialog
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.papers_dialog import PapersDialog, paper_line
from tests.ui.dialogs import answer
from tests.ui.signed_states import sign


@pytest.fixture
def conclusion(page: ExaminationPage) -> ConclusionPage:
    page.go_to("conclusion")
    shown = page.stack.currentWidget()
    assert isinstance(shown, ConclusionPage)
    return shown


@pytest.fixture
def dialog(
    store: Record,
    draft: Examination,
    conclusion: ConclusionPage,
    tmp_path: Path,
    catalogue: Catalogue,
    qtbot: QtBot,
) -> PapersDialog:
    """The papers of an examination of which one was saved."""
    conclusion.desk.save_pdf(tmp_path / "first.pdf")
    shown = PapersDialog(store, catalogue, draft, encrypted)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_a_saved_report_is_kept_as_it_was_written(
    store: Record, draft: Examination, conclusion: ConclusionPage, tmp_path: Path
) -> None:
    conclusion.desk.save_pdf(tmp_path / "report.pdf")
    (paper,) = store.papers.of(draft.id)
    assert (paper.how, paper.status, paper.version) == (Handing.SAVED, "DRAFT", 1)
    assert paper.issued_by == "Tess Therapist"
    assert store.papers.pdf(paper.sha256) == (tmp_path / "report.pdf").read_bytes()


def test_a_printed_report_is_kept_and_a_cancelled_one_is_not(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign(page, store)
    page.go_to("conclusion")
    conclusion: Any = page.stack.currentWidget()
    monkeypatch.setattr(handing_out, "print_pdf", lambda *_: None)
    conclusion.desk.print.click()
    assert store.papers.of(draft.id) == ()
    printed: list[bytes] = []

    def printing(pdf: bytes, _: object) -> Handing:
        printed.append(pdf)
        return Handing.PRINTED

    monkeypatch.setattr(handing_out, "print_pdf", printing)
    conclusion.desk.print.click()
    (paper,) = store.papers.of(draft.id)
    assert (paper.how, paper.status, paper.version) == (Handing.PRINTED, "FINAL", 1)
    assert store.papers.pdf(paper.sha256) == printed[0]


def test_of_a_copy_for_e_mail_the_record_keeps_what_can_be_read_and_its_passphrase_stays_in_view(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    conclusion: ConclusionPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answer(monkeypatch, EncryptDialog, lambda dialog: dialog.do.click())
    copy = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), "PDF"))
    conclusion.desk.encrypted.click()
    (paper,) = store.papers.of(draft.id)
    assert paper.how is Handing.ENCRYPTED
    kept = store.papers.pdf(paper.sha256)
    passphrase = asked[0].passphrase.text()
    assert page.told.text().endswith(f"tell it by telephone, now: {passphrase}")
    with (
        pikepdf.open(copy, password=passphrase) as opened,
        pikepdf.open(io.BytesIO(kept)) as plain,
    ):
        assert not plain.is_encrypted
        assert len(opened.pages) == len(plain.pages)


def test_a_report_that_cannot_be_printed_is_told_and_not_kept(
    page: ExaminationPage,
    store: Record,
    draft: Examination,
    conclusion: ConclusionPage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> bool:
        raise UserError("The printer is off.")

    monkeypatch.setattr(handing_out, "print_pdf", refuse)
    conclusion.desk.print.click()
    assert page.told.text() == "The printer is off."
    assert store.papers.of(draft.id) == ()


def test_keeping_that_fails_is_told_and_the_report_is_handed_out_all_the_same(
    page: ExaminationPage,
    store: Record,
    conclusion: ConclusionPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(store.papers, "keep", full)
    conclusion.desk.save_pdf(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "does not hold a copy of it. The disk is full." in page.told.text()


def test_no_report_leaves_that_lacks_what_is_typed_and_not_saved(
    store: Record,
    draft: Examination,
    page: ExaminationPage,
    conclusion: ConclusionPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise UserError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(store.drafts, "save", full)
        QTest.keyClicks(conclusion.text, "Refer today")
        conclusion.desk.save_pdf(tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()
    assert store.papers.of(draft.id) == ()
    assert "was not handed out" in page.told.text()
    conclusion.desk.save_pdf(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").exists()


def test_a_paper_is_shown_and_saved_again_with_the_bytes_it_had(
    dialog: PapersDialog,
    store: Record,
    draft: Examination,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = (tmp_path / "first.pdf").read_bytes()
    assert dialog.pdf() == first
    dialog.show_button.click()
    assert dialog.preview.page_label.text().startswith("Page 1 of ")
    again = tmp_path / "again.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(again), "PDF"))
    dialog.save.click()
    assert again.read_bytes() == first
    assert dialog.told.text() == "Report saved as again.pdf."
    actions = [entry.action for entry in store.trail.entries(examination=draft.id)]
    assert actions.count(Action.SAVED) == 2
    assert store.verify() == ()


def test_a_paper_is_not_seen_while_another_one_is_chosen(
    store: Record,
    draft: Examination,
    conclusion: ConclusionPage,
    tmp_path: Path,
    catalogue: Catalogue,
    qtbot: QtBot,
) -> None:
    """Whoever prints again prints what is chosen; the preview beside it shows that or nothing."""
    conclusion.desk.save_pdf(tmp_path / "first.pdf")
    conclusion.changed.emit({"conclusion": Conclusion(text="Another conclusion.")})
    conclusion.desk.save_pdf(tmp_path / "second.pdf")
    shown = PapersDialog(store, catalogue, draft, encrypted)
    qtbot.addWidget(shown)
    shown.show_button.click()
    assert shown.preview.page_label.text().startswith("Page 1 of ")
    shown.list.setCurrentRow(1)
    assert shown.preview.page_label.text() == ""


def test_a_paper_that_is_not_saved_again_is_told(
    dialog: PapersDialog, store: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog.save.click()
    assert dialog.told.text() == ""
    nowhere = str(tmp_path / "no such folder" / "a.pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (nowhere, "PDF"))
    dialog.save.click()
    assert "was not saved to a.pdf" in dialog.told.text()

    def full(*_: object, **__: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(store.papers, "keep_again", full)
    somewhere = str(tmp_path / "b.pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (somewhere, "PDF"))
    dialog.save.click()
    assert dialog.told.text() == "Report saved as b.pdf. The disk is full."


def test_a_paper_says_when_by_whom_how_and_what_it_was(
    dialog: PapersDialog, store: Record, draft: Examination, catalogue: Catalogue
) -> None:
    (paper,) = store.papers.of(draft.id)
    line = paper_line(paper, catalogue)
    assert dialog.list.item(0).text() == line
    assert line.endswith(
        f", saved as a file by Tess Therapist: version 1, DRAFT, {paper.sha256[:12]}"
    )
    assert "Fictional" not in line


@pytest.mark.usefixtures("dialog")
def test_a_withdrawn_or_erased_paper_is_marked(
    store: Record,
    draft: Examination,
    catalogue: Catalogue,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (paper,) = store.papers.of(draft.id)
    fields = {name: getattr(paper, name) for name in Paper.__struct_fields__}
    gone = Paper(**{**fields, "is_withdrawn": True, "is_erased": True})
    assert paper_line(gone, catalogue).endswith(", withdrawn, erased after its retention")
    monkeypatch.setattr(store.papers, "of", lambda _: (gone,))
    later = PapersDialog(store, catalogue, draft, encrypted)
    qtbot.addWidget(later)
    assert not later.show_button.isEnabled()
    assert not later.save.isEnabled()


def test_without_papers_that_is_said(
    store: Record, draft: Examination, catalogue: Catalogue, qtbot: QtBot
) -> None:
    dialog = PapersDialog(store, catalogue, draft, encrypted)
    qtbot.addWidget(dialog)
    assert "No paper" in dialog.told.text()
    assert not dialog.show_button.isEnabled()
    dialog.show_button.clicked.emit()
    assert dialog.pdf() is None


def test_papers_the_record_does_not_give_are_told(
    store: Record,
    draft: Examination,
    dialog: PapersDialog,
    catalogue: Catalogue,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: object) -> bytes:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(store.papers, "pdf", lambda _: b"no pdf")
    dialog.show_button.click()
    assert "PDF" in dialog.told.text()
    monkeypatch.setattr(store.papers, "pdf", broken)
    dialog.show_button.click()
    assert dialog.told.text() == "The record is damaged."
    monkeypatch.setattr(store.papers, "of", broken)
    later = PapersDialog(store, catalogue, draft, encrypted)
    qtbot.addWidget(later)
    assert later.told.text() == "The record is damaged."


def test_the_papers_are_reached_from_the_conclusion(
    conclusion: ConclusionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs = answer(monkeypatch, PapersDialog, lambda dialog: dialog.close_button.click())
    conclusion.desk.papers.trigger()
    assert len(dialogs) == 1


def test_a_paper_is_printed_again_and_sent_encrypted_as_it_was(
    dialog: PapersDialog,
    store: Record,
    draft: Examination,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (paper,) = store.papers.of(draft.id)
    printed: list[str] = []

    def printing(pdf: bytes, _: object) -> Handing:
        printed.append(hashlib.sha256(pdf).hexdigest())
        return Handing.PRINTED

    monkeypatch.setattr(handing_out, "print_pdf", printing)
    dialog.print.click()
    assert printed == [paper.sha256]
    asked = answer(monkeypatch, EncryptDialog, lambda dialog: dialog.do.click())
    copy = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), "PDF"))
    dialog.encrypted.click()
    with pikepdf.open(copy, password=asked[0].passphrase.text()) as opened:
        assert len(opened.pages) > 1
    kept = store.papers.of(draft.id)
    assert [one.how for one in kept] == [Handing.ENCRYPTED, Handing.PRINTED, Handing.SAVED]
    assert {one.sha256 for one in kept} == {paper.sha256}
    assert dialog.list.count() == 3
    assert dialog.paper() == kept[0]
    assert store.verify() == ()


def test_tab_goes_through_the_recipient_as_it_stands(
    page: ExaminationPage, conclusion: ConclusionPage
) -> None:
    """The button that keeps what is typed comes after the last field."""
    page.go_to("conclusion")
    form = conclusion.letter_to
    form.fields["name"].setFocus()
    QTest.keyClicks(form.fields["name"], "Dr New")
    order = (
        *(form.fields["practice"], form.address, form.fields["phone"], form.fields["email"]),
        *(form.fields["reference"], form.keep),
    )
    for widget in order:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert page.focusWidget() is widget


def test_what_was_done_does_not_look_refused(
    page: ExaminationPage, conclusion: ConclusionPage, tmp_path: Path
) -> None:
    """The alarm's colour and sound are for what was not done."""
    refused: list[None] = []
    page.refused.connect(lambda: refused.append(None))
    conclusion.desk.save_pdf(tmp_path / "report.pdf")
    assert (page.told.text(), page.told.property("role")) == ("Report saved as report.pdf.", "")
    assert refused == []
    conclusion.desk.save_pdf(tmp_path / "gone" / "report.pdf")
    assert page.told.property("role") == "alert"
    assert refused == [None]
