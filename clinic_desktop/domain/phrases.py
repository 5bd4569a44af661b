"""The sentences the window and the report share, made from recorded values only."""

from datetime import date

from clinic_desktop.domain.anatomy import Region, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import counting_findings, row_roots, speaking_report
from clinic_desktop.domain.comparison import (
    Comparison,
    ConductionRow,
    ImagingCell,
    MechanoRow,
    Reading,
    RuleResult,
)
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.examination import Examination, Patient, Sex, SymptomArea
from clinic_desktop.domain.finding_roots import RootKnown, known_roots
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport, Modality
from clinic_desktop.domain.levels_named import has_accepted
from clinic_desktop.domain.response import Outcome, Response, counting_side
from clinic_desktop.domain.rules import check_rule
from clinic_desktop.domain.screening import ConductionSign
from clinic_desktop.domain.text_source import text_source


def patient_name(patient: Patient) -> str:
    """Return "Family, Given" with what is known of it."""
    return ", ".join(filter(None, (patient.family_name, patient.given_name))) or "Name not recorded"


def patient_line(patient: Patient, catalogue: Catalogue) -> str:
    """Return birth date, sex and identifiers in one line."""
    born = (
        f"born {long_date(patient.birth_date)}" if patient.birth_date else "birth date not recorded"
    )
    ids = [
        " ".join(filter(None, (identifier.system, identifier.value)))
        for identifier in patient.identifiers or ()
    ]
    sex = [catalogue.words("sex", patient.sex)] if patient.sex else []
    if patient.sex is Sex.UNKNOWN:
        sex = ["sex unknown"]
    return ", ".join((born, *sex, *filter(None, ids)))


def row_name(row: MechanoRow | ConductionRow, catalogue: Catalogue) -> str:
    """Return a row's name, such as "Sciatic, left" or "L5, left"."""
    place = (
        catalogue.label("pathway", row.pathway) if isinstance(row, MechanoRow) else row.root.value
    )
    return f"{place}, {row.side.value}"


def examination_cell(
    row: MechanoRow, examination: Examination, catalogue: Catalogue, *, degrees: str = " deg"
) -> str:
    """Return what the tests of a pathway gave on a side, the denominator being what was done.

    Such as "3 positive of 3 done (SLR 35 deg, Bragard, Slump); Bowstring not tested (pain)".
    `degrees` is what stands after an angle; print has the sign its other angles have.
    """
    counted = _counted(row, examination, catalogue)
    groups: dict[str, list[str]] = {"positive": [], "inconclusive": [], "crossed": []}
    not_tested: list[str] = []
    for response in counted:
        test = catalogue.tests[response.test]
        if response.is_crossed_response and not test.crossed:
            groups["crossed"].append(test.short)
        elif response.outcome is Outcome.POSITIVE:
            groups["positive"].append(_with_angle(response, catalogue, degrees))
        elif response.outcome is Outcome.INCONCLUSIVE:
            groups["inconclusive"].append(test.short)
        elif response.outcome is Outcome.NOT_TESTED:
            not_tested.append(f"{test.short} not tested ({_reason(response, catalogue)})")
    count = f"{row.positive} positive of {row.done} done" if row.done else "none done"
    parts = [count + _in_brackets(groups["positive"])]
    parts += [
        f"{len(groups[group])} {group}" + _in_brackets(groups[group])
        for group in ("inconclusive", "crossed")
        if groups[group]
    ]
    parts += not_tested
    parts += _rule_misses(counted, catalogue)
    missing = _not_recorded(row, examination, catalogue)
    if missing:
        parts.append(f"{', '.join(missing)} not recorded")
    return "; ".join(parts)


def _in_brackets(names: list[str]) -> str:
    return f" ({', '.join(names)})" if names else ""


def _counted(row: MechanoRow, examination: Examination, catalogue: Catalogue) -> list[Response]:
    """The responses with an outcome that stand in this row."""
    return [
        response
        for response in examination.responses or ()
        if response.outcome is not None
        and (test := catalogue.tests[response.test]).pathway is row.pathway
        and counting_side(response, crossed_test=test.crossed) is row.side
    ]


def _with_angle(response: Response, catalogue: Catalogue, degrees: str) -> str:
    """The test's name, with its angle where that is the height a leg was raised to."""
    test = catalogue.tests[response.test]
    raised = test.angle == "hip flexion" and test.follows is None
    if raised and response.onset_deg is not None:
        return f"{test.short} {response.onset_deg}{degrees}"
    return test.short


