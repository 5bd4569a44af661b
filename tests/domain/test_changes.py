"""Every difference between two versions is told in words, and nothing that did not change."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.changes import STEPS, changes, summary
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import (
    After,
    Before,
    Clinic,
    Conclusion,
    Consent,
    Examination,
    PainRating,
    Patient,
    Presentation,
    Referrer,
    Therapist,
)
from clinic_desktop.domain.imaging import Electrodiagnosis, ImagingFinding, ImagingReport, Original
from clinic_desktop.domain.response import Differentiation, Response
from clinic_desktop.domain.screening import RedFlags, Sensitisation
from clinic_desktop.domain.versions import Change
from clinic_desktop.resources import resources_folder
from tests.domain.build import (
    AN_ID,
    EXAMPLES,
    REQUIRED,
    Json,
    examination,
    finding,
    report,
    response,
    sign,
)
from tests.often import often
from tests.strategies import examinations

CALM = settings(deadline=None, max_examples=often(60), suppress_health_check=list(HealthCheck))
ANOTHER_ID = "0197a001-0000-7000-8000-000000000002"


@pytest.fixture(scope="module")
def sample(catalogue: Catalogue) -> Examination:
    data = (resources_folder() / "examples/sample-examination.json").read_bytes()
    return read_document(data, catalogue.tests)


@pytest.fixture
def told(catalogue: Catalogue) -> Callable[[Json, Json], list[tuple[str | None, ...]]]:
    """Return what changes between two documents of these parts, as (what, before, after)."""

    def tell(before: Json, after: Json) -> list[tuple[str | None, ...]]:
        changed = changes(examination(**before), examination(**after), catalogue)
        return [(change.what, change.before, change.after) for change in changed]

    return tell


Told = Callable[[Json, Json], list[tuple[str | None, ...]]]


@st.composite
def two_versions(
    draw: st.DrawFn, drawn: st.SearchStrategy[Examination]
) -> tuple[Examination, Examination]:
    """Draw a version and another that differs from it in some parts, or in their order only."""
    before, other = draw(drawn), draw(drawn)
    fields = draw(st.sets(st.sampled_from(sorted(STEPS)), max_size=4))
    after = msgspec.structs.replace(before, **{name: getattr(other, name) for name in fields})
    shuffled = {
        name: tuple(draw(st.permutations(entries)))
        for name in draw(st.sets(st.sampled_from(["responses", "imaging", "measures"])))
        if (entries := getattr(after, name))
    }
    return before, msgspec.structs.replace(after, **shuffled)


def swapped(changed: tuple[Change, ...]) -> set[Change]:
    return {
        msgspec.structs.replace(change, before=change.after, after=change.before)
        for change in changed
    }


def texts_in(value: object) -> Iterator[str]:
    """Yield every text that somebody typed into a document, blank ones left out."""
    if isinstance(value, Struct):
        for field in value.__struct_fields__:
            test_of_the_catalogue = field == "test" and isinstance(value, Response)
            told_otherwise = field in (
                "format",
                "performed_at",
                "imaging_opened_at",
                "at",
                "grade_system",
            )
            if not test_of_the_catalogue and not told_otherwise:
                yield from texts_in(getattr(value, field))
    elif isinstance(value, tuple):
        for entry in value:
            yield from texts_in(entry)
    elif isinstance(value, dict):
        yield from texts_in(tuple(value))
    elif type(value) is str and value.strip():
        yield value


def test_changes_are_complete_and_turn_with_the_versions(catalogue: Catalogue) -> None:
    @CALM
    @given(two_versions(examinations(catalogue.tests)))
    def are_complete(versions: tuple[Examination, Examination]) -> None:
        before, after = versions
        changed = changes(before, after, catalogue)
        assert bool(changed) == (before != after)
        assert all(change.before != change.after for change in changed)
        assert set(changes(after, before, catalogue)) == swapped(changed)

    are_complete()


def test_every_part_that_differs_is_told(catalogue: Catalogue) -> None:
    """Two versions differ in a part exactly where they differ with that part alone exchanged."""

    @CALM
    @given(examinations(catalogue.tests), examinations(catalogue.tests))
    def is_told(before: Examination, after: Examination) -> None:
        apart: list[Change] = []
        for field in STEPS:
            part = msgspec.structs.replace(before, **{field: getattr(after, field)})
            assert bool(changes(before, part, catalogue)) == (part != before)
            apart += changes(before, part, catalogue)
        assert tuple(apart) == changes(before, after, catalogue)

    is_told()


def test_nothing_that_was_typed_is_lost(catalogue: Catalogue) -> None:
    @CALM
    @given(examinations(catalogue.tests))
    def is_kept(examined: Examination) -> None:
        empty = msgspec.convert(REQUIRED, Examination)
        changed = changes(empty, examined, catalogue)
        words = "\n".join(f"{change.what}\n{change.after}" for change in changed)
        for text in texts_in(examined):
            # A row's name is turned round: "left/L5" is "L5, left".
            assert all(part in words for part in text.split("/")), text

    is_kept()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_taking_out_any_one_value_of_an_example_is_told_where_it_is_recorded(
    path: Any, catalogue: Catalogue
) -> None:
    whole = read_document(path.read_bytes(), catalogue.tests)
    for part, fewer in lessened(msgspec.to_builtins(whole), ()):
        changed = changes(whole, msgspec.convert(fewer, Examination), catalogue)
        steps = {change.step for change in changed}
        own = STEPS[str(part[0])]
        assert steps <= {own, *(f"test:{test}" for test in catalogue.tests)}, part
        assert changed, part
        assert all("_" not in change.what for change in changed), part


def lessened(
    value: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the document without each value that may be left out, with that value's path."""
    required = ("format", "version", "id", "patient", "test", "side", "root", "kind", "level")
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in required:
                yield (*path, key), {name: kept for name, kept in value.items() if name != key}
            for place, fewer in lessened(inner, (*path, key)):
                yield place, {**value, key: fewer}
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*path, index), [*value[:index], *value[index + 1 :]]
            for place, fewer in lessened(inner, (*path, index)):
                yield place, [*value[:index], fewer, *value[index + 1 :]]


