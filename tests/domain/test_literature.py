"""The studies beside a row: by reading and kind of finding, never one side of a disagreement."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare, counting_findings
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import Mark
from clinic_desktop.domain.literature import (
    Row,
    both_negative,
    brief_sentence,
    literature,
    short_sentence,
    study_sentence,
    table_rows,
    tables,
)
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
from tests.domain.drawn import small_documents

CALM = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
PROTRUSION = finding("L5-S1", "protrusion", "left", zone="subarticular", root="S1")
NORMAL = report(stated_normal=["L3-L4", "L4-L5", "L5-S1"], rest_stated_normal=True)
NEGATIVE: Json = {"responses": [response("slr", "left", "negative")]}


def keys(row: Row, examined: Examination, catalogue: Catalogue) -> set[str]:
    chosen = literature(row, examined, catalogue)
    return {key for key, study in catalogue.studies.items() if study in chosen}


def beside(key: str, examined: Examination, catalogue: Catalogue) -> set[str]:
    rows: dict[str, Row] = {**mechano(examined, catalogue), **conduction(examined, catalogue)}
    return keys(rows[key], examined, catalogue)


def rows_of(examined: Examination, catalogue: Catalogue) -> Iterator[Row]:
    told = compare(examined, catalogue)
    yield from told.mechanosensitivity
    yield from told.conduction


def test_one_side_of_a_disagreement_never_comes_alone(catalogue: Catalogue) -> None:
    @CALM
    @given(small_documents(catalogue.tests))
    def come_together(document: Json) -> None:
        examined = examination(**document, imaging_known_before=True)
        for row in rows_of(examined, catalogue):
            chosen = keys(row, examined, catalogue)
            for key in chosen:
                assert set(catalogue.studies[key].disagrees_with) <= chosen

    come_together()


def test_a_disagreement_goes_both_ways(catalogue: Catalogue) -> None:
    studies = catalogue.studies
    pairs = {(a, b) for a, study in studies.items() for b in study.disagrees_with}
    assert {(b, a) for a, b in pairs} == pairs
    assert {
        ("tawa2016_mri", "wassenaar2012_mri"),
        ("majlesi2008_slump_slr", "mkumbuzi_slump_slr"),
        ("gonzalez2020_slr_bragard", "homayouni2018_slr_bragard"),
        ("capra2011_slr", "vdwindt2010_slr"),
    } <= pairs
    told = {key for pair in pairs for key in pair}
    marked = {key for key, study in studies.items() if study.mark is Mark.DISAGREE}
    assert marked <= told


def test_the_choice_looks_at_nothing_else_of_the_patient(catalogue: Catalogue) -> None:
    """Who the patient is, what they told and how a test felt change no study."""

    @CALM
    @given(small_documents(catalogue.tests))
    def is_the_same(document: Json) -> None:
        kept = ("test", "side", "outcome", "symptom_side")
        bare = [{name: one[name] for name in kept} for one in document["responses"]]
        other = {
            **document,
            "responses": bare,
            "patient": {"id": "0197a001-0000-7000-8000-000000000009", "birth_date": "1940-01-01"},
            "performed_at": "2026-11-18T09:30:00Z",
            "presentation": {"onset": "2026-01-01", "nprs": {"now": 9}},
            "before": {"operations": [{"what": "discectomy"}]},
        }
        one, two = examination(**document), examination(**other)
        assert [literature(row, one, catalogue) for row in rows_of(one, catalogue)] == [
            literature(row, two, catalogue) for row in rows_of(two, catalogue)
        ]

    is_the_same()


def test_a_positive_test_with_a_normal_report_has_both_views_of_mri(catalogue: Catalogue) -> None:
    chosen = beside("left/sciatic", with_imaging(NORMAL), catalogue)
    assert {"tawa2016_mri", "wassenaar2012_mri", "berthelot2021_cluster"} <= chosen
    assert {"segebarth_slips", "tarantino_upright"} <= chosen


def test_an_upright_study_has_no_figures_of_what_lying_hides(catalogue: Catalogue) -> None:
    upright = {**NORMAL, "modality": "upright_MRI"}
    chosen = beside("left/sciatic", with_imaging(upright), catalogue)
    assert not {"segebarth_slips", "tarantino_upright"} & chosen


def test_negative_tests_beside_a_protrusion_have_the_counts_of_miranda_in_one_table(
    catalogue: Catalogue,
) -> None:
    examined = with_imaging(report(PROTRUSION), **NEGATIVE)
    row = mechano(examined, catalogue)["left/sciatic"]
    chosen = literature(row, examined, catalogue)
    assert len([study for study in chosen if study.table == "miranda2021"]) == 4
    (table,) = tables(chosen, catalogue)
    assert table.title.startswith("Positive tests among 101")
    assert table_rows(table) == (
        (
            "Herniation, n = 94",
            "52 positive, 42 negative: 55.3% (45.3 to 65.0)",
            "17 positive, 77 negative: 18.1% (11.6 to 27.1)",
        ),
        (
            "Bulge, n = 7",
            "6 positive, 1 negative: 85.7% (48.7 to 97.4)",
            "2 positive, 5 negative: 28.6% (8.2 to 64.1)",
        ),
        (
            "All, n = 101",
            "58 positive, 43 negative: 57.4% (47.7 to 66.6)",
            "19 positive, 82 negative: 18.8% (12.4 to 27.5)",
        ),
    )
    assert both_negative(table) == (
        "Herniation, negative to both tests: between 25 (26.6%) and 42 (44.7%) of 94."
    )
    assert "No controls" in " ".join(table.notes)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (finding("L4-L5", "foraminal_stenosis", "left"), True),
        (finding("L4-L5", "protrusion", "left", zone="extraforaminal"), True),
        (finding("L4-L5", "canal_stenosis"), True),
        (PROTRUSION, False),
    ],
)
def test_change_of_foramen_or_canal_with_negative_tests_has_its_study(
    row: Json, told: bool, catalogue: Catalogue
) -> None:
    examined = with_imaging(report(row), **NEGATIVE)
    assert ("ekedahl2018_foraminal" in beside("left/sciatic", examined, catalogue)) is told
    positive = with_imaging(report(row))
    assert "ekedahl2018_foraminal" not in beside("left/sciatic", positive, catalogue)


def test_imaging_known_before_brings_what_knowing_it_did(catalogue: Catalogue) -> None:
    for known in (True, False, None):
        examined = with_imaging(report(PROTRUSION), imaging_known_before=known)
        chosen = beside("left/sciatic", examined, catalogue)
        assert ("suri2010_known_imaging" in chosen) is (known is True)


def test_a_nerve_study_brings_its_figures_beside_conduction(catalogue: Catalogue) -> None:
    loss: Json = {"conduction": [sign("S1", "left", "reflex", "absent")]}
    emg = {"modality": "EMG_NCS", "text": "Denervation."}
    with_emg = with_imaging(report(PROTRUSION), emg, **loss)
    told = {"mondelli2013_emg", "barr_emg", "emg_timing"}
    assert told <= beside("left/S1", with_emg, catalogue)
    assert not told & beside("left/sciatic", with_emg, catalogue)
    without = with_imaging(report(PROTRUSION), **loss)
    assert not told & beside("left/S1", without, catalogue)


def test_agreement_of_readers_stands_beside_a_described_herniation(catalogue: Catalogue) -> None:
    chosen = beside("left/sciatic", with_imaging(report(PROTRUSION)), catalogue)
    assert {"lurie2008_readers", "elbarzouhi2013plos_readers", "pfirrmann2004_readers"} <= chosen
    narrowed = with_imaging(report(finding("L4-L5", "foraminal_stenosis", "left")))
    assert "lee2010_readers" in beside("left/sciatic", narrowed, catalogue)


def test_a_row_without_a_report_has_counting_findings_of_none(catalogue: Catalogue) -> None:
    examined = with_imaging()
    row = mechano(examined, catalogue)["left/sciatic"]
    assert counting_findings(row, examined) == ()
    assert literature(row, examined, catalogue) == ()


def test_a_study_is_told_with_population_comparator_n_interval_source_and_mark(
    catalogue: Catalogue,
) -> None:
    assert study_sentence(catalogue.studies["wassenaar2012_mri"], catalogue) == (
        "Against findings at surgery for disc herniation, MRI had a sensitivity of 75% and a "
        "specificity of 77% (systematic review of 5 studies; compared with: surgery; 95% interval "
        "sensitivity 65 to 83, specificity 61 to 88; Wassenaar 2012 "
        "doi:10.1007/s00586-011-2019-8; sources disagree)."
    )
    lurie = catalogue.studies["lurie2008_readers"]
    assert "(readings within SPORT; compared with: a second reader; n = 60; " in (
        study_sentence(lurie, catalogue)
    )
    assert study_sentence(lurie, catalogue).endswith("PMC2745940; read in the source).")
    assert short_sentence(lurie, catalogue).endswith("Lurie 2008 (SPORT)).")


def test_a_study_without_a_source_says_so(catalogue: Catalogue) -> None:
    timing = catalogue.studies["emg_timing"]
    for told in (study_sentence(timing, catalogue), short_sentence(timing, catalogue)):
        assert told.endswith("(no source held; recalled, not yet checked).")
    assert brief_sentence(timing, catalogue).endswith("can be normal (no source held).")


def test_a_brief_sentence_has_author_year_and_n(catalogue: Catalogue) -> None:
    told = brief_sentence(catalogue.studies["ekedahl2018_foraminal"], catalogue)
    assert told.endswith("foraminal compression on MRI (Ekedahl 2018, n = 99).")


def test_the_table_of_miranda_says_what_its_sentences_say(catalogue: Catalogue) -> None:
    table = catalogue.tables["miranda2021"]
    told = {
        (test.casefold(), group.group.casefold()): f"{positive} of {group.n} "
        for group in table.groups
        for test, positive in zip(table.tests, group.positive, strict=True)
    }
    of_table = [study for study in catalogue.studies.values() if study.table == "miranda2021"]
    for study in of_table:
        words = study.statement.casefold()
        (counts,) = (told[key] for key in told if all(part in words for part in key))
        assert counts in words
    totals = [group for group in table.groups if group.group == "All"]
    others = [group for group in table.groups if group.group != "All"]
    assert [group.n for group in totals] == [sum(group.n for group in others)]
    assert [group.positive for group in totals] == [
        tuple(sum(counts) for counts in zip(*(group.positive for group in others), strict=True))
    ]
