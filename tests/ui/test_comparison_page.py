"""The comparison page lists the clusters below its tables, with what they rest on."""

import msgspec
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import Root, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, new_examination
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import ConductionSign, SignKind
from clinic_desktop.ui.comparison_page import ComparisonPage
from tests.ui.conftest import PATIENT

NOT_A_PROBABILITY = "It says nothing of how likely anything is in this patient"


def nothing_recorded() -> Examination:
    return new_examination(PATIENT.id, PATIENT, "lumbar_core", "2026-11-18T10:00:00Z", None, None)


def shown(page: ComparisonPage, qtbot: QtBot, examination: Examination) -> str:
    qtbot.addWidget(page)
    page.show_examination(examination)
    return "\n".join(label.text() for label in page._inner.findChildren(QLabel))


def test_without_a_result_no_cluster_is_listed(qtbot: QtBot, catalogue: Catalogue) -> None:
    text = shown(ComparisonPage(catalogue), qtbot, nothing_recorded())
    assert "Clusters" not in text
    assert NOT_A_PROBABILITY not in text


def test_counts_stand_with_their_basis_and_with_what_they_do_not_say(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    slr = Response(test="slr", side=TestedSide.RIGHT, outcome=Outcome.NEGATIVE)
    text = shown(ComparisonPage(catalogue), qtbot, nothing_recorded().with_response(slr))
    assert "Sciatic four, right: 0 positive of 1 done; without a result: Bragard" in text
    assert "no accuracy of the four together was found (Berthelot 2021" in text
    assert NOT_A_PROBABILITY in text
    assert "Sciatic four, left" not in text


def test_a_conduction_sign_without_loss_is_counted_at_once(
    qtbot: QtBot, catalogue: Catalogue
) -> None:
    """It gives no row of the comparison, so the comparison alone would not tell the change."""
    page = ComparisonPage(catalogue)
    assert "Signs of one root" not in shown(page, qtbot, nothing_recorded())
    sign = ConductionSign(root=Root.S1, side=Side.LEFT, kind=SignKind.REFLEX, grade="normal")
    signed = msgspec.structs.replace(nothing_recorded(), conduction=(sign,))
    assert "Signs of one root, left: S1: 0 of 1 with loss" in shown(page, qtbot, signed)


def test_the_longest_list_does_not_scroll_sideways(qtbot: QtBot, catalogue: Catalogue) -> None:
    every = nothing_recorded()
    for test in catalogue.tests:
        for side in (TestedSide.LEFT, TestedSide.RIGHT):
            every = every.with_response(Response(test=test, side=side, outcome=Outcome.POSITIVE))
    signs = tuple(
        ConductionSign(root=root, side=side, kind=SignKind.REFLEX, grade="absent")
        for root in Root
        for side in Side
    )
    page = ComparisonPage(catalogue)
    shown(page, qtbot, msgspec.structs.replace(every, conduction=signs))
    page.resize(1100, 700)
    page.show()
    qtbot.waitExposed(page)
    assert page._scroll.horizontalScrollBar().maximum() == 0