def test_every_part_of_the_document_has_a_step_and_every_field_a_name(
    catalogue: Catalogue,
) -> None:
    assert {"format", "version", *STEPS} == set(Examination.__struct_fields__)
    named = (
        *(Clinic, Therapist, Referrer, Patient, Presentation, PainRating, Before, Consent),
        *(RedFlags, Response, Differentiation, ImagingReport, ImagingFinding, Conclusion, After),
        *(Original, Electrodiagnosis),
    )
    fields = {field for part in named for field in part.__struct_fields__} | set(STEPS)
    keys = {"test", "side", "kind", "root"}
    assert fields - keys == set(catalogue.wording.labels["field"])
    assert set(Sensitisation.__struct_fields__) == set(catalogue.wording.labels["sensitisation"])


def test_an_outcome_is_told_in_the_words_of_the_report(catalogue: Catalogue) -> None:
    before = examination(responses=[response("slr", "left", "negative")])
    after = examination(responses=[response("slr", "left", "positive")])
    assert changes(before, after, catalogue) == (
        Change(step="test:slr", what="SLR, left: outcome", before="Negative", after="Positive"),
    )


def test_ingredients_are_told_one_by_one(told: Told) -> None:
    before = response("slr", "left", "positive", onset_deg=35, areas=["knee"], below_knee=False)
    after = {**before, "onset_deg": 40, "areas": ["knee", "heel"], "below_knee": True, "nprs": 6}
    after["differentiation"] = {"movement": "neck_flexion", "effect": "increase"}
    assert told({"responses": [before]}, {"responses": [after]}) == [
        ("SLR, left: area", "knee", "knee, heel"),
        ("SLR, left: below the knee", "no", "yes"),
        ("SLR, left: NPRS", None, "6 of 10"),
        ("SLR, left: angle at first response", "35 degrees", "40 degrees"),
        ("SLR, left: differentiation, movement", None, "neck flexion"),
        ("SLR, left: differentiation, effect", None, "increase"),
    ]


