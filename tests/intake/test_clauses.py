"""Denial and doubt reach as far as their clause, and no farther."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import present, said

NONE = "L4-L5 foraminal_stenosis both none"
CANAL_NONE = "L4-L5 canal_stenosis none"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("No canal stenosis or foraminal narrowing", {CANAL_NONE, NONE}),
        (
            "No stenosis of the canal, lateral recesses or foramina",
            {CANAL_NONE, NONE, "L4-L5 lateral_recess_stenosis both none"},
        ),
        ("Canal stenosis and foraminal narrowing are not seen", {CANAL_NONE, NONE}),
        ("There is neither canal stenosis nor foraminal narrowing", {CANAL_NONE, NONE}),
        ("Negative for canal stenosis", {CANAL_NONE}),
        ("Canal and foramina are patent", {CANAL_NONE, NONE}),
        ("The foramina are not narrowed", {NONE}),
        ("The canal is not compromised", {CANAL_NONE}),
        ("Canal: none. Foramina: nil", {CANAL_NONE, NONE}),
        (
            "No canal stenosis, mild foraminal narrowing",
            {CANAL_NONE, "L4-L5 foraminal_stenosis mild"},
        ),
        (
            "No canal stenosis but foraminal narrowing on the left",
            {CANAL_NONE, "L4-L5 foraminal_stenosis left present"},
        ),
        (
            "No disc bulge with mild canal stenosis",
            {"L4-L5 canal_stenosis mild"},
        ),
        ("No disc protrusion causing foraminal narrowing", {NONE}),
        ("No severe canal stenosis", set()),
        ("No more than mild canal stenosis", {"L4-L5 canal_stenosis mild"}),
        ("No significant change in the canal stenosis", {"L4-L5 canal_stenosis present"}),
        ("The canal stenosis is not significantly changed", {"L4-L5 canal_stenosis present"}),
        ("A mild bulge rather than a protrusion", {"L4-L5 bulge mild"}),
        ("The protrusion is no longer seen", set()),
        ("The protrusion has resolved", set()),
        ("A focus without enhancement, with a small protrusion", {"L4-L5 protrusion"}),
        ("No impingement in the foramina", set()),
        (
            "Foraminal narrowing is absent on the right and minimal on the left",
            {"L4-L5 foraminal_stenosis right none", "L4-L5 foraminal_stenosis left minimal"},
        ),
        ("Foraminal stenosis has resolved", {NONE}),
        (
            "No right and mild left foraminal narrowing",
            {"L4-L5 foraminal_stenosis right none", "L4-L5 foraminal_stenosis left mild"},
        ),
        (
            "Foramina: mild right, none left",
            {"L4-L5 foraminal_stenosis left none", "L4-L5 foraminal_stenosis right mild"},
        ),
    ],
)
def test_a_denial_reaches_as_far_as_it_does(text: str, rows: set[str]) -> None:
    assert said(f"L4-5: {text}.") == rows


@pytest.mark.parametrize(
    "text",
    [
        "possible disc protrusion",
        "probable disc protrusion",
        "suspected disc protrusion",
        "findings suggestive of a disc protrusion",
        "disc protrusion cannot be excluded",
        "there may be a disc protrusion",
        "?disc protrusion",
    ],
)
def test_what_is_doubted_is_possible(text: str) -> None:
    assert present(f"L4-5: {text}.") == {"L4-L5 protrusion possible"}


def test_doubt_about_a_root_leaves_the_change_stated() -> None:
    assert present("L4-5: left disc protrusion, possibly contacting the left L5 root.") == {
        "L4-L5 protrusion left",
        "L4-L5 protrusion left L5 contact possible",
    }


def test_likely_chronic_is_no_doubt_of_the_finding() -> None:
    assert present("L5-S1: likely chronic pars defects.") == {"L5-S1 spondylolysis"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("On the previous study there was a left L4-5 extrusion.", set()),
        ("Previously seen L4-5 extrusion is unchanged.", {"L4-L5 extrusion"}),
        ("L4-5: The previously seen extrusion has resolved. A bulge remains.", {"L4-L5 bulge"}),
        ("L4-5: previously there was an extrusion. There is now a bulge.", {"L4-L5 bulge"}),
    ],
)
def test_an_earlier_study_gives_no_finding_of_today(text: str, rows: set[str]) -> None:
    assert present(text) == rows


def test_what_is_left_out_is_told() -> None:
    assert "Sentences about an earlier study are left out." in (
        read_report("Previously there was an L4-5 extrusion. No stenosis.").warnings
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "L4-5: disc bulge, facet and ligamentum flavum hypertrophy",
            {"L4-L5 bulge", "L4-L5 facet_arthropathy", "L4-L5 ligamentum_flavum"},
        ),
        ("L4-5: facet joints normal", set()),
        ("L4-5: degenerative change of the facet joints", {"L4-L5 facet_arthropathy"}),
        (
            "Mild canal stenosis at L3-4 and moderate at L4-5",
            {"L3-L4 canal_stenosis mild", "L4-L5 canal_stenosis moderate"},
        ),
        ("Disc bulge at L3-4 and protrusion at L4-5", {"L3-L4 bulge", "L4-L5 protrusion"}),
        ("Bulge L3-4, L4-5 extrusion", {"L3-L4 bulge", "L4-L5 extrusion"}),
        ("L3-4 and L4-5 disc bulges", {"L3-L4 bulge", "L4-L5 bulge"}),
        ("Disc bulge and canal stenosis at L4-5", {"L4-L5 bulge", "L4-L5 canal_stenosis present"}),
        ("Disc bulges at L3-4 and L4-5 indenting the sac", {"L3-L4 bulge", "L4-L5 bulge"}),
        (
            "Severe L3-4 and mild L4-5 canal stenosis",
            {"L3-L4 canal_stenosis severe", "L4-L5 canal_stenosis mild"},
        ),
        ("L4-5 disc: mild degeneration", {"L4-L5 disc_degeneration mild"}),
        ("L4-5: protrusion/extrusion complex", {"L4-L5 extrusion"}),
    ],
)
def test_each_finding_has_a_clause_of_its_own(text: str, rows: set[str]) -> None:
    assert present(f"{text}.") == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            (
                "Severe central canal stenosis at L4-L5. Moderate at L3-L4. Mild at L2-L3. "
                "No significant stenosis elsewhere."
            ),
            {
                "L4-L5 canal_stenosis severe",
                "L3-L4 canal_stenosis moderate",
                "L2-L3 canal_stenosis mild",
            },
        ),
        (
            "Severe canal stenosis at L4-L5.\nModerate at L3-L4 and mild at L2-L3.",
            {
                "L4-L5 canal_stenosis severe",
                "L3-L4 canal_stenosis moderate",
                "L2-L3 canal_stenosis mild",
            },
        ),
        (
            "Severe left foraminal stenosis at L4-L5. Moderate on the right at L3-L4.",
            {"L4-L5 foraminal_stenosis left severe", "L3-L4 foraminal_stenosis right moderate"},
        ),
        (
            "Severe subarticular stenosis at L4-L5. Moderate at L3-L4.",
            {"L4-L5 lateral_recess_stenosis severe", "L3-L4 lateral_recess_stenosis moderate"},
        ),
        (
            "Severe facet arthropathy at L4-L5. Moderate at L3-L4.",
            {"L4-L5 facet_arthropathy severe", "L3-L4 facet_arthropathy moderate"},
        ),
        (
            "Left foraminal protrusion at L4-L5. Mild at L3-L4.",
            {"L4-L5 protrusion left foraminal", "L3-L4 protrusion mild"},
        ),
    ],
)
def test_a_sentence_of_a_degree_and_a_level_speaks_of_what_the_one_before_did(
    text: str, rows: set[str]
) -> None:
    assert present(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Severe canal stenosis at L4-L5 and a disc bulge. Moderate at L3-L4.",
        "Severe canal stenosis at L4-L5. Moderate ankylosis at L3-L4.",
        "1. Severe canal stenosis at L4-L5.\n2. Moderate at L3-L4.",
        "Severe canal stenosis at L4-L5. The rest of the spine was looked at. Moderate at L3-L4.",
    ],
)
def test_what_is_meant_by_a_degree_alone_is_not_guessed_but_told(text: str) -> None:
    assert not any(row.startswith("L3-L4") for row in said(text))
    assert "Named in a sentence from which nothing was read: L3-L4." in read_report(text).warnings
