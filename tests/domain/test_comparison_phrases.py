"""The words of the comparison's tables: marks, agreement, what is behind a cell, EMG/NCS, rules."""

import msgspec
import pytest

from clinic_desktop.domain import comparison_phrases as words
from clinic_desktop.domain.anatomy import Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import MechanoRow, Reading
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.literature_groups import (
    age_sentences,
    literature_summary,
    study_groups,
)
from clinic_desktop.domain.root_change import roots_of_level, usual_roots, with_root
from tests.domain.build import (
    Json,
    conduction,
    examination,
    finding,
    mechano,
    report,
    response,
    sign,
    with_imaging,
)

PROTRUSION = finding("L4-L5", "protrusion", "left", zone="subarticular")


def row(examined: Examination, catalogue: Catalogue, key: str = "left/sciatic") -> MechanoRow:
    return mechano(examined, catalogue)[key]


def test_every_reading_has_a_mark_of_its_own() -> None:
    assert set(words.READING_MARKS) == set(Reading)
    assert len(set(words.READING_MARKS.values())) == len(Reading)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"imaging": [report(PROTRUSION)]}, "\u25c6\u25c6  Both sources"),
        ({"imaging": [report()]}, "\u25c6\u25c7  Examination only"),
        ({"imaging": None}, "\u2013  Cannot be compared: not imaged"),
        (
            {"imaging": [report()], "responses": [response("slr", "left", "not_tested")]},
            "\u2013  Cannot be compared: no test done",
        ),
        (
            {"imaging": [report()], "responses": [response("slr", "left", "inconclusive")]},
            "?  Inconclusive",
        ),
        (
            {"imaging": [report()], "responses": [response("slr", "left", "negative")]},
            "\u25c7\u25c7  Neither source",
        ),
        (
            {"imaging": [report(PROTRUSION)], "responses": [response("slr", "left", "negative")]},
            "\u25c7\u25c6  Imaging report only",
        ),
    ],
)
def test_a_reading_is_told_by_sign_and_words(
    parts: Json, expected: str, catalogue: Catalogue
) -> None:
    slr = response("slr", "left", "positive", familiar="yes")
    examined = examination(**{"responses": [slr], **parts})
    assert words.marked_reading(row(examined, catalogue), catalogue) == expected


def test_agreement_stands_line_by_line_before_the_note(catalogue: Catalogue) -> None:
    loss = [sign("L5", "left", "reflex", "absent")]
    named = report({**PROTRUSION, "root": "L5"})
    both = row(with_imaging(named, conduction=loss), catalogue)
    assert words.agreement_words(both).splitlines() == [
        "\u2713 side: the same",
        "\u2713 root: the same",
        "loss at L5; the report names L5",
    ]
    side = row(with_imaging(report(PROTRUSION)), catalogue)
    assert words.agreement_words(side).splitlines()[:2] == [
        "\u2713 side: the same",
        "\u2013 root: not shown to be the same",
    ]
    midline = row(with_imaging(report({**PROTRUSION, "side": "midline"})), catalogue)
    assert words.agreement_words(midline).startswith("\u2013 side: not named as left or right")


def test_other_reports_held_are_not_repeated_in_each_row(catalogue: Catalogue) -> None:
    old = report(modality="CT", performed_on="2020-01-02")
    examined = with_imaging(old, report(PROTRUSION, performed_on="2026-01-02"))
    assert "also held" in row(examined, catalogue).note
    assert "also held" not in words.agreement_words(row(examined, catalogue))


def test_a_row_of_conduction_has_no_agreement(catalogue: Catalogue) -> None:
    examined = with_imaging(report({**PROTRUSION, "root": "L5"}))
    assert words.agreement_words(conduction(examined, catalogue)["left/L5"]) == ""


