"""The report leaves on the way the person chose, and not before what speaks against it is asked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QAction, QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Conclusion
from clinic_desktop.domain.versions import Handing
from clinic_desktop.report.document import Report
from clinic_desktop.ui import handing_out
from clinic_desktop.ui.encrypt_dialog import EncryptDialog
from clinic_desktop.ui.lock import clear_clipboard
from clinic_desktop.ui.missing_signs import MissingSigns
from clinic_desktop.ui.report_desk import ReportDesk
from clinic_desktop.ui.signature_dialog import SignatureDialog
from tests.ui.conftest import untouched
from tests.ui.dialogs import answer
from tests.ui.sample_pdf import A4, sample_pdf

PDF = sample_pdf([A4])
PLAIN = Report(pdf=PDF, missing=(), plain=False, text="What the report says")
ODD = Report(
    pdf=PDF,
    missing=("\u4e2d", "\u6751", "\u0416"),
    plain=False,
    text="To\nDear Dr \u4e2d\u6751, thank you for sending this patient, who was examined today",
)


def encrypt(pdf: bytes, passphrase: str) -> bytes:
    return passphrase.encode() + pdf


def sign_by(pdf: bytes, key_file: bytes, passphrase: str) -> bytes:
    if passphrase != "right":
        raise UserError("It does not open.")
    return key_file + pdf


class Told:
    """What a desk said, in order."""

    def __init__(self, desk: ReportDesk) -> None:
        self.sentences: list[str] = []
        self.handed: list[tuple[bytes, Handing]] = []
        desk.told.connect(self.sentences.append)
        desk.done.connect(self.sentences.append)
        desk.handed.connect(lambda pdf, how: self.handed.append((pdf, how)))


@pytest.fixture
def reports() -> list[Report]:
    """The report that is made next; a test may put another one in its place."""
    return [PLAIN]


@pytest.fixture
def desk(qtbot: QtBot, reports: list[Report]) -> ReportDesk:
    made = ReportDesk(lambda _: reports[0], encrypt, sign_by)
    qtbot.addWidget(made)
    made.show_examination(untouched())
    made.show()
    return made


@pytest.fixture
def told(desk: ReportDesk) -> Told:
    return Told(desk)


@pytest.fixture
def proposed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Let every file be saved under the name that is proposed for it; the names."""
    names: list[str] = []

    def choose(_: object, __: str, name: str, ___: str) -> tuple[str, str]:
        names.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return names


def press(way: QPushButton | QAction) -> None:
    if isinstance(way, QAction):
        way.trigger()
    else:
        way.click()