def _reason(response: Response, catalogue: Catalogue) -> str:
    if response.not_tested_reason:
        return catalogue.words("not_tested_reason", response.not_tested_reason)
    return "no reason recorded"


def _rule_misses(counted: list[Response], catalogue: Catalogue) -> list[str]:
    """Positives that do not meet the rule, by reason: "1 does not meet rule R1 (...)"."""
    reasons = [
        check.why
        for response in counted
        if response.outcome is Outcome.POSITIVE
        and (check := check_rule(response, catalogue)).rule_result is RuleResult.NOT_MET
    ]
    if not reasons:
        return []
    verb = "does" if len(reasons) == 1 else "do"
    return [f"{len(reasons)} {verb} not meet rule R1 ({', '.join(dict.fromkeys(reasons))})"]


def _not_recorded(row: MechanoRow, examination: Examination, catalogue: Catalogue) -> list[str]:
    """The protocol's tests of this row that have no outcome yet."""
    missing = []
    for key in catalogue.planned_tests(examination):
        test = catalogue.tests[key]
        side = row.side.opposite if test.crossed else row.side
        response = examination.response(key, TestedSide(side.value))
        if test.pathway is row.pathway and (response is None or response.outcome is None):
            missing.append(test.short)
    return missing


def conduction_cell(row: ConductionRow, catalogue: Catalogue) -> str:
    """Return the signs of a root, such as "reflex reduced, light touch altered"."""
    return (
        ", ".join(
            f"{catalogue.words('sign_kind', sign.kind)} {_grade(sign.kind, sign.grade, catalogue)}"
            for sign in row.signs
        )
        or "no sign recorded"
    )


def sign_line(sign: ConductionSign, catalogue: Catalogue) -> str:
    """Return one conduction sign as "Light touch altered"."""
    return f"{catalogue.label('sign_kind', sign.kind)} {sign_grade(sign, catalogue)}"


def sign_grade(sign: ConductionSign, catalogue: Catalogue) -> str:
    """Return the grade of a sign as "altered", "4 of 5" or "not recorded"."""
    return _grade(sign.kind.value, sign.grade, catalogue) if sign.grade else "not recorded"


def _grade(kind: str, grade: str, catalogue: Catalogue) -> str:
    return f"{grade} of 5" if kind == "power" else catalogue.words("sign_grade", grade)


def imaging_cell(
    row: MechanoRow | ConductionRow, examination: Examination, catalogue: Catalogue
) -> str:
    """Return what the speaking report says of a row, and how its roots are known.

    Such as "Change described: L5 named by the report; S1 from level and zone".
    """
    words = catalogue.label("imaging_cell", row.imaging)
    if row.imaging is not ImagingCell.CHANGED:
        return words
    known = known_roots(counting_findings(row, examination))
    sources: dict[RootKnown, list[str]] = {}
    for root in row_roots(row):
        if root in known:
            sources.setdefault(known[root], []).append(root.value)
    if isinstance(row, ConductionRow):
        told = [f"root {catalogue.words('root_source', source)}" for source in sources]
        return "; ".join((words, *told))
    groups = (
        f"{', '.join(roots)} {catalogue.words('root_source', source)}"
        for source, roots in sources.items()
    )
    return f"{words}: {'; '.join(groups)}"


def reading_words(row: MechanoRow | ConductionRow, catalogue: Catalogue) -> str:
    """Return the reading, with its agreement, or why the two cannot be compared."""
    words = catalogue.label("reading", row.reading)
    if row.reading is Reading.CANNOT_COMPARE:
        if row.imaging is ImagingCell.NOT_IMAGED:
            return f"{words}: not imaged"
        return f"{words}: no {'test done' if isinstance(row, MechanoRow) else 'sign recorded'}"
    if isinstance(row, MechanoRow) and row.agreement is not None:
        return f"{words}: {catalogue.words('agreement', row.agreement)}"
    return words


def side_sentence(comparison: Comparison) -> str | None:
    """Return the sentence for findings on one side and described change on the other only."""
    rows = comparison.mechanosensitivity
    found = {row.side for row in rows if row.positive}
    described = {row.side for row in rows if row.imaging is ImagingCell.CHANGED}
    if len(found) == 1 and len(described) == 1 and found != described:
        (examined,), (reported,) = found, described
        return (
            f"Examination findings are on the {examined.upper()}; "
            f"the report describes change on the {reported.upper()}."
        )
    return None


