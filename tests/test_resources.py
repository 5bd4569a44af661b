"""The program's data: every definition, label, figure and font that the code relies on is there."""

import importlib
import pkgutil
import re
import shutil
from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import clinic_desktop.domain
from clinic_desktop.domain import (
    anatomy,
    comparison,
    examination,
    imaging,
    practice,
    progress,
    screening,
    signing,
    trail,
    values,
    versions,
)
from clinic_desktop.domain import response as responses
from clinic_desktop.domain.catalogue import Catalogue, Fact, Mark, NeurodynamicTest
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import Reading
from clinic_desktop.domain.document import read_document, write_document
from clinic_desktop.domain.imaging import DANGERS, FindingKind
from clinic_desktop.domain.response import Outcome
from clinic_desktop.resources import CatalogueRefused, read_catalogue, resources_folder

CROSSED = {"cslr", "fnst_crossed"}
RELIEF = {"distraction", "shoulder_abd"}
WITHOUT_DIFFERENTIATION = {"cslr", "fnst_crossed", "fnst", "bowstring"}
PATHWAY_TESTS = {
    "sciatic": "slr bragard bragard_mod sicard turyn neri cslr eslr slr_tib slr_sur slr_per "
    "bowstring slump slump_sit_slr",
    "femoral": "fnst fnst_crossed skb",
    "median": "ulnt1 ulnt2a",
    "radial": "ulnt2b",
    "ulnar": "ulnt3",
    None: "christodoulides dejerine bell hyperext pnf kernig spurling distraction rot60 "
    "shoulder_abd",
}
EXPECTED_EFFECT = {
    "ankle_dorsiflexion": "increase",
    "hip_internal_rotation": "increase",
    "neck_flexion": "increase",
    "neck_side_bend_away": "increase",
    "ankle_dorsiflexion_release": "decrease",
    "hip_internal_rotation_release": "decrease",
    "neck_extension": "decrease",
    "neck_side_bend_towards": "decrease",
}
FOLLOWS = {
    "bragard": "slr",
    "bowstring": "slr",
    "bragard_mod": "slr",
    "sicard": "slr",
    "neri": "slr",
    "eslr": "slr",
    "christodoulides": "fnst",
}
# Steps that were read in a source, or on which sources disagree; every other step is recalled.
STEP_MARKS = {
    "bragard": {0: Mark.DISAGREE, 1: Mark.DISAGREE},
    "bowstring": {1: Mark.SEEN, 2: Mark.SEEN},
    "slump": dict.fromkeys(range(7), Mark.SEEN_SECONDARY),
    "fnst": {4: Mark.DISAGREE},
    "ulnt1": dict.fromkeys(range(6), Mark.SEEN_SECONDARY),
    "ulnt3": dict.fromkeys(range(7), Mark.DISAGREE),
}
SEEN_CAUTIONS = ("Do not begin while the level of concern is high.", "With shoulder instability")

