"""The fields of a nerve study: each mirrors its part, and nothing recorded is `None`."""

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import BodySide, Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import (
    Electrodiagnosis,
    ImagingReport,
    Modality,
    StudiedRoot,
    StudyResult,
)
from clinic_desktop.ui.widgets.electrodiagnosis_form import ElectrodiagnosisForm
from clinic_desktop.ui.widgets.imaging_report_form import ImagingReportForm
from tests.ui.keys import focused
from tests.ui.walking import problems

FULL = Electrodiagnosis(
    weeks_since_onset=6,
    muscles=("tibialis anterior", "gluteus medius"),
    paraspinal=True,
    result=StudyResult.ACUTE_DENERVATION,
    roots=(StudiedRoot(root=Root.L5, side=BodySide.LEFT), StudiedRoot(root=Root.S2)),
    snap_normal=False,
    h_reflex="absent left",
    f_wave="normal",
    entrapment="none",
)


@pytest.fixture
def form(qtbot: QtBot, catalogue: Catalogue) -> ElectrodiagnosisForm:
    shown = ElectrodiagnosisForm(catalogue)
    qtbot.addWidget(shown)
    shown.resize(800, 900)
    with qtbot.waitActive(shown):
        shown.show()
    return shown


@pytest.fixture
def emitted(form: ElectrodiagnosisForm) -> list[Any]:
    values: list[Any] = []
    form.changed.connect(values.append)
    return values


def test_mirroring_says_nothing(form: ElectrodiagnosisForm, emitted: list[Any]) -> None:
    form.show_value(FULL)
    assert emitted == []
    assert form.fields["muscles"].texts() == FULL.muscles
    assert form.roots[Root.L5, BodySide.LEFT].isChecked()
    assert form.fields["snap_normal"].value == "no"
    assert problems(form) == []


@pytest.mark.parametrize(
    ("name", "act", "expected"),
    [
        ("weeks_since_onset", lambda f: f.enter("3"), 3),
        ("muscles", lambda f: f.enter("soleus\n"), ("soleus",)),
        ("paraspinal", lambda f: f.choose("no"), False),
        ("paraspinal", lambda f: f.choose(None), None),
        ("result", lambda f: f.choose("mixed"), StudyResult.MIXED),
        ("result", lambda f: f.choose(None), None),
        ("snap_normal", lambda f: f.choose("yes"), True),
        ("h_reflex", lambda f: f.enter("present"), "present"),
    ],
)
def test_each_field_changes_its_part(
    form: ElectrodiagnosisForm, emitted: list[Any], name: str, act: Any, expected: object
) -> None:
    form.show_value(FULL)
    act(form.fields[name])
    assert getattr(emitted[-1], name) == expected
    assert emitted[-1].entrapment == "none"


def test_a_root_that_has_no_box_is_kept(form: ElectrodiagnosisForm, emitted: list[Any]) -> None:
    form.show_value(FULL)
    form.roots[Root.S1, BodySide.RIGHT].toggle()
    assert {(each.root, each.side) for each in emitted[-1].roots} == {
        (Root.L5, BodySide.LEFT),
        (Root.S1, BodySide.RIGHT),
        (Root.S2, None),
    }


def test_the_last_answer_taken_back_leaves_nothing(
    form: ElectrodiagnosisForm, emitted: list[Any]
) -> None:
    form.fields["paraspinal"].choose("yes")
    form.fields["paraspinal"].choose(None)
    assert emitted == [Electrodiagnosis(paraspinal=True), None]


def test_too_many_weeks_are_told(form: ElectrodiagnosisForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.told):
        form.fields["weeks_since_onset"].enter("99999")


def test_the_note_has_its_source(form: ElectrodiagnosisForm) -> None:
    assert "45 of 108" in form.note.text()
    assert "Mondelli 2013" in form.note.text()


def test_the_weeks_from_onset_to_study_are_offered_and_taken(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    report = ImagingReport(modality=Modality.EMG_NCS, performed_on=date(2026, 10, 30))
    form = ImagingReportForm(catalogue, report)
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
    study = form.electrodiagnosis
    assert not study.take_weeks.isVisible()
    form.show_onset(date(2026, 10, 1))
    assert study.take_weeks.text() == "Take 4, from onset to study"
    study.take_weeks.click()
    assert form.report.electrodiagnosis == Electrodiagnosis(weeks_since_onset=4)
    assert not study.take_weeks.isVisible()
    assert focused() is study.fields["weeks_since_onset"]
    form.show_onset(date(2026, 11, 1))
    assert not study.take_weeks.isVisible()