def imaging_heading(report: ImagingReport, examination: Examination, catalogue: Catalogue) -> str:
    """Return the dated heading of a report.

    Such as "MRI report of 5 October 2026, supine, 44 days before this examination, as transcribed
    by the therapist".
    """
    name = catalogue.label("modality", report.modality) if report.modality else "Imaging"
    made = report.performed_on
    parts = [f"{name} report of {long_date(made)}" if made else f"{name} report, undated"]
    if report.position:
        parts.append(catalogue.words("position", report.position))
    elif report.modality is not Modality.EMG_NCS:
        parts.append("position not recorded")
    if made and (examined := day_of(examination.performed_at)):
        parts.append(_distance(made, examined))
    parts.append(catalogue.words("text_source", text_source(report)))
    if made:
        parts += _overtaken(made, examination)
    return ", ".join(parts)


def _distance(made: date, examined: date) -> str:
    days = (examined - made).days
    if days == 0:
        return "on the day of this examination"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {'before' if days > 0 else 'after'} this examination"


def _overtaken(made: date, examination: Examination) -> list[str]:
    """What has happened since the study that it cannot show."""
    parts = []
    presentation, before = examination.presentation, examination.before
    if presentation and presentation.onset and made < presentation.onset:
        parts.append("made before the present symptoms began")
    later = [
        operation.on
        for operation in (before.operations if before else None) or ()
        if operation.on and made < operation.on
    ]
    if later:
        parts.append(f"made before the operation of {long_date(max(later))}")
    return parts


def speaking_words(report: ImagingReport, examination: Examination, catalogue: Catalogue) -> str:
    """Return the heading of a report that fills cells, and whether anything of it is accepted."""
    heading = imaging_heading(report, examination, catalogue)
    return (
        heading if has_accepted(report) else f"{heading}, nothing is accepted from this report yet"
    )


def speaking_heading(examination: Examination, catalogue: Catalogue) -> str:
    """Return the heading of the reports that fill the comparison's imaging cells."""
    return "; ".join(speaking_headings(examination, catalogue))


def speaking_headings(examination: Examination, catalogue: Catalogue) -> list[str]:
    """Return a heading for each of them, with its region where there are two."""
    headings = {
        region: speaking_words(report, examination, catalogue)
        for region in (Region.LUMBAR, Region.CERVICAL)
        if (report := speaking_report(examination, region))
    }
    if len(set(headings.values())) > 1:
        return [f"{catalogue.label('region', r)}: {words}" for r, words in headings.items()]
    return [next(iter(headings.values()), "No imaging report of this region is held")]


def safety_line(examination: Examination, catalogue: Catalogue) -> str:
    """Return what was asked of red flags and the level of concern the therapist set."""
    flags = examination.red_flags
    answers = (flags.answers if flags else None) or {}
    if not answers:
        line = "Red-flag questions: not recorded"
    else:
        whole = all(item.id in answers for item in catalogue.red_flag_items)
        line = f"Red-flag questions: {'all ' if whole else ''}{len(answers)} asked"
        yes = [key for key, answer in answers.items() if answer == "yes"]
        unknown = [key for key, answer in answers.items() if answer == "unknown"]
        line += f", {_named(yes, catalogue)} answered yes"
        if unknown:
            line += f", {_named(unknown, catalogue)} unknown"
    if flags and flags.level:
        line += (
            f". Level of concern set by the therapist: {catalogue.words('concern', flags.level)}"
        )
        if flags.reason:
            line += f" ({flags.reason.rstrip('. ')})"
    return line + "."


def _named(items: list[str], catalogue: Catalogue) -> str:
    if not items:
        return "none"
    return f"{len(items)} ({', '.join(catalogue.label('red_flag', item) for item in items)})"


def symptom_area_line(area: SymptomArea, catalogue: Catalogue) -> str:
    """Return where something is felt, and which kinds: "Back of calf, left: pain"."""
    name = catalogue.label("area", area.area) if area.area and area.area.strip() else None
    side = catalogue.words("side", area.side) if area.side else None
    where = ", ".join(filter(None, (name, side)))
    kinds = ", ".join(catalogue.words("symptom_kind", kind) for kind in area.kinds or ())
    return ": ".join(filter(None, (where, kinds)))