def test_a_copy_for_e_mail_is_saved_encrypted_and_kept_as_it_can_be_read(
    desk: ReportDesk,
    told: Told,
    proposed: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialogs = answer(monkeypatch, EncryptDialog, lambda dialog: dialog.do.click())
    desk.encrypted.click()
    passphrase = dialogs[0].passphrase.text()
    (name,) = proposed
    assert name == "examination-report-2026-11-18-encrypted.pdf"
    assert (tmp_path / name).read_bytes() == passphrase.encode() + PDF
    assert told.handed == [(PDF, Handing.ENCRYPTED)]
    (sentence,) = told.sentences
    assert sentence.startswith(f"Encrypted copy saved as {name}. Note its passphrase")
    assert sentence.endswith(f"now: {passphrase}")


def test_a_passphrase_of_ones_own_is_not_shown_again(
    desk: ReportDesk,
    told: Told,
    proposed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def own(dialog: EncryptDialog) -> None:
        for field in (dialog.passphrase, dialog.again):
            field.setText("violet harbour kettle 7")
        dialog.do.click()

    answer(monkeypatch, EncryptDialog, own)
    desk.encrypted.click()
    (name,) = proposed
    assert told.sentences == [f"Encrypted copy saved as {name}. Tell its passphrase by telephone."]


def test_a_digital_signature_is_kept_with_the_report_it_is_in(
    desk: ReportDesk,
    told: Told,
    proposed: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = tmp_path / "mine.p12"
    key.write_bytes(b"key")
    said: list[str] = []

    def act(dialog: SignatureDialog) -> None:
        for file, passphrase in ((tmp_path / "none.p12", ""), (key, "wrong"), (key, "right")):
            dialog.file.setText(str(file))
            dialog.passphrase.setText(passphrase)
            dialog.do.click()
            said.append(dialog.told.text())

    answer(monkeypatch, SignatureDialog, act)
    desk.signed.trigger()
    assert said == [
        "The key file cannot be read (No such file or directory). Choose another one.",
        "It does not open.",
        "",
    ]
    (name,) = proposed
    assert name == "examination-report-2026-11-18-signed.pdf"
    assert (tmp_path / name).read_bytes() == b"key" + PDF
    assert told.handed == [(b"key" + PDF, Handing.DIGITALLY_SIGNED)]


def test_the_key_file_is_chosen_among_key_files(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = SignatureDialog(lambda *_: b"")
    qtbot.addWidget(dialog)
    dialog.show()
    kinds: list[str] = []
    answers = iter([[], ["/keys/mine.pfx"]])

    def choose(*asked: str) -> tuple[list[str], str]:
        kinds.append(asked[-1])
        return next(answers), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    dialog.choose.click()
    assert dialog.file.text() == ""
    dialog.choose.click()
    assert dialog.file.text() == str(Path("/keys/mine.pfx"))
    assert "*.p12" in kinds[0]


def test_without_what_signs_no_digital_signature_is_offered(qtbot: QtBot) -> None:
    made = ReportDesk(lambda _: PLAIN, encrypt)
    qtbot.addWidget(made)
    assert not made.signed.isVisible()


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[QClipboard]:
    # The clipboard of a window without a screen does not know whose it is.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    yield QApplication.clipboard()
    clear_clipboard()


def test_the_words_are_copied_so_that_no_history_keeps_them(
    desk: ReportDesk, told: Told, clipboard: QClipboard
) -> None:
    desk.copy.click()
    held = clipboard.mimeData()
    assert held.text() == "What the report says"
    assert held.data("x-kde-passwordManagerHint") == b"secret"
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        assert held.hasFormat(f'application/x-qt-windows-mime;value="{name}"')
    assert told.handed == [(PDF, Handing.COPIED)]
    assert told.sentences == ["The report's words are in the clipboard until you lock or close."]
    clear_clipboard()
    assert clipboard.text() == ""


@pytest.mark.parametrize("way", ["save", "encrypted", "signed"])
def test_nothing_is_written_when_the_record_was_locked_meanwhile(
    desk: ReportDesk, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The system's own dialog may outlive locking."""

    def choose(*_: object) -> tuple[str, str]:
        desk.hide()
        return str(tmp_path / "report.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    monkeypatch.setattr(SignatureDialog, "act", lambda _: None)
    for kind in (EncryptDialog, SignatureDialog):
        answer(monkeypatch, kind, lambda dialog: dialog.do.click())
    press(getattr(desk, way))
    assert list(tmp_path.iterdir()) == []
    assert told.handed == []


WAYS: dict[str, Callable[[ReportDesk], QPushButton | QAction]] = {
    "print": lambda desk: desk.print,
    "save": lambda desk: desk.save,
    "e-mail": lambda desk: desk.encrypted,
    "signature": lambda desk: desk.signed,
    "copy": lambda desk: desk.copy,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_missing_signs_are_asked_about_before_the_report_leaves(
    desk: ReportDesk,
    told: Told,
    reports: list[Report],
    way: Callable[[ReportDesk], QPushButton | QAction],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports[:] = [ODD]
    questions = answer(monkeypatch, MissingSigns, lambda question: question.back.click())
    press(way(desk))
    assert len(questions) == 1
    assert told.handed == []
    assert told.sentences == []


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_leaves_when_the_person_cancels(
    desk: ReportDesk,
    told: Told,
    way: Callable[[ReportDesk], QPushButton | QAction],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handing_out, "print_pdf", lambda *_: None)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    for kind in (EncryptDialog, SignatureDialog):
        answer(monkeypatch, kind, lambda dialog: dialog.cancel.click())
    press(way(desk))
    assert [how for _, how in told.handed] in ([], [Handing.COPIED])


def test_a_report_that_was_printed_to_a_file_was_saved(
    desk: ReportDesk, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_out, "print_pdf", lambda *_: Handing.SAVED)
    desk.print.click()
    assert told.handed == [(PDF, Handing.SAVED)]
    assert told.sentences == ["Report saved where you chose."]


def test_the_question_names_the_signs_with_the_words_around_them(qtbot: QtBot) -> None:
    question = MissingSigns(ODD)
    qtbot.addWidget(question)
    assert question.informativeText().splitlines() == [
        "\u4e2d (U+4E2D), \u6751 (U+6751): \u201cDear Dr \u4e2d\u6751, thank you for\u2026\u201d",
        "\u0416 (U+0416)",
        "",
        "Go back to write them in other letters.",
    ]


def test_of_many_places_the_first_are_named(qtbot: QtBot) -> None:
    signs = tuple(chr(0x4E00 + number) for number in range(9))
    long = "many words " * 4
    text = "\n".join(f"{long}{sign} {long}" for sign in signs)
    question = MissingSigns(Report(pdf=PDF, missing=signs, plain=False, text=text))
    qtbot.addWidget(question)
    lines = question.informativeText().splitlines()
    words = "many words many words"
    assert lines[0] == f"\u4e00 (U+4E00): \u201c\u2026{words} \u4e00 {words}\u2026\u201d"
    assert lines[6] == "and more, in further places"


@pytest.mark.parametrize(
    ("key", "leaves"),
    [(Qt.Key.Key_H, True), (Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False)],
)
def test_going_back_is_the_answer_given_without_thinking(
    qtbot: QtBot, key: Qt.Key, leaves: bool
) -> None:
    question = MissingSigns(ODD)
    qtbot.addWidget(question)
    with qtbot.waitActive(question):
        question.show()
    QTest.keyClick(question, key)
    qtbot.waitUntil(lambda: not question.isVisible())
    assert (question.clickedButton() is question.go_on) is leaves


def test_what_is_odd_about_the_report_stands_above_it(
    desk: ReportDesk, reports: list[Report]
) -> None:
    said = []
    for report in (PLAIN, ODD, Report(pdf=PDF, missing=(), plain=True, text="")):
        reports[:] = [report]
        desk.make()
        said.append(desk._about.text())
    assert said[0] == ""
    assert "no sign for: \u4e2d  \u6751" in said[1]
    assert "one plain column. Nothing is left out." in said[2]


def test_a_place_to_be_filled_in_is_told_above_the_preview_of_a_draft(desk: ReportDesk) -> None:
    conclusion = Conclusion(text="Seen today.", plan=("Walks.", "With [\u2026]."))
    desk.show_examination(msgspec.structs.replace(untouched(), conclusion=conclusion))
    desk.make()
    assert desk._about.text() == "[\u2026] is not filled in: \u201cWith [\u2026].\u201d"
    desk.show_examination(untouched())
    desk.make()
    assert desk._about.isHidden()


def test_a_report_that_takes_long_waits_for_a_longer_pause_in_typing(
    desk: ReportDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.make()
    assert desk._pause.interval() == 250
    monkeypatch.setattr(QElapsedTimer, "elapsed", lambda _: 900)
    desk.make()
    assert desk._pause.interval() == 2700


def test_no_report_is_made_of_nothing(qtbot: QtBot) -> None:
    def make(_: UUID) -> Report:
        raise AssertionError

    desk = ReportDesk(make, encrypt, sign_by)
    qtbot.addWidget(desk)
    told = Told(desk)
    for way in WAYS.values():
        press(way(desk))
    assert (told.handed, told.sentences, desk.pdf) == ([], [], b"")


def test_another_passphrase_is_typed_twice_and_cannot_be_guessed(qtbot: QtBot) -> None:
    dialog = EncryptDialog(str.encode)
    qtbot.addWidget(dialog)
    assert not dialog.again.isEnabled()
    said = []
    for first, again in (
        ("too short", "too short"),
        ("1111 1111 1111", "1111 1111 1111"),
        ("198002291980", "198002291980"),
        ("my own long one", "my own lang one"),
        ("my own long one", "my own long one"),
    ):
        dialog.passphrase.setText(first)
        assert dialog.again.isEnabled()
        assert dialog.passphrase.echoMode() is dialog.again.echoMode()
        dialog.again.setText(again)
        dialog.do.click()
        said.append(dialog.told.text())
    assert all("at least 12 characters" in sentence for sentence in said[:3])
    assert said[3:] == ["The two passphrases differ. Type the second one again.", ""]
    assert dialog.made == b"my own long one"


def test_a_passphrase_is_proposed_anew_each_time_and_can_be_copied(
    qtbot: QtBot, clipboard: QClipboard
) -> None:
    dialog = EncryptDialog(str.encode)
    qtbot.addWidget(dialog)
    first = dialog.passphrase.text()
    assert [len(group) for group in first.split("-")] == [4] * 4
    dialog.passphrase.setText("mine")
    assert not dialog.to_clipboard.isEnabled()
    dialog.another.click()
    assert dialog.passphrase.text() not in (first, "mine")
    assert dialog.passphrase.echoMode() is dialog.passphrase.EchoMode.Normal
    dialog.to_clipboard.click()
    assert clipboard.text() == dialog.passphrase.text()