# The lists of the document and the groups of labels that hold their words. Levels and roots are
# printed as they are written.
GROUPS: dict[type[StrEnum], tuple[str, ...]] = {
    anatomy.Side: ("side",),
    anatomy.TestedSide: ("side",),
    anatomy.BodySide: ("side",),
    anatomy.Root: (),
    anatomy.Level: (),
    anatomy.Zone: ("zone",),
    anatomy.Region: ("region",),
    anatomy.Pathway: ("pathway",),
    responses.Outcome: ("outcome_window", "outcome_report"),
    responses.Familiar: ("familiar",),
    responses.LimitedBy: ("limited_by",),
    responses.Effect: ("effect",),
    screening.Concern: ("concern",),
    screening.SignKind: ("sign_kind",),
    imaging.Modality: ("modality",),
    imaging.FindingKind: ("kind",),
    imaging.RootRelation: ("root_relation",),
    imaging.Status: ("status",),
    examination.Sex: ("sex",),
    examination.ImagingKnownHow: ("imaging_known_how",),
    examination.DangersChecked: ("imaging_checked_for_dangers",),
    examination.SymptomKind: ("symptom_kind",),
    examination.BehaviourEffect: ("behaviour_effect",),
    examination.SymptomsAfter: ("symptoms_after",),
    examination.Urgency: ("urgency",),
    comparison.ImagingCell: ("imaging_cell",),
    comparison.Reading: ("reading",),
    comparison.Agreement: ("agreement",),
    comparison.RuleResult: ("rule_result",),
    practice.State: ("state",),
    practice.Role: ("role",),
    versions.VersionKind: ("version_kind",),
    versions.RevisionKind: ("revision_kind",),
    versions.Handing: ("handing",),
    trail.Action: ("action",),
    signing.RemarkKind: ("remark_kind",),
    progress.StepState: ("step_state",),
    values.YesNoUnknown: ("yes_no",),
    values.Examined: ("yes_no",),
    Mark: ("mark",),
}
OFFERED_GROUPS = {
    "areas": "area",
    "qualities": "quality",
    "not_tested_reasons": "not_tested_reason",
    "instruments": "instrument",
    "positions": "position",
    "sequences": "sequence",
    "activities": "activity",
    "other_sources": "source",
    "mechanisms": "mechanism",
    "proposed_tests": "proposed_test",
    "measures": "measure",
    "red_flags": "red_flag",
    "variants": "variant",
}
STATEMENTS = {
    "intended_use",
    "not_independent",
    "positive_means",
    "level_roots",
    "structure_not_function",
    "draft_reading",
    "outcome_negative",
    "outcome_positive",
    "outcome_inconclusive",
    "outcome_not_tested",
    "rule_r1",
    "rule_r1_familiar",
    "foraminal_note",
    "not_mentioned_means",
}
CAUDA_EQUINA_AND_CORD = (
    "ces_bladder",
    "ces_bowel",
    "ces_saddle_numbness",
    "ces_sexual",
    "ces_bilateral_leg",
    "progressive_motor_loss",
    "cord_signs",
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    copy = tmp_path / "resources"
    shutil.copytree(resources_folder(), copy, ignore=shutil.ignore_patterns("fonts"))
    return copy


def facts(test: NeurodynamicTest) -> tuple[Fact, ...]:
    how = (test.differentiate_how,) if test.differentiate_how else ()
    return (test.position, *test.steps, test.positive_when, *how, *test.cautions)


def own_sentences(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of everything the program says in its own words."""
    for key, test in catalogue.tests.items():
        names = (test.name, test.short, test.loads, test.angle or "", *test.synonyms)
        for text in (*names, *(fact.text for fact in facts(test))):
            yield f"tests.{key}", text
    for key, study in catalogue.studies.items():
        for field in (study.statement, study.population, study.comparator, study.interval):
            yield f"studies.{key}", field or ""
    yield from ((f"movements.{key}", entry.name) for key, entry in catalogue.movements.items())
    yield from ((f"protocols.{key}", entry.name) for key, entry in catalogue.protocols.items())
    groups = {**catalogue.wording.labels, "statements": catalogue.wording.statements}
    for group, words in groups.items():
        yield from ((f"{group}.{key}", text) for key, text in words.items())


def forbidden_in(text: str, forbidden: tuple[str, ...]) -> list[str]:
    words = " ".join(text.casefold().split())
    return [word for word in forbidden if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words)]


def test_every_test_loads_the_pathway_the_contract_gives(catalogue: Catalogue) -> None:
    expected = {key: pathway for pathway, keys in PATHWAY_TESTS.items() for key in keys.split()}
    assert {key: test.pathway for key, test in catalogue.tests.items()} == expected


def test_only_the_crossed_tests_are_crossed_and_the_relief_tests_relieve(
    catalogue: Catalogue,
) -> None:
    assert {key for key, test in catalogue.tests.items() if test.crossed} == CROSSED
    assert {key for key, test in catalogue.tests.items() if test.relief} == RELIEF


def test_every_pathway_test_but_four_has_a_differentiation(catalogue: Catalogue) -> None:
    without = {key for key, test in catalogue.tests.items() if not test.differentiation}
    assert without == WITHOUT_DIFFERENTIATION | set(PATHWAY_TESTS[None].split())


def test_the_core_tests_offer_their_movements_in_order(catalogue: Catalogue) -> None:
    tests = catalogue.tests
    assert tests["slr"].differentiation == (
        "ankle_dorsiflexion",
        "hip_internal_rotation",
        "neck_flexion",
    )
    assert tests["bragard"].differentiation == ("ankle_dorsiflexion_release",)
    assert tests["slump"].differentiation == ("neck_extension", "ankle_dorsiflexion_release")
    assert tests["bragard"].variants == ("lowered", "at_limit")


def test_bowstring_alone_has_a_control(catalogue: Catalogue) -> None:
    controls = {key: test.control for key, test in catalogue.tests.items() if test.control}
    assert controls == {"bowstring": "hamstring_tendon_pressure"}


def test_tests_that_start_from_another_name_it(catalogue: Catalogue) -> None:
    assert {k: test.follows for k, test in catalogue.tests.items() if test.follows} == FOLLOWS


def test_movements_expect_what_the_contract_says_and_others_nothing(catalogue: Catalogue) -> None:
    expects = {key: move.expects for key, move in catalogue.movements.items() if move.expects}
    assert expects == EXPECTED_EFFECT
    assert catalogue.movements["hamstring_tendon_pressure"].expects is None


def test_every_movement_is_of_the_contract_or_used_by_a_test(catalogue: Catalogue) -> None:
    used = {move for test in catalogue.tests.values() for move in test.differentiation}
    used |= {test.control for test in catalogue.tests.values() if test.control}
    assert set(catalogue.movements) == used | set(EXPECTED_EFFECT)


def test_protocols_hold_the_tests_of_the_contract_in_order(catalogue: Catalogue) -> None:
    assert catalogue.protocol_tests("lumbar_core") == ("slr", "bragard", "slump", "bowstring")
    assert catalogue.protocol_tests("upper_quarter") == ("ulnt1", "ulnt2b", "ulnt3")
    assert {"lumbar_extended", "femoral", "screening"} <= set(catalogue.protocols)


def test_steps_and_cautions_are_recalled_unless_a_source_was_read(catalogue: Catalogue) -> None:
    for key, test in catalogue.tests.items():
        assert test.position.mark is Mark.RECALLED, key
        read = STEP_MARKS.get(key, {})
        expected = [read.get(index, Mark.RECALLED) for index in range(len(test.steps))]
        assert [step.mark for step in test.steps] == expected, key
        for caution in test.cautions:
            seen = caution.text.startswith(SEEN_CAUTIONS)
            assert caution.mark is (Mark.SEEN if seen else Mark.RECALLED), (key, caution.text)


def test_every_test_says_when_not_to_begin(catalogue: Catalogue) -> None:
    for key, test in catalogue.tests.items():
        assert any("level of concern is high" in caution.text for caution in test.cautions), key


def test_a_test_with_a_differentiation_says_how(catalogue: Catalogue) -> None:
    silent = [
        key
        for key, test in catalogue.tests.items()
        if (test.differentiation or test.control) and test.differentiate_how is None
    ]
    assert silent == []


def domain_enums() -> set[type[StrEnum]]:
    """Every closed list defined in the domain, found by looking."""
    for module in pkgutil.iter_modules(clinic_desktop.domain.__path__):
        importlib.import_module(f"clinic_desktop.domain.{module.name}")
    found: set[type[StrEnum]] = set()
    waiting: list[type[StrEnum]] = [StrEnum]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if child.__module__.startswith("clinic_desktop.domain."):
                found.add(child)
    return found


def test_every_closed_list_of_the_domain_is_known_here() -> None:
    assert domain_enums() == set(GROUPS)


@pytest.mark.parametrize("enum", GROUPS, ids=lambda enum: enum.__name__)
def test_every_value_of_a_closed_list_has_a_label(
    enum: type[StrEnum], catalogue: Catalogue
) -> None:
    for group in GROUPS[enum]:
        missing = {member.value for member in enum} - set(catalogue.wording.labels[group])
        assert missing == set(), group
    if not GROUPS[enum]:
        assert [catalogue.label(enum.__name__.lower(), item) for item in enum] == list(enum)


def test_grades_safety_kinds_and_sensitisation_have_labels(catalogue: Catalogue) -> None:
    labels = catalogue.wording.labels
    grades = {grade for of_kind in screening.SIGN_GRADES.values() for grade in of_kind}
    assert set(labels["sign_grade"]) == grades
    assert set(labels["grade"]) == {"none", "minimal", "mild", "moderate", "severe", "present"}
    kinds = {kind.value for kind in DANGERS} | {"brisk", "clonus", "power", "both_sides"}
    assert set(labels["safety_kind"]) == kinds
    assert set(labels["sensitisation"]) == set(screening.Sensitisation.__struct_fields__)


def test_every_offered_id_has_a_label_and_every_such_label_is_offered(
    catalogue: Catalogue,
) -> None:
    assert set(catalogue.wording.offered) == set(OFFERED_GROUPS)
    for name, group in OFFERED_GROUPS.items():
        offered = catalogue.wording.offered[name]
        assert len(offered) == len(set(offered)), name
        assert set(offered) == set(catalogue.wording.labels[group]), name


def test_every_variant_of_a_test_has_a_label(catalogue: Catalogue) -> None:
    variants = [variant for test in catalogue.tests.values() for variant in test.variants]
    assert sorted(variants) == sorted(catalogue.wording.offered["variants"])


def test_thirteen_red_flags_are_offered_cauda_equina_and_cord_first(catalogue: Catalogue) -> None:
    offered = catalogue.wording.offered["red_flags"]
    assert len(offered) == 13
    assert offered[:7] == CAUDA_EQUINA_AND_CORD


def test_labels_begin_with_a_capital_or_a_digit_or_are_a_name(catalogue: Catalogue) -> None:
    small = [
        text
        for labels in catalogue.wording.labels.values()
        for text in labels.values()
        if text[0].islower()
    ]
    assert small == ["painDETECT"]


def test_outcomes_are_never_pass_or_fail_alone(catalogue: Catalogue) -> None:
    window, report = (
        [catalogue.label(group, outcome) for outcome in Outcome]
        for group in ("outcome_window", "outcome_report")
    )
    assert window == ["Pass (negative)", "Fail (positive)", "Inconclusive", "Not tested"]
    assert report == ["Negative", "Positive", "Inconclusive", "Not tested"]


def test_the_fixed_sentences_are_there_and_worded_as_decided(catalogue: Catalogue) -> None:
    statements = catalogue.wording.statements
    assert set(statements) == STATEMENTS
    assert statements["intended_use"] == (
        "Recorded and concluded by the therapist named. "
        "The program arranges recorded values; it does not diagnose."
    )
    assert statements["not_independent"] == (
        "These tests load the same nerve and are not independent; the count is not a score."
    )
    assert statements["positive_means"] == (
        "A positive test shows that loading the nerve reproduced the patient's symptom; "
        "it shows neither damage nor which root."
    )


def test_own_sentences_hold_no_forbidden_word_save_the_intended_use(catalogue: Catalogue) -> None:
    forbidden = catalogue.wording.forbidden
    found = {
        place: words
        for place, text in own_sentences(catalogue)
        if (words := forbidden_in(text, forbidden))
    }
    assert found == {"statements.intended_use": ["diagnose"]}


def test_the_forbidden_words_cover_those_of_the_product_and_are_lower_case(
    catalogue: Catalogue,
) -> None:
    forbidden = catalogue.wording.forbidden
    assert all(word == word.casefold() for word in forbidden)
    assert len(forbidden) == len(set(forbidden))
    assert {
        *("diagnose", "detect", "confirm", "rule out", "prove", "miss", "missed"),
        *("gold standard", "clean", "impaired", "concordant", "false positive", "recommend"),
        *("should refer", "trust", "no red flags"),
    } <= set(forbidden)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was MISSED.", ["missed"]),
        ("ruled\n  out", ["ruled out"]),
        ("cleaning the mission of trustees", []),
    ],
)
def test_forbidden_words_are_found_whole_and_across_lines(
    text: str, found: list[str], catalogue: Catalogue
) -> None:
    assert forbidden_in(text, catalogue.wording.forbidden) == found


def test_every_source_a_fact_or_study_names_exists(catalogue: Catalogue) -> None:
    named = {study.source for study in catalogue.studies.values()}
    for test in catalogue.tests.values():
        named |= set(test.sources)
        named |= {source for fact in facts(test) for source in fact.sources}
    assert named <= set(catalogue.sources)
    assert {"elbarzouhi2013nejm", "elbarzouhi2013plos"} <= set(catalogue.sources)


def test_a_study_concerns_only_what_exists(catalogue: Catalogue) -> None:
    known: dict[str, Collection[str]] = {
        "reading": set(Reading),
        "kind": set(FindingKind),
        "zone": set(anatomy.Zone),
        "modality": set(imaging.Modality),
        "rule": {"R1"},
        "proposed_test": set(catalogue.wording.offered["proposed_tests"]),
    }
    for key, study in catalogue.studies.items():
        assert study.concerns, key
        for concern in study.concerns:
            group, colon, value = concern.partition(":")
            if colon:
                assert value in known[group], (key, concern)
            else:
                assert concern in {*catalogue.tests, "imaging_known_before"}, (key, concern)


def test_studies_keep_the_counts_and_marks_of_their_figures(catalogue: Catalogue) -> None:
    studies = catalogue.studies
    of_miranda = {key: study for key, study in studies.items() if study.source == "miranda2021"}
    assert sorted(study.n or 0 for study in of_miranda.values()) == [7, 7, 94, 94]
    for study in of_miranda.values():
        assert study.mark is Mark.DERIVED
        assert "no controls" in (study.comparator or "")
    assert studies["majlesi2008_slump_slr"].mark is Mark.RECALLED
    assert studies["tawa2016_mri"].mark is studies["wassenaar2012_mri"].mark is Mark.DISAGREE
    assert (studies["mondelli2013_emg"].n, studies["mondelli2013_emg"].comparator) == (
        108,
        "History and MRI",
    )
    assert studies["ekedahl2018_foraminal"].n == 99


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tawa2016_mri", "wassenaar2012_mri"),
        ("majlesi2008_slump_slr", "mkumbuzi_slump_slr"),
        ("gonzalez2020_slr_bragard", "homayouni2018_slr_bragard"),
    ],
)
def test_sources_that_disagree_stand_beside_each_other(
    one: str, other: str, catalogue: Catalogue
) -> None:
    shared = set(catalogue.studies[one].concerns) & set(catalogue.studies[other].concerns)
    assert set(catalogue.studies[one].concerns) == shared


def test_prevalence_without_pain_never_stands_without_its_counter_evidence(
    catalogue: Catalogue,
) -> None:
    """Facet change, slip and annular fissure have none; extrusion has no prevalence."""
    without_pain = {
        concern
        for study in catalogue.studies.values()
        if study.source == "brinjikji2015"
        for concern in study.concerns
    }
    with_pain = set(catalogue.studies["brinjikji2015b_pain"].concerns)
    assert without_pain - with_pain == {
        "kind:annular_fissure",
        "kind:facet_arthropathy",
        "kind:spondylolisthesis",
    }
    assert "kind:extrusion" not in without_pain


@pytest.mark.parametrize(
    ("name", "before", "after", "place", "problem"),
    [
        ("catalogue/tests.toml", "[slr]", "[slr]\ncolour = 1", "slr", "unknown field `colour`"),
        ("catalogue/tests.toml", "[slr]", '[slr]\ncrossed = "yes"', "slr.crossed", "Expected"),
        ("catalogue/tests.toml", 'mark = "seen"', 'mark = "guess"', "slr.cautions", "'guess'"),
        ("catalogue/tests.toml", '"hip_internal_rotation"', '"hop"', "slr.differ", "'hop'"),
        ("catalogue/tests.toml", 'follows = "slr"', 'follows = "slx"', "bragard.follows", "'slx'"),
        ("catalogue/tests.toml", '"vdwindt2010"', '"nobody"', "slr.sources", "'nobody'"),
        ("catalogue/tests.toml", '["finucane2020"]', '["anon"]', "slr: 'Do not begin", "'anon'"),
        ("catalogue/protocols.toml", '"slr", "bragard"', '"slr", "b"', "lumbar_core.tests", "'b'"),
        ("catalogue/movements.toml", '"increase"', '"more"', "ankle_dorsiflexion", "'more'"),
        ("evidence/studies.toml", "n = 94", 'n = "94"', "miranda2021_slump_herniation", "int"),
        ("evidence/studies.toml", 'source = "tawa2016"', 'source = "x"', "tawa2016_mri", "'x'"),
        ("evidence/sources.toml", "citation", "citatoin", "miranda2021", "citatoin"),
        ("wording/en.toml", 'yes = "Yes"', "yes = 1", "labels", "Expected `str`"),
        ("wording/en.toml", "[offered]", "[offerd]", "wrong", "offerd"),
    ],
)
def test_wrong_data_is_refused_naming_file_and_key(
    folder: Path, name: str, before: str, after: str, place: str, problem: str
) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(CatalogueRefused) as refused:
        read_catalogue(folder)
    message = str(refused.value)
    assert name in message
    assert place in message
    assert problem in message


def test_a_missing_or_broken_file_is_refused_by_name(folder: Path) -> None:
    wording = folder / "wording/en.toml"
    wording.write_text("= nothing", "utf-8")
    with pytest.raises(CatalogueRefused, match=r"wording/en\.toml is not valid TOML"):
        read_catalogue(folder)
    wording.unlink()
    with pytest.raises(CatalogueRefused, match=r"wording/en\.toml cannot be read"):
        read_catalogue(folder)


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_fonts_are_truetype_and_stand_beside_their_licence(style: str) -> None:
    fonts = resources_folder() / "fonts"
    assert (fonts / f"SourceSans3-{style}.ttf").read_bytes()[:4] == b"\x00\x01\x00\x00"
    assert "SIL Open Font License" in (fonts / "LICENSE_FONT").read_text("utf-8")


def test_the_icon_is_a_drawing() -> None:
    assert "<svg" in (resources_folder() / "icons/clinic-desktop.svg").read_text("utf-8")


def test_the_sample_examination_shows_both_a_match_and_a_difference(catalogue: Catalogue) -> None:
    data = (resources_folder() / "examples/sample-examination.json").read_bytes()
    sample = read_document(data, catalogue.tests)
    assert read_document(write_document(sample), catalogue.tests) == sample
    assert len(sample.responses or ()) == 8
    assert {
        (row.side.value, row.pathway.value): row.reading
        for row in compare(sample, catalogue).mechanosensitivity
    } == {("left", "sciatic"): Reading.BOTH, ("right", "sciatic"): Reading.IMAGING_ONLY}


def test_the_sample_examination_uses_offered_ids_and_quotes_its_report(
    catalogue: Catalogue,
) -> None:
    data = (resources_folder() / "examples/sample-examination.json").read_bytes()
    sample = read_document(data, catalogue.tests)
    offered = catalogue.wording.offered
    assert sample.red_flags is not None
    assert list(sample.red_flags.answers or {}) == list(offered["red_flags"])
    for response in sample.responses or ():
        assert set(response.areas or ()) <= set(offered["areas"])
        assert set(response.qualities or ()) <= set(offered["qualities"])
    (report,) = sample.imaging or ()
    quoted = [
        (report.text or "")[finding.quote.start : finding.quote.end]
        for finding in report.findings or ()
        if finding.quote
    ]
    assert quoted == [
        "L4-L5: disc desiccation",
        "mild right foraminal stenosis",
        "left subarticular disc protrusion contacting the traversing left S1 root",
    ]