def test_responses_are_matched_by_test_and_side_not_by_their_place(told: Told) -> None:
    slr, slump = response("slr", "left", "positive"), response("slump", "left", "negative")
    added = response("slump", "right", "negative", familiar="no", note="Stiff.")
    assert told({"responses": [slr, slump]}, {"responses": [added, slump, slr]}) == [
        ("Slump, right", None, "Negative; Familiar symptom no; Note Stiff."),
    ]


def test_another_order_alone_is_told_as_such(told: Told) -> None:
    slr, slump = response("slr", "left", "positive"), response("slump", "left", "negative")
    assert told({"responses": [slr, slump]}, {"responses": [slump, slr]}) == [
        ("Tests", "SLR, left; Slump, left", "Slump, left; SLR, left"),
    ]


def test_a_response_without_anything_is_told_as_not_recorded(told: Told) -> None:
    assert told({"responses": [response("slr", "left")]}, {}) == [
        ("SLR, left", "not recorded", None),
    ]


def test_a_late_report_is_one_change_with_its_text_in_full(catalogue: Catalogue) -> None:
    text = "Disc protrusion at L5-S1. " * 200
    late = report(
        finding("L5-S1", "protrusion", "left", quote={"start": 0, "end": 15}),
        performed_on="2026-10-05",
        text=text,
        stated_normal=["L3-L4", "L4-L5"],
    )
    (change,) = changes(examination(), examination(imaging=[late]), catalogue)
    assert (change.step, change.what) == ("imaging", "MRI report of 5 October 2026")
    assert change.before is None
    assert (change.after or "").split("\n") == [
        "MRI, 5 October 2026, 1 finding accepted",
        "Region: lumbar spine; Levels stated normal: L3-L4, L4-L5",
        "L5-S1: disc protrusion, left, stated by the report; \u201cDisc protrusion\u201d",
        text,
    ]


def test_a_report_of_which_nothing_is_known_is_still_told(told: Told) -> None:
    assert told({}, {"imaging": [{}]}) == [
        ("Imaging report, undated", None, "Imaging, undated, 0 findings accepted"),
    ]


def test_reports_are_matched_by_their_id(told: Told) -> None:
    first, second = report(id=AN_ID, limits="Motion."), report(id=ANOTHER_ID, limits="None.")
    changed = {**second, "limits": "Metal."}
    assert told({"imaging": [first, second]}, {"imaging": [changed, first]}) == [
        ("MRI report, undated: limits", "None.", "Metal."),
    ]


def test_reports_without_an_id_are_matched_by_their_place(told: Told) -> None:
    before = [report(performed_on="2026-10-05"), report(modality="CT")]
    after = [report(performed_on="2026-10-05"), report(modality="CT", performed_on="2026-10-09")]
    assert told({"imaging": before}, {"imaging": after}) == [
        (
            "CT report of 9 October 2026 / CT report, undated: performed on",
            None,
            "9 October 2026",
        ),
    ]


def test_findings_are_told_with_the_words_they_quote(told: Told) -> None:
    text = "Mild bulge at L4-L5. Free root."
    bulge = finding("L4-L5", "bulge", "left", quote={"start": 0, "end": 10})
    more = {**bulge, "grade": "mild", "quote": {"start": 0, "end": 19}}
    scar = finding("L5-S1", "scar", root="S1", root_reason="Named in the letter.")
    before = {"imaging": [report(bulge, text=text)]}
    after = {"imaging": [report(more, scar, text=text)]}
    name = "MRI report, undated: finding"
    assert told(before, after) == [
        (f"{name}, L4-L5 disc bulge, left, grade", None, "mild"),
        (
            f"{name}, L4-L5 disc bulge, left, words of the report",
            "\u201cMild bulge\u201d",
            "\u201cMild bulge at L4-L5\u201d",
        ),
        (
            f"{name}, L5-S1 scar, S1",
            None,
            "L5-S1: scar, S1 root, stated by the report; Named in the letter.",
        ),
    ]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ({"start": 3, "end": 90}, "from character 3 to character 90 of the text"),
        ({"end": 90}, "to character 90 of the text"),
        ({}, "{}"),
    ],
)
def test_a_quote_without_words_is_told_by_its_place(quote: Json, words: str, told: Told) -> None:
    before = finding("L4-L5", "bulge")
    after = {**before, "quote": quote}
    (change,) = told({"imaging": [report(before)]}, {"imaging": [report(after)]})
    assert change[1:] == (None, words)


