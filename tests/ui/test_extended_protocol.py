"""The whole extended protocol by keyboard alone: what was pressed is what the record holds."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.response import Outcome
from tests.ui.extended import ANSWERS, PATIENT, walk
from tests.ui.windows import first_start, open_window, unattended


def test_the_extended_protocol_by_keyboard_alone(
    qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    unattended(monkeypatch)
    window = open_window(qtbot, tmp_path / "record", catalogue)
    first_start(window)
    store = window.store
    assert store is not None
    store.patients.save(PATIENT)
    window.show_patients()
    stops = list(walk(window))
    (line,) = store.lists.of(PATIENT.id)
    recorded = store.examination(line.id)
    assert recorded.protocol == "lumbar_extended"
    tests = catalogue.protocol_tests("lumbar_extended")
    answered = {(r.test, r.side.value): r.outcome for r in recorded.responses or ()}
    assert set(answered) == {(test, side) for test in tests for side in ("left", "right")}
    letters = {"f": Outcome.POSITIVE, "p": Outcome.NEGATIVE, "t": Outcome.NOT_TESTED}
    for place, outcome in answered.items():
        keys = ANSWERS.get(place, "p").lstrip("0123456789")
        assert outcome is letters[keys[0]], place
    # The well leg goes first in each position; the painful one never has to wait for a turn.
    assert stops.index("slr-right") < stops.index("slr-left") < stops.index("slump-right")
    slr = recorded.response("slr", TestedSide.LEFT)
    assert slr is not None
    assert (slr.onset_deg, slr.differentiation and slr.differentiation.movement) == (
        35,
        "hip_internal_rotation",
    )
    assert recorded.red_flags is not None
    assert set((recorded.red_flags.answers or {}).values()) == {"no"}
    assert recorded.conduction
    assert recorded.presentation is not None
    areas = recorded.presentation.areas or ()
    assert [(area.area, area.side, area.kinds) for area in areas] == [
        ("posterior_thigh", "left", ("pain",)),
        ("posterior_calf", "left", ("pain", "pins_and_needles")),
    ]
    assert recorded.conclusion is not None
    window.close()
