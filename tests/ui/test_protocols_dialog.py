"""A clinic makes its own protocol in the window; examinations keep the tests they began with."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.practice import OwnProtocol, Settings
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.patients_page import PatientsPage
from clinic_desktop.ui.protocols_dialog import ProtocolsDialog
from tests.ui.conftest import PATIENT
from tests.ui.windows import NOW

MINE = OwnProtocol(name="Mine", tests=("slump", "slr"))


@pytest.fixture
def dialog(qtbot: QtBot, store: Record, catalogue: Catalogue) -> ProtocolsDialog:
    shown = ProtocolsDialog(store, catalogue)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def saved(store: Record) -> tuple[OwnProtocol, ...]:
    return store.settings().protocols


def test_a_protocol_is_made_of_chosen_tests_in_a_chosen_order(
    dialog: ProtocolsDialog, store: Record
) -> None:
    dialog.new.click()
    dialog.name.enter("Mine")
    for test in ("slr", "slump", "skb"):
        dialog.add_test(test)
    dialog.tests.setCurrentRow(1)
    dialog.up.click()
    dialog.tests.setCurrentRow(2)
    dialog.drop.click()
    assert saved(store) == ()
    dialog.do.click()
    assert saved(store) == (MINE,)
    assert not dialog.isVisible()


def test_the_keyboard_begins_where_the_first_protocol_is_made(dialog: ProtocolsDialog) -> None:
    assert dialog.focusWidget() is dialog.new


def test_it_can_begin_with_the_tests_of_another(
    dialog: ProtocolsDialog, store: Record, catalogue: Catalogue
) -> None:
    dialog.new.click()
    dialog.name.enter("Core and more")
    dialog.add_test("slump")
    dialog.begin_with(catalogue.protocol_tests("lumbar_core"))
    dialog.do.click()
    assert saved(store)[0].tests == ("slump", "slr", "bragard", "bowstring")


@pytest.mark.parametrize(
    ("name", "tests", "told"),
    [
        (" ", ("slr",), "a name"),
        ("lumbar CORE", ("slr",), "already"),
        ("femoral", ("slr",), "already"),
        ("Mine", (), "at least one test"),
    ],
)
def test_what_is_not_complete_is_told_and_nothing_is_saved(
    dialog: ProtocolsDialog, store: Record, name: str, tests: tuple[str, ...], told: str
) -> None:
    dialog.new.click()
    dialog.name.enter(name)
    for test in tests:
        dialog.add_test(test)
    dialog.do.click()
    assert dialog.isVisible()
    assert told in dialog.told.text()
    assert saved(store) == ()


def test_one_that_is_removed_is_gone_and_the_other_settings_stay(
    qtbot: QtBot, store: Record, catalogue: Catalogue
) -> None:
    store.set_settings(
        Settings(day_ends="18:00", protocols=(MINE, OwnProtocol(name="B", tests=("skb",))))
    )
    dialog = ProtocolsDialog(store, catalogue)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.name.value == "Mine"
    dialog.remove.click()
    dialog.do.click()
    assert store.settings() == Settings(
        day_ends="18:00", protocols=(OwnProtocol(name="B", tests=("skb",)),)
    )


def test_an_examination_keeps_the_tests_its_protocol_had(
    qtbot: QtBot, store: Record, catalogue: Catalogue
) -> None:
    store.set_settings(Settings(protocols=(MINE,)))
    patients = PatientsPage(store, catalogue, lambda: NOW)
    qtbot.addWidget(patients)
    patients.refresh()
    patients.patients.setCurrentRow(0)
    assert patients.patient() == PATIENT
    patients.protocol.choose("Mine")
    opened: list[object] = []
    patients.opened.connect(opened.append)
    patients.begin_visit()
    store.set_settings(Settings(protocols=(msgspec.structs.replace(MINE, tests=("skb",)),)))
    (key,) = opened
    begun = store.examination(key)  # type: ignore[arg-type]
    assert isinstance(begun, Examination)
    assert (begun.protocol, begun.protocol_tests) == ("Mine", ("slump", "slr"))
    assert catalogue.planned_tests(begun) == ("slump", "slr")