def test_findings_of_one_kind_and_place_are_told_apart_by_number(told: Told) -> None:
    bulge = finding("L4-L5", "bulge", "left")
    (change,) = told(
        {"imaging": [report(bulge)]}, {"imaging": [report(bulge, {**bulge, "zone": "foraminal"})]}
    )
    assert change == (
        "MRI report, undated: finding, L4-L5 disc bulge, left (2)",
        None,
        "L4-L5: disc bulge, left, foraminal, stated by the report",
    )


def test_conduction_is_matched_by_root_side_and_kind(told: Told) -> None:
    reflex = sign("S1", "left", "reflex", "reduced")
    before = [sign("L5", "left", "power", "4", item="great-toe extension"), reflex]
    after = [reflex, sign("L5", "left", "power", "3", item="great-toe extension")]
    assert told({"conduction": before}, {"conduction": after}) == [
        (
            "Conduction: power, L5, left",
            "Power 4 of 5, great-toe extension",
            "Power 3 of 5, great-toe extension",
        ),
    ]


def test_the_patient_the_clinic_and_the_parties_are_told(told: Told) -> None:
    before = {
        "patient": {"id": AN_ID, "family_name": "Sampel", "birth_date": "1984-06-21"},
        "clinic": {"address": ["12 Harbour Lane", "Exampleton"]},
    }
    after = {
        "patient": {
            "id": AN_ID,
            "family_name": "Sample",
            "birth_date": "1984-06-22",
            "identifiers": [{"system": "clinic", "value": "DEMO-1"}, {"value": "7"}],
        },
        "clinic": {"address": ["13 Harbour Lane", "Exampleton"]},
        "therapist": {"id": AN_ID},
        "referrer": {"name": "Dr Robin Example"},
    }
    assert told(before, after) == [
        ("Patient: family name", "Sampel", "Sample"),
        ("Patient: birth date", "21 June 1984", "22 June 1984"),
        ("Patient: identifier, clinic", None, "DEMO-1"),
        ("Patient: identifier, without a name", None, "7"),
        ("Clinic: address", "12 Harbour Lane, Exampleton", "13 Harbour Lane, Exampleton"),
        ("Therapist: internal identifier", None, AN_ID),
        ("Recipient: name", None, "Dr Robin Example"),
    ]


def test_what_stands_around_the_tests_is_told_in_words(told: Told) -> None:
    before: Json = {
        "protocol": "lumbar_core",
        "performed_at": "2026-11-18T09:30:00+01:00",
        "imaging_known_before": True,
        "red_flags": {"answers": {"past_cancer": "no", "plan": "yes"}},
        "presentation": {"areas": [{"area": "knee", "side": "left"}], "nprs": {"now": 4}},
        "before": {"operations": [{"on": "2020-05-03", "what": "Discectomy"}]},
    }
    after: Json = {
        "protocol": "of my own",
        "performed_at": "2026-11-18T10:30:00+01:00",
        "imaging_known_before": False,
        "red_flags": {"answers": {"past_cancer": "unknown"}, "level": "few"},
        "presentation": {"areas": [{"area": "knee", "side": "left", "kinds": ["pain"]}]},
        "before": {"operations": [{"on": "2021-05-03", "what": "Discectomy"}]},
    }
    assert told(before, after) == [
        ("Protocol", "Lumbar core", "of my own"),
        (
            "Time of the examination",
            "18 November 2026, 09:30 UTC+01:00",
            "18 November 2026, 10:30 UTC+01:00",
        ),
        ("Symptoms: area, knee, left", "knee, left", "pain"),
        ("Symptoms: NPRS, now", "4 of 10", None),
        ("Before the examination: operation 1", "3 May 2020, Discectomy", "3 May 2021, Discectomy"),
        ("Imaging known before examining", "yes", "no"),
        ("Red flags: past cancer", "no", "unknown"),
        ("Red flags: plan", "yes", None),
        ("Red flags: level of concern", None, "few"),
    ]


