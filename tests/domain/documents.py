"""A document with every field of the contract, and ways to change one place of it."""

import copy
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from clinic_desktop.domain.document import (
    DocumentRefused,
    read_document,
)
from clinic_desktop.domain.errors import UserError
from tests.domain.build import AN_ID, REQUIRED, Json

TESTS = ("slr", "slump")

# Every field the contract names, filled in.
WHOLE: Json = {
    **REQUIRED,
    "protocol": "lumbar_core",
    "protocol_tests": ["slr", "slump"],
    "positive_rule": "R1",
    "performed_at": "2026-11-18T09:30:00+01:00",
    "imaging_known_before": True,
    "imaging_known_how": "patient_told",
    "imaging_checked_for_dangers": "no_imaging",
    "clinic": {"name": "Clinic", "address": ["4 Mill Lane"], "phone": "1", "email": "a@b.example"},
    "therapist": {"id": AN_ID, "name": "T", "profession": "P", "registration": "PH1"},
    "referrer": {
        "id": AN_ID,
        "name": "R",
        "practice": "P",
        "address": ["2 Hill Street"],
        "phone": "2",
        "email": "c@d.example",
        "reference": "HSS/2026/114",
    },
    "patient": {
        "id": AN_ID,
        "family_name": "F",
        "given_name": "G",
        "birth_date": "1978-03-14",
        "sex": "other",
        "identifiers": [{"system": "clinic", "value": "R-1"}],
    },
    "presentation": {
        "question": "Q",
        "symptom_side": "both",
        "onset": "2026-09-02",
        "areas": [{"area": "knee", "side": "midline", "kinds": ["numbness"]}],
        "nprs": {"now": 4, "best": 0, "worst": 10},
        "behaviour": [{"activity": "sitting", "effect": "no_change"}],
        "note": "N",
    },
    "before": {
        "consent": {"examination": "yes", "sending_report": "yes"},
        "others_present": "sister",
        "operations": [{"on": "2019-01-31", "what": "discectomy"}],
        "injections": [{"on": "2020-02-29", "what": "epidural"}],
        "medication": "none",
        "conditions": ["diabetes"],
        "note": "N",
    },
    "red_flags": {
        "answers": {"ces_bladder": "no", "of my own": "unknown"},
        "level": "few",
        "reason": "R",
        "actions": [{"at": "2026-11-18T09:45:00Z", "what": "called", "to_whom": "Dr R"}],
        "asked_again": ["clonus"],
    },
    "conduction": [
        {
            "root": "L5",
            "side": "left",
            "kind": "power",
            "grade": "4",
            "item": "ankle dorsiflexion",
            "note": "N",
        }
    ],
    "responses": [
        {
            "test": "slr",
            "side": "midline",
            "outcome": "not_tested",
            "not_tested_reason": "pain",
            "variant": "lowered",
            "baseline_nprs": 0,
            "familiar": "partly",
            "symptom_side": "midline",
            "areas": ["knee"],
            "below_knee": False,
            "qualities": ["burning"],
            "nprs": 10,
            "onset_deg": 0,
            "limit_deg": 180,
            "limited_by": "full_range",
            "instrument": "phone",
            "differentiation": {"movement": "neck_flexion", "effect": "not_done"},
            "note": "N",
        }
    ],
    "other_sources": [{"source": "myofascial", "found": "not_examined", "note": "N"}],
    "sensitisation": {
        "over_three_months": "yes",
        "regional": "no",
        "allodynia": "not_examined",
        "hyperalgesia": "yes",
        "after_sensations": "yes",
        "history": "yes",
        "comorbidity": "yes",
        "not_explained": "not_examined",
    },
    "imaging": [
        {
            "id": AN_ID,
            "modality": "upright_MRI",
            "region": "whole_spine",
            "performed_on": "2026-10-05",
            "reported_on": "2026-10-06",
            "reporter": "Dr X",
            "site": "County Hospital",
            "position": "supine",
            "sequences": ["sag_t1"],
            "comparison": "2019",
            "text": "Right L4-5 protrusion.",
            "findings": [
                {
                    "level": "L4-L5",
                    "kind": "protrusion",
                    "side": "right",
                    "zone": "subarticular",
                    "root": "L5",
                    "root_relation": "contact",
                    "grade_system": "free",
                    "grade": "mild",
                    "status": "inferred",
                    "root_reason": "traverses there",
                    "quote": {"start": 0, "end": 21},
                }
            ],
            "stated_normal": ["C2-C3", "T12-L1"],
            "rest_stated_normal": False,
            "symptoms_changed_since": "unknown",
            "limits": "movement",
        }
    ],
    "comparison_notes": [{"row": "left/sciatic", "note": "N"}],
    "mechanisms_considered": [
        {"mechanism": "foraminal_stenosis", "proposed_test": "weight_bearing_mri", "note": "N"}
    ],
    "functional_tests": [
        {
            "test": "injection",
            "performed_on": "2026-11-01",
            "target": "left L5",
            "side": "left",
            "result": "relief",
            "note": "N",
        }
    ],
    "measures": [
        {
            "measure": "psfs",
            "score": 12.5,
            "max": 50,
            "items": [{"item": "stairs", "score": 3}],
            "note": "N",
        }
    ],
    "conclusion": {
        "text": "C",
        "plan": ["exercise"],
        "expected_course": "weeks",
        "requests": [{"text": "T", "urgency": "soon"}],
        "review_on": "2026-12-16",
    },
    "after": {"symptoms": "worse", "minutes": 5, "advice_given": "yes", "note": "N"},
}
NEEDED = {
    "format",
    "version",
    "id",
    "patient",
    "patient.id",
    "conduction[0].root",
    "conduction[0].side",
    "conduction[0].kind",
    "responses[0].test",
    "responses[0].side",
    "imaging[0].findings[0].level",
    "imaging[0].findings[0].kind",
}
CLOSED = [
    "format",
    "version",
    "positive_rule",
    "imaging_known_how",
    "imaging_checked_for_dangers",
    "patient.sex",
    "presentation.symptom_side",
    "presentation.areas[0].side",
    "presentation.areas[0].kinds[0]",
    "presentation.behaviour[0].effect",
    "red_flags.level",
    "conduction[0].root",
    "conduction[0].side",
    "conduction[0].kind",
    "conduction[0].grade",
    "responses[0].test",
    "responses[0].side",
    "responses[0].outcome",
    "responses[0].familiar",
    "responses[0].symptom_side",
    "responses[0].limited_by",
    "responses[0].differentiation.effect",
    "other_sources[0].found",
    "sensitisation.over_three_months",
    "sensitisation.regional",
    "sensitisation.allodynia",
    "sensitisation.hyperalgesia",
    "sensitisation.after_sensations",
    "sensitisation.history",
    "sensitisation.comorbidity",
    "imaging[0].modality",
    "imaging[0].region",
    "imaging[0].findings[0].level",
    "imaging[0].findings[0].kind",
    "imaging[0].findings[0].side",
    "imaging[0].findings[0].zone",
    "imaging[0].findings[0].root",
    "imaging[0].findings[0].root_relation",
    "imaging[0].findings[0].status",
    "imaging[0].stated_normal[1]",
    "imaging[0].symptoms_changed_since",
    "functional_tests[0].side",
    "conclusion.requests[0].urgency",
    "after.symptoms",
]