def test_behind_a_cell_stand_what_counts_then_others_of_its_levels_and_side(
    catalogue: Catalogue,
) -> None:
    findings = (
        finding("L4-L5", "disc_degeneration"),
        PROTRUSION,
        finding("L5-S1", "protrusion", "right"),
        finding("L1-L2", "bulge", "left"),
        finding("L5-S1", "fracture"),
        finding("L5-S1", "canal_stenosis", grade="none"),
        finding("L5-S1", "foraminal_stenosis", "left", grade="none"),
        finding("L4-L5", "extrusion", grade="none"),
        finding("L4-L5", "extrusion", "left", grade="none"),
    )
    examined = with_imaging(report(*findings))
    behind = words.findings_behind(row(examined, catalogue), examined)
    assert [(each.level, each.kind) for each in behind] == [
        ("L4-L5", "protrusion"),
        ("L4-L5", "disc_degeneration"),
        ("L5-S1", "canal_stenosis"),
        ("L5-S1", "foraminal_stenosis"),
        ("L4-L5", "extrusion"),
        ("L4-L5", "extrusion"),
    ]
    told = words.imaging_words(row(examined, catalogue), examined, catalogue).splitlines()
    assert told[1:] == [
        "L4-L5 disc protrusion, left",
        "L4-L5 disc degeneration",
        "Stated free: canal, foramina at L5-S1; no disc extrusion at L4-L5",
    ]


def test_nothing_is_behind_a_cell_without_a_report(catalogue: Catalogue) -> None:
    examined = examination(responses=[response("slr", "left", "positive", familiar="yes")])
    assert words.findings_behind(row(examined, catalogue), examined) == ()


def test_what_is_only_possible_says_so(catalogue: Catalogue) -> None:
    examined = with_imaging(report({**PROTRUSION, "certainty": "possible"}))
    (one,) = words.findings_behind(row(examined, catalogue), examined)
    assert words.brief_finding(one, catalogue) == "L4-L5 disc protrusion, left, possible"


def test_the_quoted_words_are_those_of_the_span() -> None:
    quoted = {**PROTRUSION, "quote": {"start": 7, "end": 17}}
    (held,) = with_imaging(report(quoted, text="L4-L5: protrusion left.")).imaging or ()
    (one,) = held.findings or ()
    assert words.quoted_words(one, held) == "protrusion"
    (bare,) = with_imaging(report(PROTRUSION)).imaging or ()
    assert words.quoted_words((bare.findings or ())[0], bare) == ""


def test_a_nerve_study_stands_beside_the_root_it_names(catalogue: Catalogue) -> None:
    given = {"result": "acute_denervation", "roots": [{"root": "S1", "side": "left"}]}
    study = {"modality": "EMG_NCS", "performed_on": "2026-11-03", "electrodiagnosis": given}
    bare = {"modality": "EMG_NCS", "text": "Normal study."}
    signs = [sign("S1", side, "reflex", "absent") for side in ("left", "right")]
    examined = examination(imaging=[study, bare], conduction=signs)
    left, right = compare(examined, catalogue).conduction
    assert words.signs_words(left, examined, catalogue).splitlines() == [
        "reflex absent",
        "EMG/NCS of 3 November 2026 names S1",
    ]
    assert words.signs_words(right, examined, catalogue) == "reflex absent"
    first, second = words.nerve_studies(examined)
    assert "acute denervation" in words.nerve_study_words(first, catalogue)
    assert words.nerve_study_words(second, catalogue) == "EMG/NCS: Normal study."


def test_a_nerve_study_without_words_is_told_all_the_same(catalogue: Catalogue) -> None:
    (study,) = words.nerve_studies(examination(imaging=[{"modality": "EMG_NCS"}]))
    assert words.nerve_study_words(study, catalogue) == "EMG/NCS: report without text"


def test_rule_checks_are_counted_and_told_in_cells(catalogue: Catalogue) -> None:
    examined = examination(
        responses=[
            response("slr", "left", "positive", familiar="no"),
            response("bragard", "left", "inconclusive"),
        ]
    )
    checks = compare(examined, catalogue).rule_checks
    cells = words.rule_check_cells(checks[0], catalogue)
    assert cells[:4] == ("SLR, left", "Positive", "R1: not met", "\u2260 differs")
    assert words.rule_check_cells(checks[1], catalogue)[3] == "\u2013 not told"
    assert words.rule_checks_summary(checks) == "2 responses, 1 read otherwise by the rule"
    assert words.rule_checks_summary(checks[1:]) == "1 response, none read otherwise by the rule"


def test_studies_that_disagree_stand_in_one_group(catalogue: Catalogue) -> None:
    groups = study_groups(catalogue.studies.values(), catalogue)
    keys = {study.statement: key for key, study in catalogue.studies.items()}
    together = [{keys[study.statement] for study in group} for group in groups]
    assert {"tawa2016_mri", "wassenaar2012_mri"} in together
    assert {"vdwindt2010_slr", "capra2011_slr", "miranda2021_slr_herniation"} in together
    told = [key for group in together for key in group]
    assert len(told) == len(set(told))
    left_out = set(catalogue.studies) - set(told)
    assert left_out
    assert all(catalogue.studies[key].table for key in left_out)


