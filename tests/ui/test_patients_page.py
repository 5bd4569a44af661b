"""Finding a patient, adding one, beginning a visit, and what waits to be signed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Patient, Therapist, new_examination
from clinic_desktop.domain.practice import Role, Settings
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import patients_page
from clinic_desktop.ui.patient_dialog import PatientDialog
from clinic_desktop.ui.patient_words import initials
from clinic_desktop.ui.patients_page import PatientsPage
from clinic_desktop.ui.similar_dialog import Decision, SimilarDialog
from clinic_desktop.ui.withdraw_dialog import WithdrawDialog
from tests.ui.conftest import CHEAP, PASSPHRASE, PATIENT, PRACTICE

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
EVENING = datetime(2026, 11, 18, 18, 0, tzinfo=timezone(timedelta(hours=1)))
TWIN = Patient(id=uuid4(), family_name="Fiktional", given_name="Fay", birth_date=PATIENT.birth_date)


@pytest.fixture
def patients(qtbot: QtBot, store: Record, catalogue: Catalogue) -> PatientsPage:
    page = PatientsPage(store, catalogue, lambda: NOW)
    qtbot.addWidget(page)
    page.refresh()
    return page


class Clock:
    """A time that a test sets."""

    now = EVENING

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def evening(tmp_path: Path, catalogue: Catalogue, clock: Clock) -> Iterator[Record]:
    """A record whose clock a test sets."""
    record = ways_in.create(
        tmp_path / "evening",
        PASSPHRASE,
        tests=catalogue.tests,
        practice=PRACTICE,
        cost=CHEAP,
        now=clock,
    )
    record.patients.save(PATIENT)
    yield record
    record.close()


@pytest.fixture
def late(qtbot: QtBot, evening: Record, catalogue: Catalogue) -> PatientsPage:
    page = PatientsPage(evening, catalogue, lambda: EVENING)
    qtbot.addWidget(page)
    return page


def begin(record: Record, performed_at: str | None, patient: Patient = PATIENT) -> Examination:
    examination = (
        new_examination(
            uuid4(), patient, "lumbar_core", performed_at or "", None, record.account.therapist
        )
        if performed_at
        else msgspec.structs.replace(
            new_examination(uuid4(), patient, "lumbar_core", EVENING.isoformat(), None, None),
            performed_at=None,
        )
    )
    record.drafts.save(examination)
    return examination


def texts(listing: Any) -> list[str]:
    return [listing.item(row).text() for row in range(listing.count())]


def answering(monkeypatch: pytest.MonkeyPatch, act: Callable[[PatientDialog], None]) -> None:
    def answer(self: PatientDialog) -> int:
        act(self)
        return self.result()

    monkeypatch.setattr(PatientDialog, "exec", answer)


def test_the_search_finds_by_part_of_a_name(patients: PatientsPage) -> None:
    patients.search.setText("fict")
    assert patients.patients.count() == 1
    patients.search.setText("nobody")
    assert patients.patients.count() == 0
    assert "No patient is found" in patients._told.text()
    patients.search.clear()
    assert patients.patients.count() == 1


def test_an_empty_record_says_what_to_do(
    qtbot: QtBot, catalogue: Catalogue, tmp_path: Path
) -> None:
    with ways_in.create(tmp_path / "new", PASSPHRASE, tests=catalogue.tests, cost=CHEAP) as record:
        page = PatientsPage(record, catalogue, lambda: NOW)
        qtbot.addWidget(page)
        page.refresh()
        assert "Add the first one" in page._told.text()
        assert not page.begin.isEnabled()
        page._choose_first()
        assert page.patient() is None


def test_a_long_list_says_that_it_is_cut(patients: PatientsPage, store: Record) -> None:
    for number in range(patients_page._SHOWN):
        store.patients.save(Patient(id=uuid4(), family_name=f"Fic{number}"))
    patients.search.setText("fic")
    assert patients.patients.count() == patients_page._SHOWN
    assert "first 50 are shown" in patients._told.text()


def test_enter_in_the_search_chooses_the_first(patients: PatientsPage) -> None:
    patients.search.setText("fict")
    patients.search.returnPressed.emit()
    assert patients.patient() == PATIENT
    assert patients.begin.isEnabled()


def test_the_patient_chosen_stays_chosen_while_they_are_found(patients: PatientsPage) -> None:
    patients.patients.setCurrentRow(0)
    patients.search.setText("fay")
    assert patients.patient() == PATIENT
    patients.search.setText("nobody")
    assert patients.patient() is None


def test_a_patient_added_is_chosen(patients: PatientsPage) -> None:
    QTest.keyClick(patients.patients, Qt.Key.Key_Return)  # nobody is chosen: nothing happens
    patients.add(TWIN)
    assert patients.patient() == TWIN
    assert set(patients.patients.ids()) == {TWIN.id, PATIENT.id}


def test_a_visit_begins_with_the_clinic_the_therapist_and_the_time(
    patients: PatientsPage, store: Record, qtbot: QtBot
) -> None:
    patients.begin_visit()
    patients.patients.setCurrentRow(0)
    with qtbot.waitSignal(patients.opened) as opened:
        patients.begin.click()
    examination = store.examination(opened.args[0])
    assert examination.performed_at == NOW.isoformat()
    assert examination.protocol == "lumbar_core"
    assert examination.clinic is not None
    assert examination.clinic.name == "Test Clinic"
    assert examination.responses is None


def test_drafts_and_visits_are_listed_and_open(
    patients: PatientsPage, draft: Examination, qtbot: QtBot
) -> None:
    patients.refresh()
    patients.patients.setCurrentRow(0)
    for listing in (patients.work.drafts, patients.visits):
        assert listing.count() == 1
        listing.setCurrentRow(0)
        with qtbot.waitSignal(patients.opened) as opened:
            QTest.keyClick(listing, Qt.Key.Key_Return)
        assert opened.args == [draft.id]


@pytest.mark.usefixtures("draft")
def test_a_failing_record_is_told(
    patients: PatientsPage, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UserError("The record is damaged.")

    acts: tuple[tuple[object, str, Callable[[], object]], ...] = (
        (store.patients, "find", patients.refresh),
        (store.lists, "unsigned", patients.refresh),
        (store.lists, "unsigned", lambda: patients.remind(EVENING)),
        (store, "settings", lambda: patients.remind(EVENING)),
        (store.lists, "of", patients._show_visits),
        (store.patients, "save", lambda: patients.add(PATIENT)),
        (store.drafts, "save", patients.begin_visit),
    )
    for part, name, act in acts:
        patients.refresh()
        patients.patients.setCurrentRow(0)
        assert patients._told.text() == ""
        with monkeypatch.context() as patch:
            patch.setattr(part, name, broken)
            act()
        assert patients._told.text() == "The record is damaged."
    monkeypatch.setattr(store.lists, "unsigned", broken)
    assert patients.unsigned_today(NOW) == 0


def test_the_states_of_the_examinations_are_said_in_words(
    late: PatientsPage, evening: Record
) -> None:
    draft = begin(evening, "2026-11-18T09:00:00+01:00")
    signed = begin(evening, "2026-11-17T09:00:00+01:00")
    amended = begin(evening, "2026-11-16T09:00:00+01:00")
    opened = begin(evening, "2026-11-15T09:00:00+01:00")
    undated = begin(evening, None)
    for examination in (signed, amended, opened):
        evening.signed.sign(examination)
    evening.signed.sign(evening.signed.amend(amended.id, VersionKind.CORRECTION, "side"))
    evening.signed.amend(opened.id, VersionKind.ADDENDUM, "late report")
    late.refresh()
    late.patients.setCurrentRow(0)
    assert late.visits.ids() == (draft.id, signed.id, amended.id, opened.id, undated.id)
    assert texts(late.visits) == [
        "18 November 2026\nDraft",
        "17 November 2026\nSigned",
        "16 November 2026\nAmended",
        "15 November 2026\nSigned, an amendment is open",
        "undated\nDraft",
    ]


def test_drafts_say_how_old_they_are_and_what_they_amend(
    late: PatientsPage, evening: Record, clock: Clock
) -> None:
    clock.now = EVENING - timedelta(days=1)
    signed = begin(evening, "2026-10-05T09:00:00+02:00")
    evening.signed.sign(signed)
    evening.signed.amend(signed.id, VersionKind.LATE_ENTRY, "late report")
    clock.now = EVENING
    begin(evening, "2026-11-18T09:00:00+01:00")
    begin(evening, "2026-11-16T09:00:00+01:00")
    late.refresh()
    assert sorted(texts(late.work.drafts)) == [
        "Fictional, Fay\n16 November 2026, performed 2 days ago\nlast answer 18:00",
        "Fictional, Fay\n18 November 2026\nlast answer 18:00",
        (
            "Fictional, Fay\nAmendment of 5 October 2026: late entry, begun yesterday\n"
            "last answer 17 November 2026, 18:00"
        ),
    ]


@pytest.mark.parametrize(
    ("performed", "sentence"),
    [
        ((), ""),
        (("2026-11-18T09:00:00+01:00",), "1 examination of today is not signed."),
        (
            ("2026-11-18T09:00:00+01:00", "2026-11-18T10:00:00+01:00", "2026-11-17T09:00:00+01:00"),
            "2 examinations of today are not signed, 1 from earlier days.",
        ),
        (("2026-11-17T09:00:00+01:00",), "1 examination from earlier days is not signed."),
        (
            ("2026-11-17T09:00:00+01:00", "2026-11-16T09:00:00+01:00"),
            "2 examinations from earlier days are not signed.",
        ),
        # The day is the one here: 23:30 in UTC is half past midnight.
        (("2026-11-17T23:30:00+00:00",), "1 examination of today is not signed."),
        # An undated one is of the day it was saved.
        ((None,), "1 examination of today is not signed."),
    ],
)
def test_the_end_of_the_day_reminds_of_what_is_not_signed(
    late: PatientsPage, evening: Record, performed: tuple[str | None, ...], sentence: str
) -> None:
    for at in performed:
        begin(evening, at)
    late.refresh()
    assert late.reminder.text() == sentence
    assert late.reminder.isHidden() == (not sentence)
    assert late.unsigned_today(EVENING) == (int(sentence[0]) if "today" in sentence else 0)


def test_before_the_day_ends_nothing_reminds(late: PatientsPage, evening: Record) -> None:
    begin(evening, EVENING.isoformat())
    evening.set_settings(Settings(day_ends="18:01"))
    late.refresh()
    assert late.reminder.isHidden()
    late.remind(EVENING + timedelta(minutes=1))
    assert not late.reminder.isHidden()
    late.remind(EVENING)
    assert late.reminder.isHidden()


def test_an_amendment_counts_on_the_day_it_was_begun(late: PatientsPage, evening: Record) -> None:
    signed = begin(evening, "2026-10-05T09:00:00+02:00")
    evening.signed.sign(signed)
    assert late.unsigned_today(EVENING) == 0
    evening.signed.amend(signed.id, VersionKind.LATE_ENTRY, "late report")
    assert late.unsigned_today(EVENING) == 1


def test_what_waits_for_a_counter_signature_is_listed_only_when_something_does(
    evening: Record, catalogue: Catalogue, qtbot: QtBot, clock: Clock
) -> None:
    student = evening.people.add(Therapist(name="Stu Dent"), Role.STUDENT, "a student's own")
    folder = evening.folder
    evening.close()
    record = ways_in.unlock(
        folder, "a student's own", tests=catalogue.tests, account=student.id, cost=CHEAP, now=clock
    )
    page = PatientsPage(record, catalogue, lambda: EVENING)
    qtbot.addWidget(page)
    page.refresh()
    assert page.work.awaiting.isHidden()
    assert page.retention.isHidden()
    examination = begin(record, EVENING.isoformat())
    record.signed.sign(examination)
    page.refresh()
    page.patients.setCurrentRow(0)
    assert not page.work.awaiting.isHidden()
    assert page.work.awaiting.ids() == (examination.id,)
    assert texts(page.work.awaiting) == ["Fictional, Fay\n18 November 2026"]
    assert texts(page.visits) == ["18 November 2026\nSigned, waits for counter-signature"]
    with qtbot.waitSignal(page.opened):
        page.work.awaiting.itemActivated.emit(page.work.awaiting.item(0))
    record.close()


def test_a_new_patient_is_asked_for_and_chosen(
    patients: PatientsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(form: PatientDialog) -> None:
        form.family.enter("Neu")
        form.born.enter("1/2/1990")
        form.sex.choose("other")
        form.number.enter("7")
        form.accept()

    answering(monkeypatch, fill)
    patients.search.setText("fict")
    patients.new.click()
    chosen = patients.patient()
    assert chosen is not None
    assert (chosen.family_name, chosen.birth_date) == ("Neu", date(1990, 2, 1))
    assert chosen.identifiers is not None
    assert patients.search.text() == ""
    monkeypatch.setattr(PatientDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    patients.new.click()
    assert patients.patient() == chosen


def similar_form(form: PatientDialog) -> None:
    form.family.enter("Fiktional")
    form.given.enter("Fay")
    form.born.enter("29/2/1980")
    form.accept()


def test_somebody_similar_is_used_only_when_a_person_says_so(
    patients: PatientsPage, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def use(self: SimilarDialog) -> int:
        asked.append(self.people.ids())
        self.people.setCurrentRow(0)
        self.use.click()
        return self.result()

    for number in range(patients_page._SHOWN):
        store.patients.save(Patient(id=uuid4(), family_name=f"Later{number}"))
    monkeypatch.setattr(SimilarDialog, "exec", use)
    answering(monkeypatch, similar_form)
    patients.new.click()
    assert asked == [(PATIENT.id,)]
    assert patients.patient() == PATIENT
    assert store.patients.find("fiktional") == ()


def test_somebody_similar_can_be_added_all_the_same(
    patients: PatientsPage, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(self: SimilarDialog) -> int:
        self.add.click()
        return self.result()

    monkeypatch.setattr(SimilarDialog, "exec", add)
    answering(monkeypatch, similar_form)
    patients.new.click()
    assert len(store.patients.find("fay")) == 2


def test_cancelling_over_somebody_similar_goes_back_to_the_form_as_typed(
    patients: PatientsPage, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(form: PatientDialog) -> None:
        similar_form(form)
        assert form.result() != QDialog.DialogCode.Accepted
        assert (form.family.text(), form.given.text()) == ("Fiktional", "Fay")
        assert form.born.text() == "29 February 1980"

    monkeypatch.setattr(patients_page, "ask_similar", lambda *_: Decision.BACK)
    answering(monkeypatch, fill)
    patients.new.click()
    assert store.patients.find() == (PATIENT,)


def test_details_are_corrected_and_the_drafts_follow(
    patients: PatientsPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(form: PatientDialog) -> None:
        assert form.family.text() == "Fictional"
        form.family.enter("Corrected")
        form.accept()

    patients._correct()
    patients.search.setText("fict")
    patients.patients.setCurrentRow(0)
    answering(monkeypatch, fill)
    patients.details.click()
    chosen = patients.patient()
    assert chosen is not None
    assert chosen.family_name == "Corrected"
    assert store.drafts.examination(draft.id).patient == chosen
    assert texts(patients.work.drafts)[0].startswith("Corrected, Fay")
    monkeypatch.setattr(PatientDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    patients.details.click()
    assert store.patients.get(PATIENT.id) == chosen


def test_what_is_signed_keeps_its_details(
    patients: PatientsPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(form: PatientDialog) -> None:
        form.family.enter("Corrected")
        form.accept()

    store.signed.sign(draft)
    patients.refresh()
    patients.patients.setCurrentRow(0)
    answering(monkeypatch, fill)
    patients.details.click()
    assert store.examination(draft.id).patient == PATIENT


def test_merging_shows_the_one_that_stays(
    patients: PatientsPage, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def merge(*_: object) -> Patient:
        store.patients.merge(PATIENT.id, TWIN.id)
        return TWIN

    store.patients.save(TWIN)
    patients.refresh()
    patients._merge()
    patients.patients.setCurrentRow(patients.patients.ids().index(PATIENT.id))
    monkeypatch.setattr(patients_page, "merge_patient", merge)
    patients.merge.click()
    assert patients.patient() == TWIN
    assert patients.patients.ids() == (TWIN.id,)
    assert patients._told.text() == "The two are one patient now."


def test_an_owner_sees_the_retention(
    patients: PatientsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    monkeypatch.setattr(patients_page, "show_retention", lambda *given: shown.append(given[2]))
    assert not patients.retention.isHidden()
    patients.retention.click()
    assert shown == [NOW.date()]


def test_a_draft_is_withdrawn_with_a_reason(
    patients: PatientsPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdraw(self: WithdrawDialog) -> int:
        self.accept()
        assert "reason" in self.told.text()
        assert self.result() != QDialog.DialogCode.Accepted
        self.reason.setText("wrong patient")
        self.accept()
        return self.result()

    patients.refresh()
    patients.work._withdraw()
    assert not patients.work.withdraw.isEnabled()
    patients.work.drafts.setCurrentRow(0)
    assert patients.work.withdraw.isEnabled()
    monkeypatch.setattr(WithdrawDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    QTest.keyClick(patients.work.drafts, Qt.Key.Key_Delete)
    assert patients.work.drafts.ids() == (draft.id,)
    monkeypatch.setattr(WithdrawDialog, "exec", withdraw)
    QTest.keyClick(patients.work.drafts, Qt.Key.Key_Delete)
    assert patients.work.drafts.count() == 0
    assert store.lists.unsigned() == ()
    assert patients._told.text() == "Withdrawn."
    assert not patients.work.withdraw.isEnabled()


def test_withdrawing_an_amendment_says_that_what_was_signed_stands(qtbot: QtBot) -> None:
    dialog = WithdrawDialog("Fictional, Fay", lambda _: None, amends=True)
    qtbot.addWidget(dialog)
    assert "amendment" in dialog.windowTitle()


def shown_texts(page: PatientsPage) -> str:
    listings = (page.patients, page.visits, page.work.drafts, page.work.awaiting)
    items = [listing.item(row) for listing in listings for row in range(listing.count())]
    said = [
        part
        for item in items
        for part in (item.text(), item.toolTip(), item.data(Qt.ItemDataRole.AccessibleTextRole))
    ]
    labels = (page._chosen, page._chosen_line)
    return "\n".join([*said, *(label.toolTip() + label.text() for label in labels)])


@pytest.mark.usefixtures("draft")
def test_f9_hides_every_name_until_it_is_pressed_again(
    patients: PatientsPage, qtbot: QtBot
) -> None:
    patients.show()
    qtbot.waitUntil(patients.isActiveWindow)
    patients.start()
    patients.refresh()
    patients.search.setText("fict")
    patients.patients.setCurrentRow(0)
    assert "Fictional" in shown_texts(patients)
    QTest.keyClick(patients, Qt.Key.Key_F9)
    assert patients.search.echoMode() is QLineEdit.EchoMode.PasswordEchoOnEdit
    said = shown_texts(patients)
    assert "F. F." in said
    for word in ("Fictional", "Fay", "1980"):
        assert word not in said
    assert patients.patient() == PATIENT
    QTest.keyClick(patients, Qt.Key.Key_F9)
    assert "Fictional" in shown_texts(patients)
    assert patients.search.text() == "fict"
    patients.close()


def test_somebody_without_a_name_has_no_initials() -> None:
    assert initials(Patient(id=uuid4(), given_name=" ")) == "\u2013"


@pytest.mark.usefixtures("draft")
def test_tab_goes_through_everything_and_f2_opens_the_details(
    patients: PatientsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    patients.refresh()
    patients.show()
    qtbot.waitUntil(patients.isActiveWindow)
    patients.start()
    patients.patients.setCurrentRow(0)
    patients.work.drafts.setCurrentRow(0)
    patients.start()
    seen = []
    for _ in range(12):
        focus = patients.focusWidget()
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    order = [
        *(patients.search, patients.new, patients.patients, patients.begin, patients.protocol),
        *(
            patients.visits,
            patients.details,
            patients.merge,
            patients.work.drafts,
            patients.work.withdraw,
        ),
        *(patients.hide_names, patients.retention),
    ]
    assert seen == order
    opened: list[UUID] = []
    answering(monkeypatch, lambda form: opened.append(form._known.id))
    QTest.keyClick(patients.search, Qt.Key.Key_F2)
    assert opened == [PATIENT.id]
    QTest.keyClick(patients.patients, Qt.Key.Key_Return)
    assert patients.begin.hasFocus()
    patients.close()


def test_nothing_asks_for_more_room_than_the_smallest_laptop_has(
    patients: PatientsPage, store: Record
) -> None:
    store.patients.save(Patient(id=uuid4(), family_name="W" * 300, given_name="M" * 300))
    patients.refresh()
    patients.patients.setCurrentRow(0)
    size = patients.minimumSizeHint()
    # At 150 % of 1366 x 768 there are 910 x 512 points, menu and title bar among them.
    assert size.width() <= 910
    assert size.height() <= 430
