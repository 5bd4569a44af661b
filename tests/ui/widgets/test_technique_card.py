"""The technique card shows all that the catalogue says of a test, in the order it is looked up."""

import re
from html import unescape

import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.facts import NOT_YET_CHECKED
from clinic_desktop.resources import read_catalogue
from clinic_desktop.ui.widgets.technique_card import TechniqueCard
from clinic_desktop.ui.widgets.technique_text import technique_html

CARD_WIDTH = 250
CATALOGUE = read_catalogue()
HEADINGS = [
    "Couch position",
    "Loads",
    "Steps",
    "Counts as positive",
    "Differentiate",
    "Record",
    "When not to",
    "When to stop",
    "What else gives a positive",
    "Published accuracy",
    "Other rules in the literature",
    "Sources",
]


def read(key: str) -> str:
    """Return the words of a card, without their form."""
    html = technique_html(CATALOGUE.tests[key], CATALOGUE)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def headings(key: str) -> list[str]:
    return re.findall(r"<big><b>(.*?)</b></big>", technique_html(CATALOGUE.tests[key], CATALOGUE))


def test_the_parts_stand_in_the_order_of_use() -> None:
    assert headings("slr") == HEADINGS


@pytest.mark.parametrize("key", CATALOGUE.tests)
def test_every_test_has_every_part_that_it_can_have(key: str) -> None:
    without = {"Differentiate"} if CATALOGUE.tests[key].differentiate_how is None else set()
    assert headings(key) == [heading for heading in HEADINGS if heading not in without]


@pytest.mark.parametrize("key", CATALOGUE.tests)
def test_every_fact_of_a_test_stands_on_its_card(key: str) -> None:
    shown = read(key)
    test = CATALOGUE.tests[key]
    said = [
        *(entry.text for entry in CATALOGUE.said_of(key, CATALOGUE.cautions)),
        *(entry.text for entry in CATALOGUE.said_of(key, CATALOGUE.stop_rules)),
        *(entry.text for entry in CATALOGUE.said_of(key, CATALOGUE.records)),
        *(other.tell.text for other in CATALOGUE.said_of(key, CATALOGUE.false_positives)),
        *(fact.text for fact in test.facts),
        *(figure.tested for figure in CATALOGUE.accuracy_of(key)),
    ]
    assert [text for text in said if text not in shown] == []


def test_the_rule_used_is_named_and_the_others_are_told_as_literature() -> None:
    before, _, after = read("slr").partition("Other rules in the literature")
    assert "Rule R1: the familiar symptom" in before
    assert "Rule R2" not in before.partition("Published accuracy")[0]
    assert "Rule R2: rule R1, or" in after
    assert "LR" not in after
    assert "positive likelihood ratio 1.19 (1.01 to 1.4)" in after
    assert "Montaner-Cuello 2023" in after
    assert "Rule R3:" in after
    assert "Older surgical literature. *" in after
    assert "Nee 2012, clinical commentary." in before
    assert "R1, familiar symptom only: for tests without" in read("bowstring")


def test_pathway_and_roots_stand_beside_what_the_test_loads() -> None:
    shown = read("slr")
    assert "Sciatic nerve (L4 to S2). Pathway: sciatic. Roots above all: L5, S1. *" in shown
    assert "Pathway" not in read("palp_tibial")


def test_a_study_is_shown_with_reference_interval_number_source_and_certainty() -> None:
    shown = read("skb")
    for words in (
        "Reference: MRI, mid-lumbar change",
        "Sensitivity 100% (40 to 100)",
        "LR+ 6 (1.69 to 21.26)",
        "n = 16. Trainor and Pinnington 2011, Physiotherapy 97:59. Read in the source;",
    ):
        assert words in shown


def test_studies_that_disagree_stand_on_the_same_card() -> None:
    shown = read("slump")
    assert "Majlesi 2008" in shown
    assert "M'kumbuzi" in shown


def test_what_is_from_memory_carries_a_star_that_is_explained() -> None:
    shown = read("slr")
    assert "Ask for the symptoms at rest. *" in shown
    assert shown.startswith(f"* {NOT_YET_CHECKED}")
    assert "Do not begin while the level of concern is high. *" not in shown


def test_a_test_without_figures_says_so() -> None:
    assert "No figures are held for this test." in read("pnf")


@pytest.mark.parametrize("key", CATALOGUE.tests)
def test_no_card_is_wider_than_its_place(key: str, catalogue: Catalogue, qtbot: QtBot) -> None:
    card = TechniqueCard(catalogue.tests[key], catalogue)
    qtbot.addWidget(card)
    card.setFixedWidth(CARD_WIDTH)
    card.show()
    qtbot.waitUntil(lambda: card.viewport().width() > 0)
    assert card.text.minimumSizeHint().width() <= card.viewport().width()
