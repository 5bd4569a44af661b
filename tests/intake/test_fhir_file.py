"""FHIR: a DiagnosticReport alone or in a Bundle, its forms, its patient; and hostile JSON."""

import json
from datetime import date
from typing import Any

import pytest

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.intake.contents import PRELIMINARY, Unreadable
from clinic_desktop.intake.fhir_file import read_fhir
from clinic_desktop.intake.pdf_file import SCAN
from tests.intake import made


def test_a_bundle_gives_text_person_and_study() -> None:
    found = read_fhir(made.FHIR)
    assert found.text == (
        "FINDINGS:\nL4-L5: Left subarticular protrusion.\nL5-S1: Unremarkable.\n\n"
        "Protrusion at L4-L5."
    )
    assert found.details.patient_name == "Sample, Patient Q."
    assert found.details.birth_date == date(1967, 4, 1)
    assert found.details.modality is Modality.MRI
    assert found.details.region is Region.LUMBAR
    assert found.details.contrast is YesNoUnknown.NO
    assert found.details.performed_on == date(2026, 10, 5)
    assert found.details.reported_on == date(2026, 10, 6)
    assert found.details.reporter == "Radiologist, Sample"
    assert found.details.site == "Example Imaging"


def test_a_report_alone_with_its_patient_contained() -> None:
    found = read_fhir(
        made.fhir(
            conclusion="L4-L5: bulge.",
            contained=[{"resourceType": "Patient", "id": "p", "name": [{"text": "Pat Sample"}]}],
            subject={"reference": "#p"},
            effectivePeriod={"start": "2026-10-05"},
            performer=[
                {"reference": "Practitioner/9", "display": "Dr Sample"},
                {"type": "Organization", "display": "Example Imaging"},
            ],
            category=[{"coding": [{"code": "CT"}]}],
        )
    )
    assert found.text == "L4-L5: bulge."
    assert found.details.patient_name == "Pat Sample"
    assert found.details.performed_on == date(2026, 10, 5)
    assert found.details.reporter == "Dr Sample"
    assert found.details.site == "Example Imaging"
    assert found.details.modality is Modality.CT


def test_a_person_that_the_report_does_not_point_to_is_not_taken_for_its_patient() -> None:
    bundle = json.loads(made.FHIR)
    report = bundle["entry"][1]["resource"]
    report["subject"] = {"reference": "Patient/other", "display": "OTHER, PERSON"}
    found = read_fhir(json.dumps(bundle).encode()).details
    assert (found.patient_name, found.birth_date) == ("OTHER, PERSON", None)
    del report["subject"]
    assert read_fhir(json.dumps(bundle).encode()).details.birth_date == date(1967, 4, 1)


def test_a_page_of_html_becomes_lines() -> None:
    page = (
        b"<html><head><title>x</title></head><body><h1>Findings</h1><p>L4-L5:<br/>bulge &amp; tear"
        b"</p><table><tr><td>L5-S1</td><td>normal</td></tr></table><script>bad()</script></body>"
    )
    found = read_fhir(made.fhir(presentedForm=[made.form("text/html", page)]))
    assert found.text == "Findings\n\nL4-L5:\nbulge & tear\n\nL5-S1 | normal"


def test_a_pdf_is_read_and_a_scan_shown() -> None:
    form = made.form("application/pdf", made.pdf(made.LINES))
    assert read_fhir(made.fhir(presentedForm=[form])).text == "\n".join(made.LINES)
    scan = read_fhir(made.fhir(presentedForm=[made.form("application/pdf", made.pdf(()))]))
    assert (scan.text, len(scan.pictures), scan.warnings) == ("", 1, (SCAN,))


def test_the_narrative_stands_in_where_there_is_nothing_else() -> None:
    narrative = {"status": "generated", "div": "<div><p>L4-L5: bulge.</p></div>"}
    assert read_fhir(made.fhir(text=narrative)).text == "L4-L5: bulge."
    assert read_fhir(made.fhir(text=narrative, conclusion="Bulge.")).text == "Bulge."


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_a_withdrawn_report_is_refused(status: str) -> None:
    with pytest.raises(Unreadable, match="withdrawn"):
        read_fhir(made.fhir(status=status, conclusion="L4-L5: bulge."))


@pytest.mark.parametrize(
    ("status", "warnings"), [("preliminary", (PRELIMINARY,)), ("final", ()), ("amended", ())]
)
def test_a_preliminary_report_is_told(status: str, warnings: tuple[str, ...]) -> None:
    assert read_fhir(made.fhir(status=status, conclusion="L4-L5: bulge.")).warnings == warnings


def test_several_reports_are_not_mixed() -> None:
    bundle = json.loads(made.FHIR)
    bundle["entry"].append(bundle["entry"][1])
    with pytest.raises(Unreadable, match="holds 2 reports"):
        read_fhir(json.dumps(bundle).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b'{"resourceType": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b"[]",
        b'"text"',
        b'{"resourceType": "Patient"}',
        b'{"resourceType": "Bundle", "entry": [1, {"resource": 2}]}',
        b'{"resourceType": "Bundle", "entry": 1}',
        made.fhir(),
        made.fhir(presentedForm=[{"contentType": "text/plain", "data": "!"}, {"data": 3}, 4]),
        made.fhir(presentedForm=[made.form("image/png", b"\x89PNG")]),
        made.fhir(text={"div": "<div><![foo[bad"}),
        made.fhir(text=3, conclusion=["x"]),
        json.dumps({"resourceType": "DiagnosticReport", "conclusion": "\ud800 "}).encode()[:-9],
    ],
)
def test_json_without_a_report_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable, match="JSON"):
        read_fhir(data)


@pytest.mark.parametrize("depth", [65, 200_000])
def test_deep_json_is_told(depth: int) -> None:
    with pytest.raises(Unreadable, match="nested deeper"):
        read_fhir(b'{"a":' + b"[" * depth + b"]" * depth + b"}")


def test_marks_inside_of_texts_are_no_depth() -> None:
    assert read_fhir(made.fhir(conclusion="[" * 100 + '"' + "{" * 100)).text


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": 3, "code": [], "category": [[]], "performer": [{}], "contained": {}},
        {"subject": {"reference": 3}, "effectiveDateTime": "2026-13-45", "issued": 7},
        {"contained": [{"resourceType": "Patient", "name": [{"family": 3, "given": "x"}]}]},
    ],
)
def test_fields_of_another_shape_are_passed_over(fields: dict[str, Any]) -> None:
    found = read_fhir(made.fhir(conclusion="Bulge.", **fields))
    assert found.text == "Bulge."
    assert found.details.patient_name is None
