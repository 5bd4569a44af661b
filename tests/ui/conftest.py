"""A record with one patient and one empty examination, and the window's parts over it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_desktop import app
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import (
    Clinic,
    Examination,
    Patient,
    Therapist,
    new_examination,
)
from clinic_desktop.domain.practice import Practice
from clinic_desktop.paperwork import paperwork
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import theme
from clinic_desktop.ui.examination_page import ExaminationPage
from tests.asked import asked_first

PASSPHRASE = "only for tests"
CHEAP = KeyCost(memory_kib=8, passes=1, lanes=1)
PATIENT = Patient(
    id=UUID("0197c002-0000-7000-8000-000000000001"),
    family_name="Fictional",
    given_name="Fay",
    birth_date=date(1980, 2, 29),
)
PRACTICE = Practice(clinic=Clinic(name="Test Clinic"), therapist=Therapist(name="Tess Therapist"))


def untouched() -> Examination:
    """Return an examination in which nothing is recorded."""
    return new_examination(
        UUID("0197c001-0000-7000-8000-000000000001"),
        PATIENT,
        "lumbar_core",
        "2026-11-18T09:30:00+01:00",
        PRACTICE.clinic,
        PRACTICE.therapist,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the name of a record's folder that is not there yet."""
    return tmp_path / "record"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The program's own catalogue."""
    return read_catalogue()


@pytest.fixture(autouse=True)
def _nothing_stays(qapp: QApplication) -> Iterator[None]:
    """Delete what a test closed, and see that no window outlives its test."""
    if not qapp.styleSheet():
        theme.apply(qapp, theme.Appearance.SYSTEM)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [window for window in qapp.topLevelWidgets() if window.isVisible()]


@pytest.fixture
def store(tmp_path: Path, catalogue: Catalogue) -> Iterator[Record]:
    """An open record with one patient, unlocked cheaply."""
    record = ways_in.create(
        tmp_path / "record", PASSPHRASE, tests=catalogue.tests, practice=PRACTICE, cost=CHEAP
    )
    record.patients.save(PATIENT)
    yield record
    record.close()


@pytest.fixture
def draft(store: Record, catalogue: Catalogue) -> Examination:
    """An examination in the record in which only what tests wait for is recorded."""
    examination = asked_first(untouched(), catalogue)
    store.drafts.save(examination)
    return examination


@pytest.fixture
def page(
    qtbot: QtBot, store: Record, draft: Examination, catalogue: Catalogue
) -> Iterator[ExaminationPage]:
    """The examination's page, shown, at its first step."""
    shown = ExaminationPage(store, catalogue, paperwork(catalogue), app.local_time, app.intake())
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    qtbot.waitActive(shown)
    shown.open(draft.id)
    yield shown
    shown.leave()
    shown.close()