def response_ingredients(response: Response, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return every recorded ingredient of a response as (name, words), the outcome left out."""
    test = catalogue.tests[response.test]
    angle = f" ({test.angle})" if test.angle else ""
    pairs: list[tuple[str, str | None]] = [
        ("Reason", response.not_tested_reason and _reason(response, catalogue)),
        ("Variant", response.variant and catalogue.words("variant", response.variant)),
        ("NPRS before", _number(response.baseline_nprs)),
        (
            "Familiar symptom" + (" eased" if test.relief else ""),
            response.familiar and catalogue.words("familiar", response.familiar),
        ),
        (
            "Symptom side",
            response.symptom_side and catalogue.words("side", response.symptom_side),
        ),
        ("Where", _labels("area", response.areas, catalogue)),
        (
            "Below the knee",
            None if response.below_knee is None else _yes(value=response.below_knee),
        ),
        ("Kind", _labels("quality", response.qualities, catalogue)),
        ("NPRS", _number(response.nprs)),
        (f"First response{angle}", _degrees(response.onset_deg)),
        (f"Limit{angle}", _degrees(response.limit_deg)),
        (
            "Limited by",
            response.limited_by and catalogue.words("limited_by", response.limited_by),
        ),
        ("Instrument", response.instrument and catalogue.label("instrument", response.instrument)),
        ("Differentiation", _differentiation(response, catalogue)),
        ("Note", response.note),
    ]
    return tuple((name, words) for name, words in pairs if words)


def _number(value: int | None) -> str | None:
    return None if value is None else f"{value} of 10"


def _degrees(value: int | None) -> str | None:
    return None if value is None else f"{value} degrees"


def _yes(*, value: bool) -> str:
    return "yes" if value else "no"


def _labels(group: str, values: tuple[str, ...] | None, catalogue: Catalogue) -> str | None:
    return ", ".join(catalogue.words(group, value) for value in values or ()) or None


def _differentiation(response: Response, catalogue: Catalogue) -> str | None:
    given = response.differentiation
    if given is None or (given.movement is None and given.effect is None):
        return None
    movement = (
        catalogue.movement_words(given.movement) if given.movement else "movement not recorded"
    )
    effect = catalogue.words("effect", given.effect) if given.effect else "effect not recorded"
    return f"{movement}: {effect}"


def finding_summary(finding: ImagingFinding, catalogue: Catalogue) -> str:
    """Return a finding as "L4-L5: protrusion, right, subarticular, L5 root: contact, stated"."""
    kind = catalogue.words("kind", finding.kind)
    parts = [f"no {kind}" if finding.is_negated else kind]
    if not finding.is_negated and (grade := grade_words(finding, catalogue)):
        parts.append(grade)
    if finding.side:
        parts.append(catalogue.words("side", finding.side))
    if finding.zone:
        parts.append(catalogue.words("zone", finding.zone))
    if finding.root or finding.root_relation:
        root = f"{finding.root.value} root" if finding.root else "root"
        relation = finding.root_relation and catalogue.words("root_relation", finding.root_relation)
        parts.append(f"{root}: {relation}" if relation else root)
    if finding.certainty:
        parts.append(catalogue.words("certainty", finding.certainty))
    if finding.status:
        parts.append(catalogue.words("status", finding.status))
    return f"{finding.level.value}: {', '.join(parts)}"


def grade_words(finding: ImagingFinding, catalogue: Catalogue) -> str:
    """Return the grade with its system: "Meyerding grade 1"; "" where neither is recorded."""
    # "free" is the grade in the report's own words, not a system of grading.
    system = finding.grade_system if finding.grade_system != "free" else None
    if system is None:
        return catalogue.words("grade", finding.grade) if finding.grade else ""
    name = catalogue.label("grade_system", system)
    return f"{name} {finding.grade}" if finding.grade else f"{name}, grade not recorded"


def angle_difference(test: str, examination: Examination, catalogue: Catalogue) -> str | None:
    """Return the side difference of a first response: "SLR 33 degrees less on the left".

    Of a deficit the side with more of it is named.

    `None` unless both sides have an angle.
    """
    angles = {}
    for side in Side:
        response = examination.response(test, TestedSide(side.value))
        if response and response.onset_deg is not None:
            angles[side] = response.onset_deg
    if len(angles) < len(Side):
        return None
    definition = catalogue.tests[test]
    name = definition.short
    difference = angles[Side.LEFT] - angles[Side.RIGHT]
    if difference == 0:
        return f"{name} at the same angle on both sides"
    lower = Side.LEFT if difference < 0 else Side.RIGHT
    if "deficit" in (catalogue.tests[test].angle or ""):  # more of it is less movement
        return f"{name} {abs(difference)} degrees more on the {lower.opposite.value}"
    return f"{name} {abs(difference)} degrees less on the {lower.value}"
