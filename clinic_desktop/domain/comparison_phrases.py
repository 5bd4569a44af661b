"""The words of the comparison's table in the window: marked readings, agreement, what is behind."""

from collections.abc import Iterator, Sequence
from typing import Final

from clinic_desktop.domain.anatomy import PATHWAY_LEVELS, BodySide, levels_of
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import ALSO_HELD, counting_findings, speaking_report_of
from clinic_desktop.domain.comparison import (
    Agreement,
    ConductionRow,
    MechanoRow,
    Reading,
    RuleCheck,
)
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.electrodiagnosis import electrodiagnosis_words
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import (
    DANGERS,
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Modality,
)
from clinic_desktop.domain.phrases import conduction_cell, imaging_cell, reading_words

Row = MechanoRow | ConductionRow

_SPACES: Final = {
    FindingKind.CANAL_STENOSIS: "canal",
    FindingKind.LATERAL_RECESS_STENOSIS: "lateral recess",
    FindingKind.FORAMINAL_STENOSIS: "foramina",
}
"""What is free where a report denies the stenosis."""

READING_MARKS: Final = {
    Reading.BOTH: "\u25c6\u25c6",
    Reading.EXAMINATION_ONLY: "\u25c6\u25c7",
    Reading.IMAGING_ONLY: "\u25c7\u25c6",
    Reading.NEITHER: "\u25c7\u25c7",
    Reading.INCONCLUSIVE: "?",
    Reading.CANNOT_COMPARE: "\u2013",
}
"""The first sign is the examination, the second the report: filled where it shows something."""
_SAME: Final = "\u2713"
_OPEN: Final = "\u2013"


def marked_reading(row: Row, catalogue: Catalogue) -> str:
    """Return a reading with its mark, without the agreement: that has a column of its own."""
    words = (
        reading_words(row, catalogue)
        if row.reading is Reading.CANNOT_COMPARE
        else catalogue.label("reading", row.reading)
    )
    return f"{READING_MARKS[row.reading]}  {words}"


def agreement_words(row: Row) -> str:
    """Return whether side and root are the same, a line each, then the note.

    The other reports held, which every row names, are left out: they stand above the tables.
    """
    noted = "; ".join(part for part in row.note.split("; ") if not part.startswith(ALSO_HELD))
    return "\n".join((*_agreement(row), *filter(None, (noted,))))


def _agreement(row: Row) -> Iterator[str]:
    if not isinstance(row, MechanoRow) or row.reading is not Reading.BOTH:
        return
    if row.agreement is None:
        yield f"{_OPEN} side: not named as left or right"
        return
    yield f"{_SAME} side: the same"
    if row.agreement is Agreement.SIDE_AND_ROOT:
        yield f"{_SAME} root: the same"
    else:
        yield f"{_OPEN} root: not shown to be the same"


def findings_behind(row: Row, examination: Examination) -> tuple[ImagingFinding, ...]:
    """Return the findings that a row's imaging cell rests on: those that count, then others there.

    Others are those at one of the row's levels on its side, a stated absence too. Dangers never
    enter a row: they stand above the tables.
    """
    report = speaking_report_of(row, examination)
    counting = counting_findings(row, examination)
    levels = PATHWAY_LEVELS[row.pathway] if isinstance(row, MechanoRow) else levels_of(row.root)
    return (
        *counting,
        *(
            finding
            for finding in (report.findings if report else None) or ()
            if finding.level in levels
            and finding.is_on(row.side)
            and finding.kind not in DANGERS
            and finding not in counting
        ),
    )


def brief_finding(finding: ImagingFinding, catalogue: Catalogue) -> str:
    """Return a finding in a few words, such as "L4-L5 foraminal narrowing, mild, right"."""
    parts = [
        f"{finding.level.value} {catalogue.words('kind', finding.kind)}",
        finding.grade,
        catalogue.words("side", finding.side) if finding.side else None,
        "possible" if finding.certainty == "possible" else None,
    ]
    return ", ".join(filter(None, parts))


def imaging_words(row: Row, examination: Examination, catalogue: Catalogue) -> str:
    """Return what the report says of a row, and below it the changes that it rests on.

    What the report denies stands in one line: "Stated free: canal, foramina at L4-L5".
    """
    behind = findings_behind(row, examination)
    named = dict.fromkeys(
        brief_finding(finding, catalogue) for finding in behind if not finding.is_negated
    )
    free = _stated_free([finding for finding in behind if finding.is_negated], catalogue)
    return "\n".join((imaging_cell(row, examination, catalogue), *named, *free))


def _stated_free(denied: Sequence[ImagingFinding], catalogue: Catalogue) -> Iterator[str]:
    spaces: dict[str, list[str]] = {}
    for finding in denied:
        space = _SPACES.get(finding.kind) or f"no {catalogue.words('kind', finding.kind)}"
        here = spaces.setdefault(finding.level.value, [])
        if space not in here:
            here.append(space)
    if spaces:
        listed = (f"{', '.join(names)} at {level}" for level, names in spaces.items())
        yield f"Stated free: {'; '.join(listed)}"


def quoted_words(finding: ImagingFinding, report: ImagingReport) -> str:
    """Return the report's own words that a finding was taken from; "" where none are marked."""
    span = finding.quote.span if finding.quote else None
    return (report.text or "")[slice(*span)].strip() if span else ""


def signs_words(row: ConductionRow, examination: Examination, catalogue: Catalogue) -> str:
    """Return the conduction signs of a root, and whether an EMG or nerve study names it."""
    named = [
        f"EMG/NCS{_of_day(study)} names {row.root}"
        for study in nerve_studies(examination)
        if study.electrodiagnosis
        for studied in study.electrodiagnosis.roots or ()
        if studied.root is row.root and studied.side in (None, BodySide.BOTH, row.side.value)
    ]
    return "\n".join((conduction_cell(row, catalogue), *named))


def nerve_studies(examination: Examination) -> tuple[ImagingReport, ...]:
    """Return the studies of nerves and muscles that are held."""
    return tuple(
        report for report in examination.imaging or () if report.modality is Modality.EMG_NCS
    )


def nerve_study_words(study: ImagingReport, catalogue: Catalogue) -> str:
    """Return what a study of nerves and muscles gave, or its own words where nothing was entered.

    Such as "EMG/NCS of 3 November 2026: Result: acute denervation; Roots: S1 left".
    """
    given = study.electrodiagnosis
    found = electrodiagnosis_words(given, catalogue) if given else ""
    return f"EMG/NCS{_of_day(study)}: {found or study.text or 'report without text'}"


def _of_day(study: ImagingReport) -> str:
    return f" of {long_date(study.performed_on)}" if study.performed_on else ""


def rule_check_cells(check: RuleCheck, catalogue: Catalogue) -> tuple[str, ...]:
    """Return a rule check as response, outcome, the rule's result, whether they agree, and why."""
    agrees = {True: f"{_SAME} agrees", False: "\u2260 differs", None: f"{_OPEN} not told"}
    return (
        f"{catalogue.tests[check.test].short}, {check.side}",
        catalogue.label("outcome_report", check.recorded),
        f"{check.rule}: {catalogue.words('rule_result', check.rule_result)}",
        agrees[check.agrees],
        check.why,
    )


def rule_checks_summary(checks: tuple[RuleCheck, ...]) -> str:
    """Return how many responses were checked, and of how many the rule reads otherwise."""
    differing = sum(check.agrees is False for check in checks)
    unit = "response" if len(checks) == 1 else "responses"
    return f"{len(checks)} {unit}, {differing or 'none'} read otherwise by the rule"
