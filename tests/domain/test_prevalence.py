"""Shares of pain-free people by age: never beyond the table, never without what stands against."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.facts import Mark
from clinic_desktop.domain.imaging import FindingKind
from clinic_desktop.domain.prevalence import (
    Prevalence,
    age_at,
    nearest_decade,
    prevalence,
    prevalence_sentence,
)
from tests.domain.build import AN_ID, examination, finding, report

AGES = [20, 30, 40, 50, 60, 70, 80]


def told(
    kind: str, born: str | None, catalogue: Catalogue, level: str = "L4-L5", **more: str
) -> Prevalence | None:
    patient = {"id": AN_ID, "birth_date": born}
    examined = examination(
        patient=patient,
        performed_at="2026-11-18T09:30:00Z",
        imaging=[report(finding(level, kind, **more))],
    )
    ((row,),) = (held.findings or () for held in examined.imaging or ())
    return prevalence(row, examined, catalogue)


def sentence(kind: str, born: str | None, catalogue: Catalogue) -> str:
    given = told(kind, born, catalogue)
    assert given is not None
    return prevalence_sentence(given, catalogue)


def test_all_eight_findings_have_all_seven_decades(catalogue: Catalogue) -> None:
    findings = catalogue.prevalence.findings
    assert list(findings) == [
        "disc_degeneration",
        "disc_signal_loss",
        "disc_height_loss",
        "disc_bulge",
        "disc_protrusion",
        "annular_fissure",
        "facet_degeneration",
        "spondylolisthesis",
    ]
    for row in findings.values():
        assert [cell.age for cell in row.by_age] == AGES
        shares = [cell.percent for cell in row.by_age]
        assert shares == sorted(shares)
        for cell in row.by_age:
            assert 0 < cell.percent < 100
            assert (cell.n is not None) is (cell.age <= 50)
            assert cell.mark in (Mark.SEEN, Mark.SEEN_SECONDARY, Mark.RECALLED)
            assert cell.age > 50 or cell.mark is Mark.SEEN


def test_the_cells_read_of_the_older_decades_are_marked_so(catalogue: Catalogue) -> None:
    seen = {
        (key, cell.age, cell.percent)
        for key, row in catalogue.prevalence.findings.items()
        for cell in row.by_age
        if cell.age >= 60 and cell.mark is Mark.SEEN
    }
    assert seen == {
        ("disc_degeneration", 60, 88),
        ("disc_degeneration", 80, 96),
        ("disc_bulge", 80, 84),
        ("disc_protrusion", 80, 43),
        ("annular_fissure", 80, 29),
        ("spondylolisthesis", 60, 23),
    }


def test_only_degenerative_kinds_have_a_share(catalogue: Catalogue) -> None:
    kinds = [kind for row in catalogue.prevalence.findings.values() for kind in row.kinds]
    assert sorted(kinds) == sorted(set(kinds))
    assert set(kinds) == {
        FindingKind.DISC_DEGENERATION,
        FindingKind.BULGE,
        FindingKind.PROTRUSION,
        FindingKind.ANNULAR_FISSURE,
        FindingKind.FACET_ARTHROPATHY,
        FindingKind.SPONDYLOLISTHESIS,
    }
    for kind in ("herniation", "canal_stenosis", "sequestration", "tumour", "normal"):
        assert told(kind, "1980-01-01", catalogue) is None


def test_what_stands_against_holds_the_published_odds_ratios(catalogue: Catalogue) -> None:
    odds = {
        key: (each.odds_ratio.value, each.odds_ratio.low, each.odds_ratio.high)
        for key, each in catalogue.prevalence.counter.findings.items()
    }
    assert odds == {
        "bulge": (7.54, 1.28, 44.56),
        "spondylolysis": (5.06, 1.65, 15.53),
        "extrusion": (4.38, 1.98, 9.68),
        "modic_1": (4.01, 1.10, 14.55),
        "protrusion": (2.65, 1.52, 4.62),
        "degeneration": (2.24, 1.21, 4.15),
        "any_modic": (1.62, 0.48, 5.41),
        "annular_fissure": (1.79, 0.97, 3.31),
        "spondylolisthesis": (1.59, 0.78, 3.24),
    }


@given(st.sampled_from(list(FindingKind)), st.integers(0, 110))
def test_a_share_never_stands_without_what_is_published_against_it(
    catalogue: Catalogue, kind: FindingKind, age: int
) -> None:
    given_ = told(kind.value, f"{2026 - age}-01-01", catalogue)
    listed = {each for of in catalogue.prevalence.counter.findings.values() for each in of.kinds}
    assert (given_ is not None and bool(given_.counter)) is (kind in listed)
    if given_ is not None:
        words = prevalence_sentence(given_, catalogue)
        assert ("odds ratio" in words) is (kind in listed)
        assert ("Of people without pain aged about" in words) is (given_.share is not None)


@given(st.integers(-5, 130))
def test_the_nearest_decade_is_never_beyond_the_table(age: int) -> None:
    decade = nearest_decade(age)
    if 15 <= age <= 84:
        assert decade in AGES
        assert abs(decade - age) <= 5
    else:
        assert decade is None


@pytest.mark.parametrize(
    ("age", "decade"), [(14, None), (15, 20), (24, 20), (25, 30), (84, 80), (85, None)]
)
def test_halfway_is_the_next_decade(age: int, decade: int | None) -> None:
    assert nearest_decade(age) == decade


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1976, 11, 18), date(2026, 11, 18), 50),
        (date(1976, 11, 19), date(2026, 11, 18), 49),
        (date(2026, 11, 18), date(2026, 11, 18), 0),
        (date(2026, 11, 19), date(2026, 11, 18), None),
        (None, date(2026, 11, 18), None),
        (date(1976, 11, 19), None, None),
    ],
)
def test_the_age_is_that_on_the_day(born: date | None, on: date | None, age: int | None) -> None:
    assert age_at(born, on) == age


def test_a_share_is_told_of_pain_free_people_with_what_stands_against_it(
    catalogue: Catalogue,
) -> None:
    assert sentence("bulge", "1976-01-01", catalogue) == (
        "Of people without pain aged about 50, 60% had a disc bulge (n = 123; Brinjikji 2015). "
        "Up to 50 years of age a disc bulge was more frequent with pain than without: "
        "odds ratio 7.54 (95% interval 1.28 to 44.56; Brinjikji 2015b)."
    )
    assert sentence("facet_arthropathy", "1976-01-01", catalogue) == (
        "Of people without pain aged about 50, 32% had facet degeneration (n = 53; Brinjikji 2015)."
    )


def test_a_finding_not_clearly_more_frequent_with_pain_is_told_so(catalogue: Catalogue) -> None:
    assert sentence("annular_fissure", "1976-01-01", catalogue).endswith(
        "Up to 50 years of age an annular fissure was not clearly more frequent with pain than "
        "without: odds ratio 1.79 (95% interval 0.97 to 3.31; Brinjikji 2015b)."
    )


@pytest.mark.parametrize(
    ("graded", "counted"),
    [
        ({}, ["any_modic"]),
        ({"grade_system": "modic", "grade": "1"}, ["modic_1", "any_modic"]),
        ({"grade_system": "modic", "grade": "2"}, ["any_modic"]),
        ({"grade_system": "modic", "grade": "3"}, ["any_modic"]),
        ({"grade": "1"}, ["any_modic"]),
        ({"grade_system": "free", "grade": "mild"}, ["any_modic"]),
    ],
)
def test_what_was_counted_of_modic_type_1_stands_beside_a_recorded_type_1_only(
    graded: dict[str, str], counted: list[str], catalogue: Catalogue
) -> None:
    given_ = told("modic", "1976-01-01", catalogue, **graded)
    assert given_ is not None
    against = catalogue.prevalence.counter.findings
    assert given_.counter == tuple(against[key] for key in counted)
    words = prevalence_sentence(given_, catalogue)
    assert ("4.01" in words) is ("modic_1" in counted)
    assert "a Modic change of any type was not clearly more frequent" in words


def test_an_estimate_without_data_and_a_recalled_figure_are_called_so(catalogue: Catalogue) -> None:
    assert "(estimate, no data; Brinjikji 2015)" in sentence(
        "facet_arthropathy", "2004-01-01", catalogue
    )
    assert "(n not read; Brinjikji 2015; recalled, not yet checked)" in sentence(
        "facet_arthropathy", "1956-01-01", catalogue
    )


@pytest.mark.parametrize(
    ("kind", "born", "why"),
    [
        ("bulge", None, "the age on the day of the examination is not known"),
        ("bulge", "1930-01-01", "the table covers ages 15 to 84; it is not carried beyond"),
        ("bulge", "2016-01-01", "the table covers ages 15 to 84; it is not carried beyond"),
        (
            "extrusion",
            "1980-01-01",
            "no share of pain-free people by age is published of a disc extrusion",
        ),
    ],
)
def test_why_there_is_no_share_is_told(
    kind: str, born: str | None, why: str, catalogue: Catalogue
) -> None:
    words = sentence(kind, born, catalogue)
    assert words.startswith(f"Share of people without pain (Brinjikji 2015): {why}. Up to 50")


def test_a_negated_finding_and_one_outside_the_lumbar_spine_have_none(
    catalogue: Catalogue,
) -> None:
    assert told("bulge", "1980-01-01", catalogue, grade="none") is None
    assert told("bulge", "1980-01-01", catalogue, level="C5-C6") is None