def test_comments_measures_plan_and_requests_are_told_in_words(told: Told) -> None:
    after: Json = {
        "sensitisation": {"regional": "not_examined"},
        "measures": [
            {"measure": "dn4", "score": 4, "max": 10, "note": "Left leg."},
            {"measure": "odi"},
            {"measure": "psfs", "items": [{"item": "sitting", "score": 3}, {"item": "driving"}]},
            {"measure": "rmdq", "score": 1, "max": 24, "items": [{"item": "4", "score": 1}]},
        ],
        "comparison_notes": [
            {"row": "left/sciatic", "note": "As expected."},
            {"row": "elsewhere", "note": "Later."},
        ],
        "conclusion": {
            "plan": ["Walk, daily."],
            "requests": [{"text": "Nerve conduction study", "urgency": "soon"}],
        },
        "before": {"conditions": ["Asthma, mild", "Diabetes"]},
    }
    assert told({}, after) == [
        ("Before the examination: conditions", None, "Asthma, mild; Diabetes"),
        ("Sensitisation: regional rather than discrete", None, "not examined"),
        ("Measure: DN4", None, "4 of 10, Left leg."),
        ("Measure: ODI (Oswestry Disability Index)", None, "score not recorded"),
        (
            "Measure: PSFS (Patient-Specific Functional Scale)",
            None,
            "score not recorded, sitting: 3; driving: not recorded",
        ),
        (
            "Measure: RMDQ (Roland-Morris Disability Questionnaire)",
            None,
            "1 of 24, statements ticked: 4",
        ),
        ("Comment: Sciatic, left", None, "As expected."),
        ("Comment: elsewhere", None, "Later."),
        ("Conclusion: plan line 1", None, "Walk, daily."),
        ("Conclusion: request 1", None, "Nerve conduction study (soon)"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"responses": []}, ("Tests", None, "[]")),
        ({}, {"conclusion": {}}, ("Conclusion", None, "{}")),
        ({}, {"red_flags": {"answers": {}}}, ("Red flags", None, "{}")),
        ({}, {"conclusion": {"text": " "}}, ("Conclusion: text", None, '" "')),
        (
            {"conclusion": {"text": ""}},
            {"conclusion": {"text": "Now."}},
            ("Conclusion: text", None, "Now."),
        ),
        (
            {"responses": [response("slr", "left", variant="lowered")]},
            {"responses": [response("slr", "left", variant="lowered below the limit")]},
            (
                "SLR, left: variant",
                'lowered below the limit (written "lowered")',
                'lowered below the limit (written "lowered below the limit")',
            ),
        ),
    ],
)
def test_values_of_the_same_words_or_none_are_told_as_they_are_written(
    before: Json, after: Json, expected: tuple[str | None, ...], told: Told
) -> None:
    assert told(before, after) == [expected]


def test_a_text_taken_out_again_reads_as_removed(told: Told) -> None:
    note = "Long. " * 500
    assert told({"presentation": {"note": note}}, {"presentation": {"note": "\n"}}) == [
        ("Symptoms: note", note, None),
    ]


def test_a_summary_names_each_thing_once_and_shortens_nothing() -> None:
    def change(what: str, before: str | None, after: str | None) -> Change:
        return Change(step="reason", what=what, before=before, after=after)

    long = "What was asked " * 30
    changed = (
        change("SLR, left: outcome", "Negative", "Positive"),
        change("MRI report of 5 October 2026", None, "MRI"),
        change("SLR, left: outcome", None, "Positive"),
        change(long, None, "x"),
        change("Symptoms: note", "x", None),
    )
    assert summary(changed) == (
        f"added: MRI report of 5 October 2026; {long}; removed: Symptoms: note; "
        "changed: SLR, left: outcome"
    )
    assert summary(()) == "nothing changed"


def test_a_version_does_not_differ_from_itself(sample: Examination, catalogue: Catalogue) -> None:
    assert changes(sample, sample, catalogue) == ()
    assert sample.response("slr", TestedSide.LEFT) is not None
