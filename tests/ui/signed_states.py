"""Examinations signed, amended and signed by a student, in a record under test."""

from typing import Any
from uuid import uuid4

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, Therapist
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from tests.ui.keys import press

STUDENTS_PASSPHRASE = "a student's own words"


def sign(page: ExaminationPage, store: Record) -> None:
    """Sign what the page shows, and show it again."""
    assert page.leave()
    assert page.examination is not None
    store.signed.sign(page.examination)
    page.acts.renewed.emit()


def amend(page: ExaminationPage, store: Record, reason: str = "typed on the wrong side") -> None:
    """Begin a correction of what the page shows, and show it."""
    assert page.examination is not None
    store.signed.amend(page.examination.id, VersionKind.CORRECTION, reason)
    page.acts.renewed.emit()


def press_left(page: ExaminationPage, key: str) -> None:
    """Press an answer key for the left side of the SLR."""
    page.go_to("test:slr")
    step: Any = page.stack.currentWidget()
    step.forms[TestedSide.LEFT].outcome.focus()
    press(key)


def with_outcome(examination: Examination, outcome: Outcome) -> Examination:
    """Return the examination with this outcome of the SLR on the left."""
    return examination.with_response(Response(test="slr", side=TestedSide.LEFT, outcome=outcome))


def add_student(store: Record) -> Account:
    """Add a student to the record."""
    student = Therapist(id=uuid4(), name="Stu Dent")
    return store.people.add(student, Role.STUDENT, STUDENTS_PASSPHRASE)


def reopened(store: Record, catalogue: Catalogue, passphrase: str) -> Record:
    """Close the record and open it for somebody else."""
    folder = store.folder
    store.close()
    return ways_in.unlock(folder, passphrase, tests=catalogue.tests)