def places(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the path of every member and item of a document, with what stands there."""
    if isinstance(value, dict):
        inside = [(f"{path}.{key}".removeprefix("."), child) for key, child in value.items()]
    elif isinstance(value, list):
        inside = [(f"{path}[{index}]", child) for index, child in enumerate(value)]
    else:
        return
    for place, child in inside:
        yield place, child
        yield from places(child, place)


def steps(path: str) -> list[str | int]:
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", path)
    return [int(index) if index else key for index, key in parts]


def with_value(path: str, value: Any) -> bytes:
    """Return the whole document with another value in one place."""
    document = copy.deepcopy(WHOLE)
    *way, last = steps(path)
    target: Any = document
    for step in way:
        target = target[step]
    target[last] = value
    return json.dumps(document).encode()


def without(path: str) -> bytes:
    document = json.loads(with_value(path, "LEFT OUT"))
    return json.dumps(dropped(document, "LEFT OUT")).encode()


def dropped(value: Any, left_out: object = None) -> Any:
    """Return a document without the members of this value, which is null unless told."""
    if isinstance(value, dict):
        return {key: dropped(one, left_out) for key, one in value.items() if one != left_out}
    if isinstance(value, list):
        return [dropped(one, left_out) for one in value]
    return value


def with_text(member: str) -> bytes:
    """Return the smallest document with one more member, as the bytes of a file would say it."""
    return json.dumps(REQUIRED)[:-1].encode() + b", " + member.encode() + b"}"


def refusal(data: bytes) -> str:
    """Return the sentence a document is refused with, which is one line a person can read."""
    with pytest.raises(DocumentRefused) as caught:
        read_document(data, TESTS)
    return one_line(caught.value)


def one_line(error: UserError) -> str:
    sentence = str(error)
    marks = [one for one in sentence if unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs")]
    assert not marks, f"not one plain line: {sentence!r}"
    assert "Traceback" not in sentence
    assert sentence.endswith(".")
    assert len(sentence) < 1000
    return sentence


def names(sentence: str, path: str) -> bool:
    return f" {path}: " in sentence


OBJECTS = [("", WHOLE)] + [
    (path, value) for path, value in places(WHOLE) if isinstance(value, dict)
]
MEMBERS = [path for path, _ in places(WHOLE) if not path.endswith("]")]
LEAVES = [path for path, value in places(WHOLE) if not isinstance(value, dict | list)]
ANSWERS = "red_flags.answers"
