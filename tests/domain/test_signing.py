"""What signing lists: nothing that is there, and everything that is not or does not fit."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Clinic, Examination, Therapist
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, Quote
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.domain.signing import (
    Remark,
    RemarkKind,
    readings,
    remarks,
    unanswered_dangers,
    unanswered_offers,
)
from clinic_desktop.domain.versions import Amending, VersionKind
from clinic_desktop.resources import resources_folder
from tests.domain.build import (
    AN_ID,
    EXAMPLES,
    Json,
    examination,
    finding,
    moved,
    report,
    response,
    sign,
)
from tests.domain.drawn import small_documents
from tests.strategies import examinations

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
PERFORMED = "2026-11-18T10:00:00+01:00"
THERAPIST = {"id": AN_ID, "name": "Morgan Example", "registration": "PH-EXAMPLE-7"}
SIGNER = Account(
    id=UUID(AN_ID), therapist=msgspec.convert(THERAPIST, Therapist), role=Role.THERAPIST
)
PATIENT = {"id": AN_ID, "family_name": "Sample", "birth_date": "1984-06-21"}
MET = {"familiar": "yes", **moved("ankle_dorsiflexion", "increase")}
SLR_LEFT = response("slr", "left", "positive", **MET)
SLR_RIGHT = response("slr", "right", "negative")
WHOLE_REPORT = report(
    finding("L4-L5", "protrusion", "left", root="L5"),
    text="Protrusion at L4-L5.",
    performed_on="2026-10-04",
)

NERVE_STUDY = {"modality": "EMG_NCS", "text": "Denervation.", "performed_on": "2026-10-02"}

Parts = dict[str, Any]


@pytest.fixture
def whole(catalogue: Catalogue) -> Parts:
    """The parts of an examination of which signing has nothing to say but what it accepts."""
    return {
        "performed_at": PERFORMED,
        "patient": PATIENT,
        "therapist": THERAPIST,
        "referrer": {"name": "Dr Robin Example"},
        "presentation": {"question": "Is the nerve sensitive?", "symptom_side": "left"},
        "before": {"consent": {"examination": "yes", "sending_report": "yes"}},
        "red_flags": {
            "answers": {item.id: "no" for item in catalogue.red_flag_items},
            "level": "none",
        },
        "responses": [SLR_LEFT, SLR_RIGHT],
        "imaging": [WHOLE_REPORT],
        "conclusion": {"text": "Sensitive left sciatic pathway."},
    }


def listed(
    parts: Parts, catalogue: Catalogue, account: Account = SIGNER, **more: Any
) -> list[tuple[str, str, str]]:
    """Return step, kind and sentence of each remark, but for the readings accepted."""
    found = remarks(examination(**parts), catalogue, **{"account": account, "now": NOW, **more})
    return [
        (one.step, one.kind.value, one.sentence)
        for one in found
        if not one.sentence.startswith("Your signature accepts")
    ]


def test_a_whole_examination_is_signed_without_a_remark_but_for_its_readings(
    whole: Parts, catalogue: Catalogue
) -> None:
    assert remarks(examination(**whole), catalogue, account=SIGNER, now=NOW) == (
        Remark(
            step="comparison",
            kind=RemarkKind.NOTE,
            sentence="Your signature accepts 3 proposed readings.",
        ),
    )


def test_details_that_are_not_today_s_are_told_with_both(
    whole: Parts, catalogue: Catalogue
) -> None:
    signed = examination(**whole)
    renamed = msgspec.structs.replace(SIGNER.therapist, name="Morgan Other")
    present = msgspec.structs.replace(signed, clinic=Clinic(phone="22"), therapist=renamed)
    found = remarks(signed, catalogue, account=SIGNER, now=NOW, present=present)
    assert found[0] == Remark(
        step="reason",
        kind=RemarkKind.NOTE,
        sentence=(
            "The details here are not those the record has today. Clinic: phone not recorded, "
            "today \u201c22\u201d; Therapist: name \u201cMorgan Example\u201d, today "
            "\u201cMorgan Other\u201d."
        ),
        part="details",
    )
    assert remarks(signed, catalogue, account=SIGNER, now=NOW, present=signed) == found[1:]


def test_what_was_read_and_not_answered_is_counted(whole: Parts, catalogue: Catalogue) -> None:
    read = ReportReading(
        language="en",
        findings=tuple(
            ImagingFinding(level=Level.L5_S1, kind=kind, quote=Quote(start=0, end=3))
            for kind in (FindingKind.BULGE, FindingKind.MODIC, FindingKind.FRACTURE)
        ),
    )

    def told(reading: ReportReading, text: str | None = "Protrusion at L4-L5.") -> list[str]:
        held = examination(**{**whole, "imaging": [{**WHOLE_REPORT, "text": text}]})
        found = unanswered_offers(held, catalogue, lambda _: reading)
        assert {(one.step, one.kind) for one in found} <= {("imaging", RemarkKind.MISSING)}
        return [one.sentence for one in found]

    report_of = "MRI report of 4 October 2026"
    assert told(read) == [
        f"{report_of}: 2 findings read in the text, neither taken over nor set aside."
    ]
    one = msgspec.structs.replace(read, findings=read.findings[1:])
    assert told(one) == [
        f"{report_of}: 1 finding read in the text, neither taken over nor set aside."
    ]
    assert told(ReportReading(language="en")) == []
    assert told(read, None) == []


def test_an_untouched_examination_lists_all_that_is_not_recorded(catalogue: Catalogue) -> None:
    assert [sentence for _, _, sentence in listed({"performed_at": PERFORMED}, catalogue)] == [
        "The patient's name is not recorded.",
        "The patient's birth date is not recorded.",
        "The therapist's name is not recorded.",
        "The therapist's registration is not recorded.",
        "The physician's question is not recorded.",
        "The side of the symptoms is not recorded.",
        "The red-flag questions are not recorded.",
        "No test is recorded.",
        "The conclusion has no text.",
        "No recipient is recorded.",
        "Consent to the examination is not recorded.",
        "Consent to sending the report is not recorded.",
    ]


@pytest.mark.parametrize(
    ("part", "value", "step", "sentence"),
    [
        (
            "patient",
            {"id": AN_ID, "family_name": " ", "given_name": "Ada", "birth_date": None},
            "reason",
            "The patient's birth date is not recorded.",
        ),
        (
            "therapist",
            {**THERAPIST, "registration": ""},
            "reason",
            "The therapist's registration is not recorded.",
        ),
        (
            "presentation",
            {"question": "\n", "symptom_side": "left"},
            "reason",
            "The physician's question is not recorded.",
        ),
        (
            "presentation",
            {"question": "Why?"},
            "reason",
            "The side of the symptoms is not recorded.",
        ),
        ("conclusion", {"text": " "}, "conclusion", "The conclusion has no text."),
        *(
            ("conclusion", {"text": "Whole.", **given}, "conclusion", told)
            for given, told in (
                ({"plan": ["Walks.", "With […]."]}, "[…] is not filled in: “With […].”"),
                (
                    {"requests": [{}, {"text": "MRI of […]."}]},
                    "[…] is not filled in: “MRI of […].”",
                ),
            )
        ),
        ("referrer", {"practice": "Surgery"}, "conclusion", "No recipient is recorded."),
        (
            "imaging",
            [{**WHOLE_REPORT, "text": "", "performed_on": "2026-10-05"}],
            "imaging",
            "MRI report of 5 October 2026: the text is not recorded.",
        ),
        (
            "imaging",
            [WHOLE_REPORT, report(text="Normal.", performed_on="2026-10-03")],
            "imaging",
            "MRI report of 3 October 2026: no finding is accepted and no level is stated normal.",
        ),
        (
            "imaging",
            [{**WHOLE_REPORT, "performed_on": None}],
            "imaging",
            "MRI report, undated: the day of the study is not recorded.",
        ),
        (
            "imaging",
            [WHOLE_REPORT, {**WHOLE_REPORT, "performed_on": None}],
            "imaging",
            (
                "MRI report, undated: the day of the study is not recorded. "
                "A dated report fills the tables in its place."
            ),
        ),
        (
            "imaging",
            [WHOLE_REPORT, NERVE_STUDY],
            "imaging",
            (
                "EMG / nerve conduction study report of 2 October 2026: "
                "the result of the study is not recorded."
            ),
        ),
        (
            "responses",
            [SLR_LEFT, response("slr", "right", note="Later.")],
            "test:slr",
            "SLR, right: no outcome is recorded.",
        ),
        (
            "responses",
            [response("slr", "left", "not_tested", not_tested_reason=" ")],
            "test:slr",
            "SLR, left: not tested; the reason is not recorded.",
        ),
        (
            "responses",
            [response("slr", "left", "positive", **moved("neck_flexion", "increase"))],
            "test:slr",
            "SLR, left: positive; whether the familiar symptom was reproduced is not recorded.",
        ),
        (
            "responses",
            [response("slr", "left", "positive", familiar="yes")],
            "test:slr",
            "SLR, left: positive; structural differentiation is not recorded.",
        ),
        (
            "responses",
            [response("slr", "left", "positive", familiar="yes", **moved("neck_flexion", None))],
            "test:slr",
            "SLR, left: positive; structural differentiation is not recorded.",
        ),
    ],
)
def test_what_is_not_recorded_is_listed_where_it_is_recorded(
    part: str, value: object, step: str, sentence: str, whole: Parts, catalogue: Catalogue
) -> None:
    assert listed({**whole, part: value}, catalogue) == [(step, "missing", sentence)]


@pytest.mark.parametrize(
    "responses",
    [
        [response("bowstring", "left", "positive", familiar="yes"), SLR_RIGHT],
        [response("slr", "left", "positive", familiar="yes", **moved(None, "not_done"))],
        [response("slr", "left", "not_tested", not_tested_reason="pain")],
        [response("slr", "left", "negative")],
        [response("slr", "left", "inconclusive")],
    ],
)
def test_a_recorded_response_lacks_nothing_its_test_has_not(
    responses: list[Json], whole: Parts, catalogue: Catalogue
) -> None:
    assert listed({**whole, "responses": responses}, catalogue) == []


def test_a_relief_test_asks_whether_the_symptom_eased(whole: Parts, catalogue: Catalogue) -> None:
    responses = [SLR_LEFT, response("distraction", "midline", "positive")]
    assert listed({**whole, "responses": responses}, catalogue) == [
        (
            "test:distraction",
            "missing",
            "Distraction, midline: positive; whether the familiar symptom eased is not recorded.",
        )
    ]


def test_each_test_of_the_protocol_wants_an_outcome_on_both_sides(
    whole: Parts, catalogue: Catalogue
) -> None:
    planned = listed({**whole, "protocol": "screening"}, catalogue)
    assert planned == [
        (f"test:{test}", "missing", f"{name}, {side}: no outcome is recorded.")
        for test, name in (("slump", "Slump"), ("fnst", "Femoral stretch"))
        for side in ("left", "right")
    ]


def test_a_test_of_the_protocol_may_be_done_in_the_midline(
    whole: Parts, catalogue: Catalogue
) -> None:
    responses = [
        response(test, "midline", "negative") for test in ("ulnt1", "spurling", "rot60")
    ] + [response("distraction", "midline")]
    parts = {**whole, "protocol": "cervical_cluster", "responses": responses}
    assert listed(parts, catalogue)[0] == (
        "test:distraction",
        "missing",
        "Distraction, midline: no outcome is recorded.",
    )


def test_a_nerve_study_needs_no_finding(whole: Parts, catalogue: Catalogue) -> None:
    study = {**NERVE_STUDY, "electrodiagnosis": {"result": "mixed"}}
    assert listed({**whole, "imaging": [WHOLE_REPORT, study]}, catalogue) == []


def test_red_flags_that_were_not_asked_are_named(whole: Parts, catalogue: Catalogue) -> None:
    answers = {k: v for k, v in whole["red_flags"]["answers"].items() if k != "past_cancer"}
    assert listed({**whole, "red_flags": {"answers": answers}}, catalogue) == [
        ("safety", "missing", "Red-flag questions not asked: past cancer."),
        ("safety", "missing", "The level of concern is not set."),
    ]


def test_red_flags_that_go_one_by_one_are_named_apart(whole: Parts, catalogue: Catalogue) -> None:
    left_out = ("ces_saddle_numbness", "cord_hands", "diabetes")
    answers = {k: v for k, v in whole["red_flags"]["answers"].items() if k not in left_out}
    assert listed({**whole, "red_flags": {"answers": answers, "level": "none"}}, catalogue) == [
        (
            "safety",
            "missing",
            (
                "Red-flag questions that go one by one not answered: "
                "saddle or genital numbness; clumsy hands."
            ),
        ),
        ("safety", "missing", "Red-flag questions not asked: diabetes."),
    ]


def test_what_was_found_and_not_asked_again_is_named(whole: Parts, catalogue: Catalogue) -> None:
    weak = sign("L5", "left", "power", "3", item="great-toe extension")
    parts = {**whole, "conduction": [weak]}
    assert listed(parts, catalogue) == [
        (
            "safety",
            "contradiction",
            (
                "Power 3 of 5 at L5 left (great-toe extension): not asked again: "
                "progressive loss of power, foot drop."
            ),
        )
    ]
    flags = {**whole["red_flags"], "asked_again": ["power"]}
    assert listed({**parts, "red_flags": flags}, catalogue) == []


def test_sides_that_differ_are_asked_again(whole: Parts, catalogue: Catalogue) -> None:
    on_right = finding("L4-L5", "protrusion", "right", root="L5")
    right = {**WHOLE_REPORT, "findings": [on_right]}
    assert listed({**whole, "imaging": [right]}, catalogue) == [
        (
            "comparison",
            "contradiction",
            "Examination findings are on the LEFT; the report describes change on the RIGHT.",
        )
    ]


@pytest.mark.parametrize(
    ("recorded", "sentence"),
    [
        (
            response("slr", "left", "positive", familiar="no", **moved("neck_flexion", "increase")),
            "SLR, left: recorded positive; rule R1: not met (symptom not familiar).",
        ),
        (
            response("slr", "left", "negative", **MET),
            (
                "SLR, left: recorded negative; rule R1: met "
                "(familiar symptom, changed on differentiation)."
            ),
        ),
        (
            response("slr", "left", "positive", familiar="yes", **moved(None, "no_change")),
            "SLR, left: recorded positive; rule R1: not met (no change on differentiation).",
        ),
    ],
)
def test_a_verdict_that_the_rule_does_not_share_is_named_by_test_and_side(
    recorded: Json, sentence: str, whole: Parts, catalogue: Catalogue
) -> None:
    assert listed({**whole, "responses": [recorded]}, catalogue) == [
        ("test:slr", "contradiction", sentence)
    ]


def test_familiar_positives_on_the_other_side_than_the_symptoms_are_named(
    whole: Parts, catalogue: Catalogue
) -> None:
    right = response("slr", "right", "positive", **MET)
    felt_left = {**right, "symptom_side": "left"}
    crossed = response("cslr", "right", "positive", familiar="yes")
    crossed_left = {**crossed, "side": "left"}

    def contradictions(side: str, *responses: Json) -> list[str]:
        presentation = {**whole["presentation"], "symptom_side": side}
        parts = {"presentation": presentation, "responses": [*responses], "imaging": []}
        return [
            sentence
            for _, kind, sentence in listed({**whole, **parts}, catalogue)
            if kind == "contradiction"
        ]

    assert contradictions("left", right) == [
        (
            "SLR, right: the familiar symptom was reproduced on the right; "
            "the side of the symptoms is recorded as left."
        )
    ]
    assert contradictions("left", felt_left) == []
    assert contradictions("right", felt_left) == [
        (
            "SLR, right: the familiar symptom was reproduced on the left; "
            "the side of the symptoms is recorded as right."
        )
    ]
    assert contradictions("both", right) == []
    assert contradictions("left", {**right, "familiar": None}) == []
    assert contradictions("left", crossed) == []
    assert contradictions("left", crossed_left) == [
        (
            "Crossed SLR, left: the familiar symptom was reproduced on the right; "
            "the side of the symptoms is recorded as left."
        )
    ]
    assert contradictions("left", {**right, "test": "shoulder_abd"}) == []
    assert contradictions("left", {**right, "test": "spurling", "side": "midline"}) == []


def test_a_red_flag_given_as_reason_wants_an_answer_that_names_it(
    whole: Parts, catalogue: Catalogue
) -> None:
    stopped = response("slr", "left", "not_tested", not_tested_reason="red_flag")
    parts = {**whole, "responses": [stopped]}
    assert listed(parts, catalogue) == [
        (
            "test:slr",
            "contradiction",
            (
                "SLR, left: not tested because of a red flag; "
                "no red-flag question is answered yes or unknown."
            ),
        )
    ]
    for answer in ("yes", "unknown"):
        answers = {**whole["red_flags"]["answers"], "trauma": answer}
        flags = {"answers": answers, "level": "some"}
        assert listed({**parts, "red_flags": flags}, catalogue) == []


@pytest.mark.parametrize("level", ["none", "few"])
@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_a_red_flag_at_a_low_level_of_concern_wants_a_reason(
    level: str, answer: str, whole: Parts, catalogue: Catalogue
) -> None:
    answers = {**whole["red_flags"]["answers"], "past_cancer": answer, "trauma": answer}
    flags = {"answers": answers, "level": level}
    assert listed({**whole, "red_flags": flags}, catalogue) == [
        (
            "safety",
            "contradiction",
            (
                f"The level of concern is {level} without a reason, with these answered yes or "
                "unknown: past cancer; major trauma, or minor trauma with fragile bones."
            ),
        )
    ]
    assert listed({**whole, "red_flags": {**flags, "reason": "Ten years ago."}}, catalogue) == []


def test_tests_done_at_high_concern_are_named_and_none_is_asked_for(
    whole: Parts, catalogue: Catalogue
) -> None:
    flags = {**whole["red_flags"], "level": "high", "reason": "New retention."}
    parts = {**whole, "protocol": "lumbar_core", "red_flags": flags}
    assert listed(parts, catalogue) == [
        (
            "safety",
            "contradiction",
            "The level of concern is high; tests are recorded: SLR, left; SLR, right.",
        )
    ]
    assert listed({**parts, "responses": []}, catalogue) == []


def test_a_measure_begun_wants_a_score(whole: Parts, catalogue: Catalogue) -> None:
    measures = [
        {"measure": "rmdq", "items": [{"item": "4", "score": 1}]},
        {"measure": "odi", "score": 0, "max": 100},
        {"measure": "my own"},
    ]
    assert listed({**whole, "measures": measures}, catalogue) == [
        ("other", "missing", "RMDQ (Roland-Morris Disability Questionnaire): no score."),
        ("other", "missing", "my own: no score."),
    ]


@pytest.mark.parametrize(
    ("rating", "words"),
    [
        ({"now": 0, "best": 7, "worst": 3}, "best 7, now 0, worst 3"),
        ({"best": 3, "worst": 2}, "best 3, worst 2"),
        ({"now": 5, "worst": 4}, "now 5, worst 4"),
        ({"now": 4, "best": 2, "worst": 8}, ""),
        ({"best": 4, "now": 4, "worst": 4}, ""),
        ({"now": 4}, ""),
    ],
)
def test_pain_is_best_now_and_worst_in_that_order(
    whole: Parts, catalogue: Catalogue, rating: dict[str, int], words: str
) -> None:
    presentation = {**whole["presentation"], "nprs": rating}
    told = [("reason", "contradiction", f"NPRS {words}: out of order.")] if words else []
    assert listed({**whole, "presentation": presentation}, catalogue) == told


def test_signs_of_sensitisation_found_and_denied_are_told(
    whole: Parts, catalogue: Catalogue
) -> None:
    sources = [{"source": "sensitisation", "found": "no"}]
    signs = {"allodynia": "yes", "hyperalgesia": "not_examined", "regional": "yes"}
    parts = {**whole, "other_sources": sources, "sensitisation": signs}
    assert listed(parts, catalogue) == [
        (
            "other",
            "contradiction",
            (
                "Signs of sensitisation are recorded as not found; answered yes: "
                "allodynia (light touch hurts)."
            ),
        )
    ]
    assert listed({**parts, "sensitisation": {"regional": "yes"}}, catalogue) == []
    assert listed({**parts, "other_sources": []}, catalogue) == []


def test_weak_power_wants_a_level_of_concern(whole: Parts, catalogue: Catalogue) -> None:
    signs = [
        sign("L5", "left", "power", "3", item="great-toe extension"),
        sign("S1", "left", "power", "4"),
        sign("S1", "left", "reflex", "brisk"),
    ]
    flags = {"answers": whole["red_flags"]["answers"], "asked_again": ["power", "brisk"]}
    assert listed({**whole, "conduction": signs, "red_flags": flags}, catalogue) == [
        ("safety", "missing", "The level of concern is not set."),
        (
            "safety",
            "contradiction",
            (
                "Power 3 of 5 at L5 left (great-toe extension) is recorded; "
                "the level of concern is not set."
            ),
        ),
    ]
    set_level = {**flags, "level": "none"}
    assert listed({**whole, "conduction": signs, "red_flags": set_level}, catalogue) == []


def test_a_report_of_another_person_is_named_until_it_is_answered(
    whole: Parts, catalogue: Catalogue
) -> None:
    named = {"patient_name": "Otto Other"}
    asked = {**WHOLE_REPORT, "original": named}
    ((step, kind, sentence),) = listed({**whole, "imaging": [asked]}, catalogue)
    assert (step, kind) == ("imaging", "contradiction")
    assert "The file names Otto Other; this patient is Sample, born 21 June 1984." in sentence
    answered = {**WHOLE_REPORT, "original": {**named, "same_person": True}}
    assert listed({**whole, "imaging": [answered]}, catalogue) == []


def test_times_after_signing_are_named(whole: Parts, catalogue: Catalogue) -> None:
    later = {**WHOLE_REPORT, "performed_on": "2026-11-19", "reported_on": "2026-11-20"}
    parts = {**whole, "performed_at": "2026-11-18T10:31:00+01:00", "imaging": [later]}
    assert listed(parts, catalogue) == [
        (
            "reason",
            "contradiction",
            (
                "The examination is dated 18 November 2026, 10:31 UTC+01:00, "
                "after the time of signing."
            ),
        ),
        (
            "imaging",
            "contradiction",
            "MRI report of 19 November 2026: the date lies after the day of signing.",
        ),
        (
            "imaging",
            "contradiction",
            (
                "MRI report of 19 November 2026: reported on 20 November 2026, "
                "after the day of signing."
            ),
        ),
    ]


def test_the_day_of_signing_is_that_of_the_place_examined_in(
    whole: Parts, catalogue: Catalogue
) -> None:
    """At 13:00 UTC on the 18th it is the 19th at 14 hours east, with or without a report."""
    made = {**WHOLE_REPORT, "performed_on": "2026-11-19"}
    east = {**whole, "performed_at": "2026-11-19T01:00:00+14:00", "imaging": [made]}
    now = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)
    assert listed(east, catalogue, now=now) == []
    (undated,) = listed({**east, "performed_at": None}, catalogue, now=now)
    assert undated[2].endswith("the date lies after the day of signing.")


def test_dates_that_do_not_follow_each_other_are_named(whole: Parts, catalogue: Catalogue) -> None:
    parts = {
        **whole,
        "presentation": {**whole["presentation"], "onset": "2026-11-19"},
        "conclusion": {"text": "Text.", "review_on": "2026-11-17"},
    }
    assert listed(parts, catalogue) == [
        (
            "reason",
            "contradiction",
            "The symptoms are dated 19 November 2026, after the examination of 18 November 2026.",
        ),
        (
            "conclusion",
            "contradiction",
            "The review is dated 17 November 2026, before the examination of 18 November 2026.",
        ),
    ]
    assert listed({**parts, "performed_at": None}, catalogue) == []


def test_imaging_from_before_the_symptoms_is_no_contradiction(
    whole: Parts, catalogue: Catalogue
) -> None:
    parts = {
        **whole,
        "presentation": {**whole["presentation"], "onset": "2026-09-14"},
        "imaging": [{**WHOLE_REPORT, "performed_on": "2025-01-05"}],
        "conclusion": {"text": "Text.", "review_on": "2026-11-18"},
    }
    assert listed(parts, catalogue) == []


def test_a_recipient_stands_against_consent_refused(whole: Parts, catalogue: Catalogue) -> None:
    refused = {"before": {"consent": {"examination": "yes", "sending_report": " No"}}}
    assert listed({**whole, **refused}, catalogue) == [
        (
            "conclusion",
            "contradiction",
            "Consent to sending the report is recorded as no; Dr Robin Example is its recipient.",
        )
    ]
    without = listed({**whole, **refused, "referrer": None}, catalogue)
    assert [kind for _, kind, _ in without] == ["missing"]


@pytest.mark.parametrize(
    ("kind", "subject"),
    [("addendum", "An addendum"), ("late_entry", "A late entry")],
)
def test_what_only_adds_may_not_change_or_remove(
    kind: str, subject: str, whole: Parts, catalogue: Catalogue
) -> None:
    amending = Amending(kind=VersionKind(kind), reason="Late report.")
    before = examination(**whole)
    late = report(text="Normal.", rest_stated_normal=True, modality="CT", performed_on="2026-10-01")
    after = {
        **whole,
        "responses": [response("slr", "left", "inconclusive", **MET)],
        "imaging": [WHOLE_REPORT, late],
    }
    assert listed(after, catalogue, before=before, amending=amending) == [
        (
            "test:slr",
            "contradiction",
            f"{subject} adds; this changes SLR, left: outcome. Choose correction.",
        ),
        (
            "test:slr",
            "contradiction",
            f"{subject} adds; this removes SLR, right. Choose correction.",
        ),
    ]
    adding = {**whole, "imaging": [WHOLE_REPORT, late]}
    assert listed(adding, catalogue, before=before, amending=amending) == []
    assert listed(after, catalogue, amending=amending) == []


@pytest.mark.parametrize("kind", ["correction", "clarification"])
def test_a_correction_may_change_what_was_signed(
    kind: str, whole: Parts, catalogue: Catalogue
) -> None:
    amending = Amending(kind=VersionKind(kind), reason="Sides exchanged.")
    after = {**whole, "responses": [response("slr", "left", "inconclusive")]}
    assert listed(after, catalogue, before=examination(**whole), amending=amending) == []


def test_an_amendment_that_changes_nothing_is_named(whole: Parts, catalogue: Catalogue) -> None:
    amending = Amending(kind=VersionKind.LATE_ENTRY, reason="Late.")
    assert listed(whole, catalogue, before=examination(**whole), amending=amending) == [
        (
            "conclusion",
            "contradiction",
            "This late entry changes nothing in the signed examination.",
        )
    ]


def test_consent_not_recorded_is_a_note(whole: Parts, catalogue: Catalogue) -> None:
    parts = {**whole, "before": {"consent": {"examination": "yes"}}}
    assert listed(parts, catalogue) == [
        ("reason", "note", "Consent to sending the report is not recorded.")
    ]


def test_a_late_entry_is_noted_with_both_days(whole: Parts, catalogue: Catalogue) -> None:
    def notes(day: int, amending: Amending | None = None) -> list[str]:
        now = datetime(2026, 11, day, 23, 30, tzinfo=UTC)
        return [line[2] for line in listed(whole, catalogue, now=now, amending=amending)]

    assert notes(20) == [
        "Late entry: performed 18 November 2026, signed 21 November 2026, 3 days later."
    ]
    assert notes(18) == [
        "Late entry: performed 18 November 2026, signed 19 November 2026, 1 day later."
    ]
    assert notes(20, Amending(kind=VersionKind.LATE_ENTRY, reason="Late.")) == notes(20)
    assert notes(20, Amending(kind=VersionKind.ADDENDUM, reason="Late report.")) == []


ANOTHER = Account(
    id=UUID(AN_ID),
    therapist=Therapist(id=UUID(int=7), name="Robin Other", registration="PH-8"),
    role=Role.OWNER,
)


def test_who_signs_what_another_recorded_is_told(whole: Parts, catalogue: Catalogue) -> None:
    assert listed(whole, catalogue, ANOTHER) == [
        ("conclusion", "note", "Recorded by Morgan Example; you sign it as Robin Other.")
    ]
    no_id = {**whole, "therapist": {**THERAPIST, "id": None}}
    assert [line[2] for line in listed(no_id, catalogue, ANOTHER)] == [
        "Recorded by Morgan Example; you sign it as Robin Other."
    ]
    assert listed(no_id, catalogue) == []
    no_name = {**whole, "therapist": {**THERAPIST, "name": None}}
    assert [line[2] for line in listed(no_name, catalogue, ANOTHER)] == [
        "The therapist's name is not recorded.",
        "Recorded by a therapist without a name; you sign it as Robin Other.",
    ]


def test_a_signer_who_did_not_record_needs_name_and_registration(
    whole: Parts, catalogue: Catalogue
) -> None:
    unknown = msgspec.structs.replace(ANOTHER, therapist=Therapist(id=UUID(int=7)))
    assert [line[2] for line in listed(whole, catalogue, unknown)] == [
        "The signer's name is not recorded.",
        "The signer's registration is not recorded.",
        "Recorded by Morgan Example; you sign it as Therapist without a name.",
    ]


def test_a_student_is_told_of_the_counter_signature(whole: Parts, catalogue: Catalogue) -> None:
    student = msgspec.structs.replace(
        ANOTHER, role=Role.STUDENT, therapist=Therapist(id=UUID(int=7), name="Kim Student")
    )
    assert [line[2] for line in listed(whole, catalogue, student)] == [
        "Recorded by Morgan Example; you sign it as Kim Student.",
        "You sign as a student; the examination then awaits a counter-signature.",
    ]


def test_a_region_no_report_covers_is_noted(whole: Parts, catalogue: Catalogue) -> None:
    note = ("imaging", "note", "No imaging report held covers the lumbar spine.")
    assert listed({**whole, "imaging": [{**WHOLE_REPORT, "region": "cervical"}]}, catalogue) == [
        note
    ]
    assert listed({**whole, "imaging": []}, catalogue) == [note]


@pytest.mark.parametrize(
    ("responses", "conduction", "sentence"),
    [
        ([SLR_LEFT, SLR_RIGHT], [sign("S1", "left", "reflex", "reduced")], "4 proposed readings"),
        ([], [sign("S1", "left", "reflex", "reduced")], "1 proposed reading"),
        ([], [], None),
    ],
)
def test_the_proposed_readings_are_counted(
    responses: list[Json],
    conduction: list[Json],
    sentence: str | None,
    whole: Parts,
    catalogue: Catalogue,
) -> None:
    imaging = [WHOLE_REPORT] if responses else []
    parts = {**whole, "responses": responses, "conduction": conduction, "imaging": imaging}
    found = remarks(examination(**parts), catalogue, account=SIGNER, now=NOW)
    accepted = [one.sentence for one in found if one.sentence.startswith("Your signature")]
    assert accepted == ([f"Your signature accepts {sentence}."] if sentence else [])


def test_the_readings_stand_one_a_line(catalogue: Catalogue) -> None:
    data = (resources_folder() / "examples/sample-examination.json").read_bytes()
    assert readings(read_document(data, catalogue.tests), catalogue) == (
        (
            "Sciatic, left: 4 positive of 4 done (SLR 35 deg, Bragard, Bowstring, Slump) | "
            "Change described: S1 named by the report | Both sources: same side and root"
        ),
        (
            "Sciatic, right: 0 positive of 4 done | "
            "Change described: L4 from level and zone | Imaging report only"
        ),
        (
            "S1, left: reflex reduced, power 5 of 5, light touch altered, pin prick normal | "
            "Change described; root named by the report | Both sources"
        ),
    )


def test_remarks_come_in_the_order_of_their_kinds(catalogue: Catalogue) -> None:
    order = [kind.value for kind in RemarkKind]

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(examinations(catalogue.tests))
    def are_in_order(examined: Examination) -> None:
        found = remarks(examined, catalogue, account=SIGNER, now=NOW)
        kinds = [order.index(one.kind) for one in found]
        assert kinds == sorted(kinds)
        assert kinds

    are_in_order()


def assert_neutral(examined: Examination, catalogue: Catalogue) -> None:
    never = re.compile(
        rf"\b({'|'.join(map(re.escape, catalogue.wording.forbidden))})\b", re.IGNORECASE
    )
    found = remarks(
        examined,
        catalogue,
        account=SIGNER,
        now=NOW,
        before=examination(responses=[SLR_LEFT]),
        amending=Amending(kind=VersionKind.LATE_ENTRY, reason="Late."),
    )
    for sentence in (*(one.sentence for one in found), *readings(examined, catalogue)):
        assert not never.search(sentence), sentence
        assert "None" not in sentence, sentence


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_signing_says_of_the_examples_is_neutral(path: Path, catalogue: Catalogue) -> None:
    assert_neutral(read_document(path.read_bytes(), catalogue.tests), catalogue)


def test_what_signing_says_is_neutral(catalogue: Catalogue) -> None:
    @settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
    @given(small_documents(catalogue.tests))
    def is_neutral(document: Json) -> None:
        assert_neutral(examination(**document), catalogue)

    is_neutral()


def test_dangers_that_nobody_answered_are_listed(catalogue: Catalogue) -> None:
    fracture = ImagingFinding(level=Level.L1_L2, kind=FindingKind.FRACTURE)
    reading = ReportReading(language="en", findings=(fracture,))
    shown = examination(imaging=[report(text="L1: fracture."), report()])
    (remark,) = unanswered_dangers(shown, catalogue, lambda _: reading)
    assert remark.step == "imaging"
    assert remark.kind is RemarkKind.CONTRADICTION
    assert remark.sentence.endswith("neither taken over nor set aside.")