def test_shares_by_age_stand_beside_degenerative_findings_once(catalogue: Catalogue) -> None:
    born = {"id": "0197a001-0000-7000-8000-000000000001", "birth_date": "1980-01-01"}
    wear = [finding(level, "disc_degeneration") for level in ("L4-L5", "L5-S1")]
    examined = with_imaging(report(*wear), patient=born, performed_at="2026-11-18T09:00:00+01:00")
    here = row(examined, catalogue)
    (sentence,) = age_sentences(here, examined, catalogue)
    assert "disc degeneration" in sentence
    assert literature_summary(here, examined, catalogue).endswith("held, and shares by age")
    plain = with_imaging(report())
    assert age_sentences(row(plain, catalogue), plain, catalogue) == ()
    assert "held" in literature_summary(row(plain, catalogue), plain, catalogue)


def test_another_root_is_inferred_with_its_reason_and_can_be_given_back() -> None:
    other = report(modality="CT")
    before = with_imaging(report(PROTRUSION, finding("L5-S1", "bulge")), other)
    held = (before.imaging or ())[0]
    old = (held.findings or ())[0]
    after = with_root(before, held, old, Root.L4, "migrated fragment")
    changed_report, kept = after.imaging or ()
    changed, second = changed_report.findings or ()
    assert (changed.root, changed.root_reason) == (Root.L4, "migrated fragment")
    assert changed.status == "inferred"
    assert (second, kept) == ((held.findings or ())[1], (before.imaging or ())[1])
    assert usual_roots(changed) == usual_roots(old) == (Root.L5,)
    assert roots_of_level(changed) == (Root.L4, Root.L5)
    back = with_root(after, changed_report, changed, None, "no reason is kept")
    (row, _) = (back.imaging or ())[0].findings or ()
    # Whether the report said it is not known any more.
    assert row == msgspec.structs.replace(old, status=None)
    reworded = with_root(after, changed_report, changed, Root.L4, "conjoined root")
    assert ((reworded.imaging or ())[0].findings or ())[0].root_reason == "conjoined root"


@pytest.mark.parametrize(
    ("root", "parts"),
    [
        (None, {"root": "L5"}),
        (Root.L5, {"root": "L5"}),
        (Root.L5, {"root": "L5", "status": None}),
        (None, {"status": "inferred"}),
        (None, {"status": None}),
        (None, {}),
    ],
)
def test_a_root_that_is_left_as_it_was_changes_nothing(
    root: Root | None, parts: dict[str, object]
) -> None:
    before = with_imaging(report(finding("L4-L5", "protrusion", "left", **parts)))
    held = (before.imaging or ())[0]
    (row,) = held.findings or ()
    assert with_root(before, held, row, root, "why") == before


@pytest.mark.parametrize("status", ["stated", "inferred", None])
@pytest.mark.parametrize("named", ["L5", None])
def test_a_root_given_back_is_what_was_read_from_the_text(
    status: str | None, named: str | None
) -> None:
    quote = {"start": 3, "end": 9}
    read = finding("L4-L5", "protrusion", "left", status=status, root=named, quote=quote)
    other = finding("L4-L5", "bulge", quote=quote)
    before = with_imaging(report(read, other))
    held = (before.imaging or ())[0]
    row, second = held.findings or ()
    after = with_root(before, held, row, Root.L4, "migrated fragment")
    (changed_report,) = after.imaging or ()
    changed, _ = changed_report.findings or ()
    back = with_root(after, changed_report, changed, None, None, offers=(second, row))
    assert back == before


def test_a_finding_that_is_not_held_any_more_changes_nothing() -> None:
    before = with_imaging(report(PROTRUSION))
    held = (before.imaging or ())[0]
    gone = (with_imaging(report(finding("L5-S1", "bulge"))).imaging or ())[0]
    assert with_root(before, held, (gone.findings or ())[0], Root.L4, "why") == before
    assert with_root(before, gone, (held.findings or ())[0], Root.L4, "why") == before
    assert with_root(examination(), gone, (held.findings or ())[0], None, None) == examination()
    bare = with_imaging(report())
    assert with_root(bare, (bare.imaging or ())[0], (held.findings or ())[0], None, None).imaging
