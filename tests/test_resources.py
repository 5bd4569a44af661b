"""The program's data: every definition, label, figure and font that the code relies on is there."""

import importlib
import pkgutil
import re
import shutil
from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest

import clinic_desktop.domain
from clinic_desktop.domain import (
    accuracy,
    anatomy,
    comparison,
    evidence,
    examination,
    finding_roots,
    flow,
    identity,
    imaging,
    practice,
    progress,
    screening,
    signing,
    text_source,
    trail,
    values,
    versions,
)
from clinic_desktop.domain import response as responses
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import Reading
from clinic_desktop.domain.document import read_document, write_document
from clinic_desktop.domain.evidence import Accuracy, ClusterCounting, Estimate
from clinic_desktop.domain.evidence_phrases import figure_sentence
from clinic_desktop.domain.facts import Fact, Mark
from clinic_desktop.domain.imaging import DANGERS
from clinic_desktop.domain.literature import study_sentence
from clinic_desktop.domain.neurodynamics import Couch, SharedFact
from clinic_desktop.domain.outcome_measures import Better
from clinic_desktop.domain.practice import BLANK
from clinic_desktop.domain.red_flag_questions import CarePathway
from clinic_desktop.domain.red_flags import items_after
from clinic_desktop.domain.response import Outcome
from clinic_desktop.resources import CatalogueRefused, read_catalogue, resources_folder
from tests.domain.ratios import ratios_of
from tests.words import forbidden_in

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
    "shoulder_abd palp_sciatic palp_tibial palp_fibular",
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
# Every other caution, and every rule when to stop, is recalled.
WITHOUT_A_SOURCE = {"sicard", "turyn", "neri", "slr_per", "slump_sit_slr"}
SEEN_CAUTIONS = {"level_of_concern", "shoulder"}
STOPPED_BY_FLAGS = {"pnf", "kernig"}
# The figures of a study, and the words by which a sentence speaks of them.
SPOKEN = {
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "lr_positive": "positive likelihood ratio",
    "lr_negative": "negative likelihood ratio",
    "share": "%",
    "kappa": "kappa",
}

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
    imaging.Certainty: ("certainty",),
    imaging.StudyResult: ("study_result",),
    text_source.TextSource: ("text_source",),
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
    practice.PaperSize: (),
    versions.VersionKind: ("version_kind",),
    versions.RevisionKind: ("revision_kind",),
    versions.Handing: ("handing",),
    trail.Action: ("action",),
    signing.RemarkKind: ("remark_kind",),
    progress.StepState: ("step_state",),
    flow.Order: (),
    CarePathway: ("care_pathway",),
    values.YesNoUnknown: ("yes_no",),
    values.Examined: ("yes_no", "found"),
    Better: ("better",),
    Couch: ("couch",),
    ClusterCounting: ("cluster_counting",),
    Mark: ("mark",),
    evidence.RowTable: (),
    finding_roots.RootKnown: ("root_known", "root_source"),
    identity.Likeness: (),
}
OFFERED_GROUPS = {
    "areas": "area",
    "qualities": "quality",
    "not_tested_reasons": "not_tested_reason",
    "instruments": "instrument",
    "positions": "position",
    "study_qualities": "study_quality",
    "sequences": "sequence",
    "activities": "activity",
    "other_sources": "source",
    "mechanisms": "mechanism",
    "proposed_tests": "proposed_test",
    "measures": "measure",
    "variants": "variant",
}
STATEMENTS = {
    "outcome_negative",
    "outcome_positive",
    "outcome_inconclusive",
    "outcome_not_tested",
    "intended_use",
    "not_independent",
    "positive_means",
    "level_roots_lumbar",
    "level_roots_cervical",
    "root_named_first",
    "structure_not_function",
    "draft_reading",
    "clusters_mean",
    "literature_means",
    "not_mentioned_means",
}
# In use in documents since the first version: what they mean stays.
FIRST_RED_FLAGS = {
    "ces_bladder": "New or worsening bladder change (retention, altered flow or sensation)",
    "ces_bowel": "New or worsening bowel change",
    "ces_saddle_numbness": "Saddle or genital numbness",
    "ces_sexual": "New change in sexual function",
    "ces_bilateral_leg": "Pain or weakness in both legs",
    "progressive_motor_loss": "Progressive loss of power, foot drop",
    "cord_signs": "Clumsy gait or hands, or other signs of the cord",
    "past_cancer": "Past cancer",
    "weight_loss": "Unexplained weight loss",
    "fever_or_infection": "Fever, infection or weakened immunity",
    "trauma": "Major trauma, or minor trauma with fragile bones",
    "osteoporosis_or_steroids": "Osteoporosis or long use of steroids",
    "pulsating_abdomen": "Pulsating abdomen or tearing pain",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    copy = tmp_path / "resources"
    shutil.copytree(resources_folder(), copy, ignore=shutil.ignore_patterns("fonts"))
    return copy


def facts(catalogue: Catalogue) -> Iterator[tuple[str, Fact | SharedFact]]:
    """Yield (place, fact) of all that is said with a mark."""
    for key, test in catalogue.tests.items():
        yield from ((f"tests.{key}", fact) for fact in test.facts)
    for part in ("cautions", "stop_rules", "records"):
        yield from ((f"{part}.{key}", fact) for key, fact in getattr(catalogue, part).items())
    for key, other in catalogue.false_positives.items():
        yield from ((f"false_positives.{key}", fact) for fact in (other.cause, other.tell))
    for key, rule in catalogue.rules.items():
        yield from ((f"rules.{key}", fact) for fact in rule.basis)
    for key, cluster in catalogue.clusters.items():
        yield f"clusters.{key}", cluster.basis


def facts_beside(catalogue: Catalogue) -> Iterator[tuple[str, Fact]]:
    """Yield (place, fact) of all that stands beside the step "Other sources"."""
    for key, clue in catalogue.other_sources.items():
        yield from ((f"other_sources.{key}", fact) for fact in (clue.exam, clue.further) if fact)
    criteria = catalogue.sensitisation
    words = [grade.words for grade in criteria.grades.values()]
    for fact in (*criteria.steps.values(), *words, *criteria.notes):
        yield "sensitisation", fact
    for key, fact in catalogue.functional_tests.items():
        yield f"functional_tests.{key}", fact
    for key, measure in catalogue.measures.items():
        given = (measure.means, measure.change, measure.licence)
        yield from ((f"measures.{key}", fact) for fact in given if fact)
    for key, mechanism in catalogue.mechanisms.items():
        said = (mechanism.statement, mechanism.exam, *mechanism.evidence)
        yield from ((f"mechanisms.{key}", fact) for fact in said)


def own_sentences(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of everything the program says in its own words."""
    for part in catalogue.__struct_fields__:
        if part not in ("sources", "wording"):  # a source's title is its author's
            yield from texts(part, getattr(catalogue, part))
    for key, figure in catalogue.accuracy.items():
        yield f"accuracy.{key}", figure_sentence(figure, catalogue)
    for key, study in catalogue.studies.items():
        yield f"studies.{key}", study_sentence(study, catalogue)
    yield from texts("labels", catalogue.wording.labels)
    yield from texts("statements", catalogue.wording.statements)


def texts(place: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of every text within a value."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from texts(f"{place}.{field}", getattr(value, field))
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from texts(f"{place}.{key}", entry)
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from texts(f"{place}[{number}]", entry)


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


def test_the_letters_of_a_tests_movements_mean_one_thing_each(catalogue: Catalogue) -> None:
    answers = set("pfitymnx+=-0123456789")
    for key, test in catalogue.tests.items():
        offered = [*test.differentiation, *([test.control] if test.control else [])]
        letters = [catalogue.movements[movement].key for movement in offered]
        assert len(letters) == len(set(letters)), key
        assert not answers & set(letters), key


def test_protocols_hold_the_tests_of_the_contract_in_order(catalogue: Catalogue) -> None:
    assert catalogue.protocol_tests("lumbar_core") == ("slr", "bragard", "slump", "bowstring")
    assert catalogue.protocol_tests("upper_quarter") == ("ulnt1", "ulnt2b", "ulnt3")
    assert {"lumbar_extended", "femoral", "screening"} <= set(catalogue.protocols)


def test_positions_and_steps_are_recalled_unless_a_source_was_read(catalogue: Catalogue) -> None:
    for key, test in catalogue.tests.items():
        assert test.position.mark is Mark.RECALLED, key
        read = STEP_MARKS.get(key, {})
        expected = [read.get(index, Mark.RECALLED) for index in range(len(test.steps))]
        assert [step.mark for step in test.steps] == expected, key


def test_cautions_and_stop_rules_are_recalled_unless_a_source_was_read(
    catalogue: Catalogue,
) -> None:
    marks = {key: caution.mark for key, caution in catalogue.cautions.items()}
    assert marks == {
        key: Mark.SEEN if key in SEEN_CAUTIONS else Mark.RECALLED for key in catalogue.cautions
    }
    assert {rule.mark for rule in catalogue.stop_rules.values()} == {Mark.RECALLED}


def test_every_test_says_all_that_a_therapist_looks_up(catalogue: Catalogue) -> None:
    for key, test in catalogue.tests.items():
        assert test.steps, key
        assert test.sources or test.positive_when.sources or key in WITHOUT_A_SOURCE, key
        for part in (
            catalogue.said_of(key, catalogue.records),
            catalogue.said_of(key, catalogue.cautions),
            catalogue.said_of(key, catalogue.stop_rules),
            catalogue.said_of(key, catalogue.false_positives),
        ):
            assert part, key


def test_every_test_of_a_pathway_names_roots_of_it(catalogue: Catalogue) -> None:
    for key, test in catalogue.tests.items():
        if test.pathway:
            assert test.roots, key
            assert set(test.roots) <= set(anatomy.PATHWAY_ROOTS[test.pathway]), key


def test_every_test_says_first_when_not_to_begin(catalogue: Catalogue) -> None:
    for key in catalogue.tests:
        first = catalogue.said_of(key, catalogue.cautions)[0]
        assert first.text == "Do not begin while the level of concern is high."


def test_the_safety_signs_say_first_that_they_are_an_emergency(catalogue: Catalogue) -> None:
    for key in catalogue.tests:
        first = catalogue.said_of(key, catalogue.stop_rules)[0]
        assert ("emergency" in first.text) == (key in STOPPED_BY_FLAGS), key


def test_every_shared_fact_is_said_of_some_test(catalogue: Catalogue) -> None:
    for part in ("cautions", "stop_rules", "records", "false_positives"):
        for key, entry in getattr(catalogue, part).items():
            assert any(entry.applies(*test) for test in catalogue.tests.items()), (part, key)


def test_what_differentiation_did_is_recorded_where_there_is_one(catalogue: Catalogue) -> None:
    said = catalogue.records["differentiation"].applies_to
    assert set(said or ()) == {key for key, test in catalogue.tests.items() if test.differentiation}
    forms = {key for key, test in catalogue.tests.items() if test.variants}
    assert set(catalogue.records["form"].applies_to or ()) == forms


def test_a_test_with_a_differentiation_says_how(catalogue: Catalogue) -> None:
    silent = [
        key
        for key, test in catalogue.tests.items()
        if (test.differentiation or test.control) and test.differentiate_how is None
    ]
    assert silent == []


def test_each_block_of_conduction_holds_its_roots_cranial_to_caudal(catalogue: Catalogue) -> None:
    roots = {key: " ".join(block.roots) for key, block in catalogue.conduction.items()}
    assert roots == {"lower_quarter": "L2 L3 L4 L5 S1 S2", "upper_quarter": "C5 C6 C7 C8 T1"}
    assert {block.scheme for block in catalogue.conduction.values()} == {"ISNCSCI"}


def test_the_reflexes_tested_as_a_matter_of_course(catalogue: Catalogue) -> None:
    tested = {
        root.value: [fact.text for fact in signs.reflex]
        for block in catalogue.conduction.values()
        for root, signs in block.roots.items()
        if signs.reflex
    }
    assert tested == {
        "L4": ["patellar"],
        "S1": ["Achilles"],
        "C5": ["biceps"],
        "C6": ["brachioradialis", "biceps"],
        "C7": ["triceps"],
    }


def test_the_disagreement_on_ankle_dorsiflexion_is_told_at_both_roots(
    catalogue: Catalogue,
) -> None:
    roots = catalogue.conduction["lower_quarter"].roots
    for root in (anatomy.Root.L4, anatomy.Root.L5):
        ankle = next(fact for fact in roots[root].power if fact.text == "ankle dorsiflexion")
        told = roots[root].remarks[screening.SignKind.POWER]
        assert ankle.mark is told.mark is Mark.DISAGREE
        assert "Sources disagree" in told.text


def test_a_fact_of_conduction_that_was_seen_names_where(catalogue: Catalogue) -> None:
    for block in catalogue.conduction.values():
        for signs in block.roots.values():
            for fact in signs.facts:
                is_seen = fact.mark in (Mark.SEEN, Mark.SEEN_SECONDARY)
                assert fact.sources or not is_seen, fact.text


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


def test_every_source_offered_says_what_to_look_for(catalogue: Catalogue) -> None:
    assert set(catalogue.other_sources) == set(catalogue.wording.offered["other_sources"])


def test_facts_beside_the_other_sources_have_a_source_or_say_that_none_was_read(
    catalogue: Catalogue,
) -> None:
    for place, fact in facts_beside(catalogue):
        assert fact.sources or fact.mark is Mark.RECALLED, (place, fact.text)


def test_the_steps_of_sensitisation_are_those_of_the_document_and_the_grading_is_unchecked(
    catalogue: Catalogue,
) -> None:
    criteria = catalogue.sensitisation
    assert tuple(criteria.steps) == screening.Sensitisation.__struct_fields__
    assert {grade.words.mark for grade in criteria.grades.values()} == {Mark.RECALLED}


def test_a_block_supports_and_is_told_with_its_figures(catalogue: Catalogue) -> None:
    assert set(catalogue.functional_tests) <= set(catalogue.wording.offered["proposed_tests"])
    for fact in catalogue.functional_tests.values():
        assert "supports" in fact.text
    assert (
        "specificity 50.0 % (16.8 to 83.2)" in catalogue.functional_tests["nerve_root_block"].text
    )


def test_only_measures_whose_licence_allows_it_are_answered_here(catalogue: Catalogue) -> None:
    measures = catalogue.measures
    assert set(measures) == set(catalogue.wording.offered["measures"])
    embedded = {key for key, measure in measures.items() if measure.embedded}
    assert embedded == {"nprs_worst_week", "psfs", "rmdq"}
    assert {key for key, measure in measures.items() if measure.form} == {"rmdq"}
    for key in embedded:
        assert measures[key].licence.mark is Mark.SEEN


def test_the_roland_morris_questionnaire_has_its_24_statements(catalogue: Catalogue) -> None:
    rmdq = catalogue.measures["rmdq"]
    assert rmdq.form is not None
    statements = rmdq.form.statements
    assert len(statements) == len(set(statements)) == rmdq.max == 24
    assert all("back" in statement for statement in statements)
    assert statements[0] == "I stay at home most of the time because of my back."
    assert statements[-1] == "I stay in bed most of the time because of my back."


def test_every_variant_of_a_test_has_a_label(catalogue: Catalogue) -> None:
    variants = [variant for test in catalogue.tests.values() for variant in test.variants]
    assert sorted(variants) == sorted(catalogue.wording.offered["variants"])


def test_red_flags_come_in_the_groups_of_the_screening_cauda_equina_and_cord_first(
    catalogue: Catalogue,
) -> None:
    groups = catalogue.red_flags
    assert list(groups) == [
        *("cauda_equina", "cord", "progressive_deficit", "malignancy", "infection", "fracture"),
        *("vascular_visceral", "inflammatory", "meningism_thrombosis"),
    ]
    one_by_one = [key for key, group in groups.items() if group.one_by_one]
    assert one_by_one == ["cauda_equina", "cord", "progressive_deficit"]
    assert {key: group.mark for key, group in groups.items() if group.sources} == {
        "cauda_equina": Mark.SEEN,
        "malignancy": Mark.SEEN_SECONDARY,
        "infection": Mark.SEEN_SECONDARY,
        "fracture": Mark.SEEN_SECONDARY,
    }
    unsourced = {group.mark for group in groups.values() if not group.sources}
    assert unsourced == {Mark.RECALLED}


def test_a_red_flag_in_use_keeps_its_meaning_and_its_name_is_a_label(catalogue: Catalogue) -> None:
    names = {item.id: item.name for item in catalogue.red_flag_items}
    assert FIRST_RED_FLAGS.items() <= names.items()
    assert len(names) == len(catalogue.red_flag_items) > len(FIRST_RED_FLAGS)
    assert catalogue.wording.labels["red_flag"] == names


def test_every_safety_line_asks_something_again(catalogue: Catalogue) -> None:
    asked = {kind: items_after(kind, catalogue) for kind in catalogue.wording.labels["safety_kind"]}
    cord = tuple(item.id for item in catalogue.red_flags["cord"].items)
    assert asked["brisk"] == asked["clonus"] == asked["cord_compression"] == cord
    assert asked["power"] == ("progressive_motor_loss",)
    assert asked["both_sides"] == ("ces_bilateral_leg",)
    assert all(asked.values())


def test_every_level_of_concern_says_what_it_means(catalogue: Catalogue) -> None:
    assert list(catalogue.concern) == list(screening.Concern)
    assert all(fact.sources for fact in catalogue.concern.values())


def test_phrases_are_offered_for_each_text_short_and_once(catalogue: Catalogue) -> None:
    fields = "response reason imaging_limits comment conclusion plan course requests"
    assert list(catalogue.phrases) == fields.split()
    for phrases in catalogue.phrases.values():
        for names in ([p.text for p in phrases.values()], [p.name for p in phrases.values()]):
            assert len(set(names)) == len(names)
        for phrase in phrases.values():
            assert phrase.text[0].isupper()
            assert phrase.text.endswith(".")
            assert len(phrase.text) <= 110
            assert len(phrase.name) <= 60
            assert phrase.text.count(BLANK) <= 1


def test_what_a_therapist_asks_and_plans_most_is_among_the_phrases(catalogue: Catalogue) -> None:
    requests, plans = catalogue.phrases["requests"], catalogue.phrases["plan"]
    assert [phrase.name for phrase in requests.values()] == [
        "Nerve conduction studies and EMG",
        "Weight-bearing MRI",
        "Dynamic ultrasound",
        "Diagnostic injection",
        "Advice on medication",
        "Onward referral",
    ]
    assert {
        "Graded exposure and strengthening",
        "Desensitisation",
        "Cognitive behavioural therapy",
        "Multidisciplinary care",
    } <= {phrase.name for phrase in plans.values()}


def test_a_request_says_what_is_asked_and_leaves_what_it_is_asked_for_to_the_therapist(
    catalogue: Catalogue,
) -> None:
    for phrase in catalogue.phrases["requests"].values():
        assert phrase.text.startswith(("Please consider ", "I would be grateful for "))
        assert BLANK in phrase.text
        assert not re.search(r"\b(left|right|[LS][1-5]|C[1-8])\b", phrase.text)


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
    named = {study.source for study in catalogue.studies.values() if study.source}
    named |= {figure.source for figure in catalogue.accuracy.values()}
    named |= {source for test in catalogue.tests.values() for source in test.sources}
    named |= {source for _, fact in facts(catalogue) for source in fact.sources}
    named |= {source for _, fact in facts_beside(catalogue) for source in fact.sources}
    assert named <= set(catalogue.sources)
    assert {"elbarzouhi2013nejm", "elbarzouhi2013plos"} <= set(catalogue.sources)


def test_only_rule_r1_is_offered(catalogue: Catalogue) -> None:
    assert {key: rule.offered for key, rule in catalogue.rules.items()} == {
        "R1": True,
        "R2": False,
        "R3": False,
    }


def test_clusters_are_those_of_the_clinical_sheet_and_none_has_a_crossed_test(
    catalogue: Catalogue,
) -> None:
    assert list(catalogue.clusters) == [
        *("C_sciatic4", "C_ruleout", "C_slump_bk", "C_midlumbar", "C_palp"),
        *("C_cerv_wainner", "C_cerv_grondin", "C_radII"),
    ]
    for key, cluster in catalogue.clusters.items():
        assert not CROSSED & set(cluster.tests), key
        assert bool(cluster.tests) != (cluster.counts is ClusterCounting.LOSS), key
        for test, form in cluster.forms.items():
            assert form in catalogue.tests[test].variants, key


def figures_of(figure: Accuracy) -> dict[str, Estimate]:
    """Return the figures typed for a study."""
    return {name: typed for name in SPOKEN if (typed := getattr(figure, name)) is not None}


def test_every_figure_lies_in_its_interval_and_shares_in_0_to_100(catalogue: Catalogue) -> None:
    for key, figure in catalogue.accuracy.items():
        for name, typed in figures_of(figure).items():
            given = [n for n in (typed.low, typed.value, typed.high) if n is not None]
            assert given, key
            assert given == sorted(given), (key, name)
            if name in {"sensitivity", "specificity", "share"}:
                assert 0 <= given[0] <= given[-1] <= 100, (key, name)


def test_every_figure_says_something_and_counts_its_people(catalogue: Catalogue) -> None:
    for key, figure in catalogue.accuracy.items():
        counts = figure.counts
        assert figures_of(figure) or counts or figure.auc or figure.note, key
        if counts:
            assert figure.n == counts.tp + counts.fn + counts.fp + counts.tn, key


def test_every_figure_is_shown_beside_a_test_a_cluster_or_a_rule(catalogue: Catalogue) -> None:
    named = {key for cluster in catalogue.clusters.values() for key in cluster.accuracy}
    named |= {key for rule in catalogue.rules.values() for key in rule.accuracy}
    assert {key for key, figure in catalogue.accuracy.items() if not figure.tests} <= named


def within(typed: float, low: float, high: float) -> bool:
    """Whether a figure can be the rounding of one between these bounds."""
    half = half_a_unit(typed)
    return low - half <= typed <= high + half


def half_a_unit(typed: float) -> float:
    return 0.5 * 10.0 ** -len(f"{typed:g}".partition(".")[2]) + 1e-9


def ratios_within_rounding(figure: Accuracy) -> dict[str, tuple[float, float]] | None:
    """Return the bounds of both likelihood ratios of a study's shares before they were rounded."""
    shares = [figure.sensitivity, figure.specificity]
    values = [share.value for share in shares if share and share.value is not None]
    if len(values) < len(shares):
        return None
    (sens, spec), (a, b) = values, map(half_a_unit, values)
    worst, best = (
        ratios_of(max(0, sens - a), max(0, spec - b)),
        ratios_of(min(100, sens + a), min(100, spec + b)),
    )
    return {"lr_positive": (worst[0], best[0]), "lr_negative": (best[1], worst[1])}


def test_every_likelihood_ratio_fits_its_own_sensitivity_and_specificity(
    catalogue: Catalogue,
) -> None:
    checked = 0
    for key, figure in catalogue.accuracy.items():
        bounds = ratios_within_rounding(figure)
        for name in ("lr_positive", "lr_negative"):
            typed = getattr(figure, name)
            if bounds is None or typed is None or typed.value is None:
                continue
            checked += 1
            assert within(typed.value, *bounds[name]) or explains_itself(figure), (key, name)
    assert checked >= 10


def explains_itself(figure: Accuracy) -> bool:
    return figure.mark is Mark.DISAGREE and bool(figure.note)


def test_every_published_figure_fits_the_counts_of_its_study(catalogue: Catalogue) -> None:
    computing = {
        "sensitivity": accuracy.sensitivity,
        "specificity": accuracy.specificity,
        "lr_positive": accuracy.lr_positive,
        "lr_negative": accuracy.lr_negative,
    }
    for key, figure in catalogue.accuracy.items():
        if figure.counts is None:
            continue
        for name, compute in computing.items():
            typed = getattr(figure, name)
            if typed is None or typed.value is None:
                continue
            computed = compute(figure.counts).value or 0.0
            assert within(typed.value, computed, computed) or explains_itself(figure), (key, name)


def test_a_ratio_that_contradicts_its_shares_does_not_fit(catalogue: Catalogue) -> None:
    """The check above finds what it is there to find."""
    urban = catalogue.accuracy["urban2015_slump"]
    bounds = ratios_within_rounding(urban)
    assert bounds is not None
    assert within(3.03, *bounds["lr_positive"])
    assert not within(3.5, *bounds["lr_positive"])
    assert not within(0.2, *bounds["lr_negative"])


def test_figures_and_the_sentences_of_studies_say_the_same(catalogue: Catalogue) -> None:
    """A figure has the source of the sentence it names; what the sentence speaks of is the same."""
    for key, figure in catalogue.accuracy.items():
        if figure.study is None:
            continue
        study = catalogue.studies[figure.study]
        assert study.source == figure.source, key
        for name, typed in figures_of(figure).items():
            if typed.value is not None and SPOKEN[name] in study.statement:
                said = rf"(?<![\d.]){re.escape(f'{typed.value:g}')}(\.0)?(?!\d)"
                assert re.search(said, study.statement), (key, name)


def test_every_study_of_accuracy_has_its_figures(catalogue: Catalogue) -> None:
    """A sentence with a sensitivity or a likelihood ratio of a test stands in figures, too."""
    told = {figure.study for figure in catalogue.accuracy.values()}
    spoken = {
        key
        for key, study in catalogue.studies.items()
        if {*study.concerns} & {*catalogue.tests}
        and re.search("sensitivity|likelihood|kappa", study.statement)
    }
    assert spoken <= told


def test_a_study_concerns_or_stands_beside_what_exists(catalogue: Catalogue) -> None:
    known: dict[str, Collection[str]] = {
        "rule": {"R1"},
        "proposed_test": set(catalogue.wording.offered["proposed_tests"]),
    }
    for key, study in catalogue.studies.items():
        assert study.concerns or study.beside, key
        for concern in study.concerns:
            group, colon, value = concern.partition(":")
            if colon:
                assert value in known[group], (key, concern)
            else:
                assert concern in catalogue.tests, (key, concern)


def test_a_study_stands_beside_a_reading_or_a_kind_of_study_never_beside_everything(
    catalogue: Catalogue,
) -> None:
    for key, study in catalogue.studies.items():
        for beside in study.beside:
            assert beside.readings or beside.kinds or beside.zones or beside.modalities, key


def test_a_reading_that_pairs_two_sources_has_literature(catalogue: Catalogue) -> None:
    told = {
        reading
        for study in catalogue.studies.values()
        for beside in study.beside
        for reading in beside.readings
    }
    assert told == set(Reading)


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
    ("name", "before", "after", "place", "problem"),
    [
        ("catalogue/tests.toml", "[slr]", "[slr]\ncolour = 1", "slr", "unknown field `colour`"),
        ("catalogue/tests.toml", "[slr]", '[slr]\ncrossed = "yes"', "slr.crossed", "Expected"),
        ("catalogue/tests.toml", 'mark = "recalled"', 'mark = "guess"', "slr.loads", "'guess'"),
        ("catalogue/tests.toml", '"hip_internal_rotation"', '"hop"', "slr.differ", "'hop'"),
        ("catalogue/tests.toml", 'follows = "slr"', 'follows = "slx"', "bragard.follows", "'slx'"),
        ("catalogue/tests.toml", '"vdwindt2010"', '"nobody"', "slr.sources", "'nobody'"),
        ("catalogue/conduction.toml", "roots.L2]", "roots.L9]", "lower_quarter", "'L9'"),
        ("catalogue/conduction.toml", '"isncsci2008"', '"anon"', "lower_quarter: ", "'anon'"),
        ("catalogue/tests.toml", '["berthelot2021"]', '["anon"]', "bragard: 'At-limit", "'anon'"),
        ("catalogue/cautions.toml", '["finucane2020"]', '["anon"]', "level_of_concern", "'anon'"),
        ("catalogue/cautions.toml", '"neri"', '"nero"', "neck_flexion.applies_to", "'nero'"),
        ("catalogue/stop_rules.toml", '"pnf"', '"pmf"', "meningism.applies_to", "'pmf'"),
        ("catalogue/records.toml", '"pathway:sciatic"', '"pathway:x"', "below_knee", "'pathway:x'"),
        ("catalogue/false_positives.toml", '"scaia2012"', '"nobody"', "hamstrings", "'nobody'"),
        ("catalogue/clusters.toml", '"bowstring"', '"bow"', "C_sciatic4.tests", "'bow'"),
        ("catalogue/clusters.toml", '"urban2015_slump_b', '"u', "C_slump_bk.accuracy", "'uelow"),
        ("evidence/accuracy.toml", "tp = 32", 'tp = "32"', "majlesi2008_slump.counts", "int"),
        ("evidence/accuracy.toml", 'study = "vdwindt2010_slr"', 'study = "x"', "slr.study", "'x'"),
        ("evidence/rules.toml", '"montaner2023_r2"', '"m"', "R2.accuracy", "'m'"),
        ("catalogue/protocols.toml", '"slr", "bragard"', '"slr", "b"', "lumbar_core.tests", "'b'"),
        ("catalogue/movements.toml", '"increase"', '"more"', "ankle_dorsiflexion", "'more'"),
        ("catalogue/other_sources.toml", '["walsh2009"]', '["x"]', "nerve_trunk_palp", "'x'"),
        ("catalogue/sensitisation.toml", '["nijs2021"]', '["x"]', "notes", "'x'"),
        ("catalogue/sensitisation.toml", '["regional"]', '["local"]', "possible.needs", "'local'"),
        ("catalogue/functional_tests.toml", '"beynon2019"', '"x"', "nerve_root_block", "'x'"),
        ("catalogue/measures.toml", 'better = "lower"', 'better = "up"', "better", "'up'"),
        ("evidence/studies.toml", "n = 94", 'n = "94"', "miranda2021_slump_herniation", "int"),
        ("evidence/studies.toml", 'source = "tawa2016"', 'source = "x"', "tawa2016_mri", "'x'"),
        ("evidence/studies.toml", '["wassenaar2012_mri"]', '["x"]', "tawa2016_mri.dis", "'x'"),
        ("evidence/studies.toml", '["wassenaar2012_mri"]', "[]", "tawa2016_mri", "disagrees"),
        ("evidence/studies.toml", 'table = "miranda2021"', 'table = "x"', "herniation", "'x'"),
        ("evidence/studies.toml", '"imaging_only"', '"imaging"', "beside", "'imaging'"),
        ("evidence/tables.toml", 'source = "miranda2021"', 'source = "x"', "miranda2021", "'x'"),
        ("evidence/tables.toml", '_negative = "Herniation"', '_negative = "x"', "both_neg", "'x'"),
        ("evidence/prevalence.toml", '"brinjikji2015"', '"x"', "source", "'x'"),
        ("evidence/prevalence.toml", '"brinjikji2015b"', '"x"', "counter.source", "'x'"),
        ("catalogue/mechanisms.toml", '["segebarth"]', '["x"]', "dyn_listhesis", "'x'"),
        ("catalogue/mechanisms.toml", '"segebarth_slips"', '"x"', "dyn_listhesis.stud", "'x'"),
        ("catalogue/mechanisms.toml", '"weight_bearing_mri"', '"x"', "dyn_listhesis.te", "'x'"),
        ("catalogue/mechanisms.toml", '["micro_instability"]', '["x"]', "dyn_listhesis.so", "'x'"),
        ("catalogue/mechanisms.toml", '["supine"]', '["x"]', "dyn_listhesis.when", "'x'"),
        ("catalogue/mechanisms.toml", '"coronal_3d"', '"x"', "foraminal_stenosis.when", "'x'"),
        ("catalogue/red_flags.toml", '["both_sides"]', '["both"]', "ces_bilateral_leg", "'both'"),
        ("catalogue/red_flags.toml", 'id = "ces_bowel"', 'id = "ces_bladder"', "twice", "cauda_eq"),
        ("catalogue/red_flags.toml", '["emergency"]', '["at once"]', "cauda_equina", "'at once'"),
        ("catalogue/red_flags.toml", '"bmjbp_ces"', '"nobody"', "cauda_equina.sour", "'nobody'"),
        ("catalogue/concern.toml", "[few]", "[fewer]", "wrong at", "'fewer'"),
        ("catalogue/concern.toml", '["finucane2020"]', '["anon"]', "none", "'anon'"),
        ("evidence/sources.toml", "citation", "citatoin", "miranda2021", "citatoin"),
        ("wording/en.toml", 'yes = "Yes"', "yes = 1", "labels", "Expected `str`"),
        ("wording/en.toml", "[offered]", "[offerd]", "wrong", "offerd"),
        ("body_chart/figure.toml", '"-jaw"', '"-jow"', "views.front.regions.face", "'-jow'"),
        ("body_chart/figure.toml", "\nface = [", "\nfase = [", "views.front.regions", "'fase'"),
        ("body_chart/figure.toml", 'half = "left"', 'half = "both"', "views", "'both'"),
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
    assert list(sample.red_flags.answers or {}) == [item.id for item in catalogue.red_flag_items]
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


def test_a_level_of_concern_without_its_words_is_refused(folder: Path) -> None:
    file = folder / "catalogue" / "concern.toml"
    text = file.read_text("utf-8")
    start = text.index("[few]")
    file.write_text(text[:start] + text[text.index("\n[", start) + 1 :], "utf-8")
    with pytest.raises(CatalogueRefused, match="does not hold few"):
        read_catalogue(folder)
