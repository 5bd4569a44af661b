"""The comparison: an observation for each row, proposed on a draft, accepted by a signature."""

from collections.abc import Iterator

from clinic_desktop.domain.anatomy import PATHWAY_ROOTS, Region, Root, region_of
from clinic_desktop.domain.compare import speaking_report
from clinic_desktop.domain.comparison import ConductionRow, MechanoRow
from clinic_desktop.domain.entry_words import response_name
from clinic_desktop.domain.phrases import (
    conduction_cell,
    examination_cell,
    imaging_cell,
    reading_words,
    row_name,
    side_sentence,
    speaking_heading,
)
from clinic_desktop.domain.response import counting_side
from clinic_desktop.exchange.fhir.components import coded, component
from clinic_desktop.exchange.fhir.elements import (
    Json,
    concept,
    is_written,
    joined,
    labelled,
    local,
    notes,
)
from clinic_desktop.exchange.fhir.findings import response_id
from clinic_desktop.exchange.fhir.imaging import finding_id
from clinic_desktop.exchange.fhir.visit import Section, Visit


def comparison(visit: Visit) -> Section:
    """Return the section that sets the examination beside the imaging report.

    At a high level of concern it is left out, as in the printed report: the patient is referred.
    """
    if visit.is_referral:
        return Section("comparison", [visit.title("left_out")])
    rows: tuple[MechanoRow | ConductionRow, ...] = (
        *visit.comparison.mechanosensitivity,
        *visit.comparison.conduction,
    )
    if not rows:
        return Section("comparison", [])
    resources = [_row(visit, row) for row in rows]
    lines = [
        side_sentence(visit.comparison) or "",
        speaking_heading(visit.examination, visit.catalogue),
        *_rule_checks(visit),
        _standing(visit),
    ]
    return Section("comparison", lines, resources)


def _standing(visit: Visit) -> str:
    if visit.is_signed:
        return visit.title("accepted")
    return visit.catalogue.wording.statements["draft_reading"]


def _rule_checks(visit: Visit) -> Iterator[str]:
    for check in visit.comparison.rule_checks:
        response = visit.examination.response(check.test, check.side)
        name = response_name(response, visit.catalogue) if response else check.test
        recorded = visit.catalogue.words("outcome_report", check.recorded)
        result = visit.catalogue.words("rule_result", check.rule_result)
        yield joined(f"{name}: {recorded}", f"{check.rule}: {result}", check.why, by="; ")


def _row(visit: Visit, row: MechanoRow | ConductionRow) -> Json:
    catalogue = visit.catalogue
    if isinstance(row, MechanoRow):
        kind, cell = "mechanosensitivity", examination_cell(row, visit.examination, catalogue)
        place = labelled(catalogue, "pathway", row.pathway)
        sources = [*_responses(visit, row), *_findings(visit, row, PATHWAY_ROOTS[row.pathway])]
    else:
        kind, cell = "conduction_row", conduction_cell(row, catalogue)
        place = coded("root", row.root.value)
        sources = [*_signs(visit, row), *_findings(visit, row, (row.root,))]
    title = visit.title("comparison")
    name = row_name(row, catalogue)
    reading = reading_words(row, catalogue)
    imaging = imaging_cell(row, visit.examination, catalogue)
    comment = visit.examination.comment(row.key)
    commented = f"{catalogue.label('field', 'comparison_notes')}: {comment}"
    written = notes(row.note, commented if is_written(comment) else None)
    standing = "reading_accepted" if visit.is_signed else "reading_proposed"
    parts = [
        {"code": visit.field(kind, "document_part"), "valueCodeableConcept": place},
        *component(visit.field("examination_says", "document_part"), cell),
        {
            "code": visit.field("imaging_says", "document_part"),
            "valueCodeableConcept": concept(imaging, local("imaging_cell", row.imaging.value)),
        },
        {
            "code": visit.field("standing", "document_part"),
            "valueCodeableConcept": visit.field(standing, "document_part"),
        },
    ]
    if isinstance(row, MechanoRow) and row.agreement is not None:
        code = visit.field("agreement", "document_part")
        words = labelled(catalogue, "agreement", row.agreement)
        parts.append({"code": code, "valueCodeableConcept": words})
    return visit.observation(
        f"comparison/{row.key}",
        (
            f"{title}: {name}",
            f"{visit.title('examination_says')}: {cell}",
            f"{visit.title('imaging_says')}: {imaging}",
            f"{visit.title('reading')}: {reading} ({visit.title(standing)})",
            *(note["text"] for note in written),
        ),
        concept(f"{title}: {name}", local("comparison", kind.removesuffix("_row"))),
        bodySite=labelled(catalogue, "side", row.side.value),
        valueCodeableConcept=concept(reading, local("reading", row.reading.value)),
        # The program proposes a reading; only a signature makes it the therapist's.
        performer=[visit.therapist] if visit.is_signed and visit.therapist else None,
        device=visit.refer("device"),
        derivedFrom=sources,
        component=parts,
        note=written,
    )


def _responses(visit: Visit, row: MechanoRow) -> Iterator[Json]:
    for response in visit.examination.responses or ():
        test = visit.catalogue.tests[response.test]
        counts_on = counting_side(response, crossed_test=test.crossed)
        if response.outcome is not None and test.pathway is row.pathway and counts_on is row.side:
            yield visit.refer(response_id(response))


def _signs(visit: Visit, row: ConductionRow) -> Iterator[Json]:
    for sign in visit.examination.conduction or ():
        if sign.grade is not None and (sign.root, sign.side) == (row.root, row.side):
            yield visit.refer(f"sign/{sign.root.value}/{sign.side.value}/{sign.kind.value}")


def _findings(
    visit: Visit, row: MechanoRow | ConductionRow, roots: tuple[Root, ...]
) -> Iterator[Json]:
    """Yield the findings that fill the imaging cell of a row."""
    region: Region = region_of(roots[0])
    speaking = speaking_report(visit.examination, region)
    for number, report in enumerate(visit.examination.imaging or (), start=1):
        if report is not speaking:
            continue
        for place, finding in enumerate(report.findings or (), start=1):
            if finding.counts and finding.is_on(row.side) and set(finding.roots) & set(roots):
                yield visit.refer(finding_id(number, place))
