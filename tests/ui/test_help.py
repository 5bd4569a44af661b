"""The help tells the keys that the pages take, and stands beside the window."""

import re
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from clinic_desktop import __version__
from clinic_desktop.domain import progress
from clinic_desktop.domain.answer_keys import EFFECT_KEYS, FAMILIAR_KEYS, OUTCOME_KEYS
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.response import Outcome
from clinic_desktop.ui import key_map
from clinic_desktop.ui.examination_acts import SIGNING_KEYS
from clinic_desktop.ui.help_dialog import HelpDialog, help_html
from clinic_desktop.ui.key_map import EVERYWHERE, PLACES, places_for
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.record_menu import LOCKING_KEYS
from clinic_desktop.ui.widgets import undo_keys
from clinic_desktop.ui.widgets.grade_list import GRADE_KEYS
from tests.ui.dialogs import answer
from tests.ui.keys import focused, press
from tests.ui.windows import begin_visit, first_start, open_window, unattended

ROOT: Final = Path(__file__).parents[2]
NAMED: Final = {key for place in PLACES for line in place.keys for key in line.keys}


def keys_of(name: str) -> set[str]:
    (place,) = [place for place in PLACES if place.name == name]
    return {key for line in place.keys for key in line.keys}


def test_the_keys_of_a_test_are_those_its_page_takes() -> None:
    taken = {*OUTCOME_KEYS, *FAMILIAR_KEYS, *EFFECT_KEYS}
    told = {key for key in keys_of(progress.TEST_PREFIX) if len(key) == 1}
    assert told == {key.upper() for key in taken}


def test_the_act_for_the_rest_of_a_side_is_among_the_keys_of_a_test(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    page = NeurodynamicPage("slr", catalogue)
    qtbot.addWidget(page)
    told = [QKeySequence(key) for key in keys_of(progress.TEST_PREFIX)]
    assert page.rest.shortcut() in told


def test_the_keys_of_conduction_are_those_its_grid_takes() -> None:
    taken = {key.upper() for keys in GRADE_KEYS.values() for key in keys if key.isalpha()}
    assert {key for key in keys_of(progress.CONDUCTION) if len(key) == 1} == taken


def test_the_keys_of_the_window_are_those_it_takes() -> None:
    told = {QKeySequence(key) for key in keys_of(EVERYWHERE)}
    assert {QKeySequence(SIGNING_KEYS.replace("Return", "Enter"))} <= told
    assert QKeySequence(LOCKING_KEYS) in told
    for key in ("Ctrl+Z", "Ctrl+Y"):
        assert key in undo_keys._KEYS
        assert QKeySequence(key) in told


def test_no_letter_has_two_meanings_in_one_place() -> None:
    for place in PLACES:
        keys = [key for line in place.keys for key in line.keys]
        assert len(keys) == len(set(keys)), place.name


def test_the_readme_names_no_key_that_the_help_does_not() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = readme.partition("## In the window")[2].partition("\n## ")[0]
    named = [key for code in re.findall(r"`([^`]+)`", told) for key in code.split()]
    assert named
    assert set(named) <= NAMED


@pytest.mark.parametrize(
    ("step", "first"),
    [
        ("test:slr", progress.TEST_PREFIX),
        (progress.SAFETY, progress.SAFETY),
        (progress.IMAGING, progress.IMAGING),
        (progress.OTHER, EVERYWHERE),
        ("", EVERYWHERE),
    ],
)
def test_the_keys_of_the_open_step_stand_first_and_none_is_left_out(step: str, first: str) -> None:
    places = places_for(step)
    assert places[0].name == first
    assert sorted(place.name for place in places) == sorted(place.name for place in PLACES)


def test_it_tells_every_key_every_outcome_and_the_rule(qtbot: QtBot, catalogue: Catalogue) -> None:
    dialog = HelpDialog(catalogue)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show_for("test:slr")
    told = dialog.text.toPlainText().replace("\xa0", " ")
    for key in NAMED:
        assert key in told
    for outcome in Outcome:
        assert catalogue.label("outcome_window", outcome) in told
        assert catalogue.wording.statements[f"outcome_{outcome}"] in told
    assert "Rule R1:" in told
    assert dialog.text.hasFocus()


def test_signs_are_shown_as_they_are(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = key_map.Place(EVERYWHERE, "<here>", (key_map.Key(("<",), "a & b"),))
    monkeypatch.setattr(key_map, "PLACES", (odd,))
    html = help_html(catalogue)
    assert "&lt;here&gt;" in html
    assert "<b>&lt;</b>" in html
    assert "a &amp; b" in html


def test_answers_go_on_while_it_is_open_and_locking_closes_it(
    qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    unattended(monkeypatch)
    window = open_window(qtbot, tmp_path / "record", catalogue)
    first_start(window)
    begin_visit(window, catalogue)
    page = window.examination
    assert page is not None
    page.go_to("test:slr")
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.help_menu.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.text.toPlainText().startswith("On a test")
    window.activateWindow()
    with qtbot.waitActive(window):
        window.show()
    page.page("test:slr").setFocus()
    press("p")
    assert page.examination is not None
    assert [r.outcome for r in page.examination.responses or ()] == [Outcome.NEGATIVE]
    QTest.keyClick(focused(), Qt.Key.Key_F1)
    assert window.help_menu.dialog is dialog
    window.lock()
    qtbot.waitUntil(lambda: window.is_locked)
    assert not dialog.isVisible()
    window.close()


def test_about_tells_the_version_the_lgpl_and_the_licences_of_a_bundle(
    qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(qtbot, tmp_path / "record", catalogue)
    about = next(
        action
        for menu in window.menuBar().findChildren(QMenu)
        for action in menu.actions()
        if action.text() == "&About Clinic Desktop"
    )
    shown = answer(monkeypatch, QMessageBox, lambda _: None)
    about.trigger()
    (tmp_path / "THIRD-PARTY-NOTICES.txt").write_text("Qt: LGPL-3.0 \u00a9", "utf-8")
    QDir.setSearchPaths("program", [str(tmp_path)])
    about.trigger()
    from_source, from_bundle = shown
    assert __version__ in from_source.text()
    assert "Lesser General Public License 3" in from_source.informativeText()
    assert not from_source.detailedText()
    assert from_bundle.detailedText() == "Qt: LGPL-3.0 \u00a9"
