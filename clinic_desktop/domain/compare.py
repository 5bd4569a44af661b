"""`compare`: the examination's findings set against the imaging report, row by row.

Two tables, because they are two things: mechanosensitivity per side and pathway, conduction per
side and root. Neither source overrules the other; a row only pairs what both recorded.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import (
    PATHWAY_LEVELS,
    PATHWAY_ROOTS,
    ROOT_ORDER,
    BodySide,
    Level,
    Pathway,
    Region,
    Root,
    Side,
    in_order,
    levels_of,
    region_of,
)
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import (
    Agreement,
    Comparison,
    ConductionRow,
    ImagingCell,
    MechanoRow,
    Reading,
    SignGrade,
)
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.electrodiagnosis import electrodiagnosis_words
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import (
    CROSS_SECTIONAL,
    Certainty,
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Modality,
    Status,
)
from clinic_desktop.domain.levels_named import has_accepted, named_but_not_accepted
from clinic_desktop.domain.response import Outcome, counting_side
from clinic_desktop.domain.rules import check_rules
from clinic_desktop.domain.safety import safety_lines
from clinic_desktop.domain.screening import ConductionSign

ALSO_HELD: Final = "also held:"
"""Begins the note of a row that names another report than the one that fills it."""
_NAMED_SIDES: Final = (BodySide.LEFT, BodySide.RIGHT, BodySide.BOTH)


def compare(examination: Examination, catalogue: Catalogue) -> Comparison:
    """Return both tables, the rule checks and the safety lines of an examination."""
    return Comparison(
        mechanosensitivity=tuple(_mechanosensitivity(examination, catalogue)),
        conduction=tuple(_conduction(examination, catalogue)),
        rule_checks=check_rules(examination, catalogue),
        safety=safety_lines(examination, catalogue),
    )


def speaking_report(examination: Examination, region: Region) -> ImagingReport | None:
    """Return the report that fills the cells of this region.

    The newest MRI, upright MRI, CT or CT myelography that covers it; without one the newest of
    another modality save EMG/NCS. Undated reports come last, of equals the later listed speaks.
    """
    covering = [
        report
        for report in examination.imaging or ()
        if report.covers(region) and report.modality is not Modality.EMG_NCS
    ]
    capable = [report for report in covering if report.modality in CROSS_SECTIONAL]
    newest: ImagingReport | None = None
    for report in capable or covering:
        if newest is None or _age(report) >= _age(newest):
            newest = report
    return newest


def row_roots(row: MechanoRow | ConductionRow) -> tuple[Root, ...]:
    """Return the roots a row is about."""
    return PATHWAY_ROOTS[row.pathway] if isinstance(row, MechanoRow) else (row.root,)


def silent_reports(examination: Examination) -> list[ImagingReport]:
    """Return the reports that fill no cell of either region."""
    speaking = [speaking_report(examination, region) for region in (Region.LUMBAR, Region.CERVICAL)]
    return [
        report
        for report in examination.imaging or ()
        if all(report is not each for each in speaking)
    ]


def speaking_report_of(
    row: MechanoRow | ConductionRow, examination: Examination
) -> ImagingReport | None:
    """Return the report that fills the cell of a row."""
    return speaking_report(examination, region_of(row_roots(row)[0]))


def counting_findings(
    row: MechanoRow | ConductionRow, examination: Examination
) -> tuple[ImagingFinding, ...]:
    """Return the findings that make a row's imaging cell changed."""
    report = speaking_report_of(row, examination)
    return _counting(report, row.side, row_roots(row)) if report else ()


def _counting(
    report: ImagingReport, side: Side, roots: tuple[Root, ...]
) -> tuple[ImagingFinding, ...]:
    return tuple(
        finding
        for finding in report.findings or ()
        if finding.is_on(side) and finding.counts and set(finding.roots) & set(roots)
    )


def _age(report: ImagingReport) -> tuple[bool, date]:
    return report.performed_on is not None, report.performed_on or date.min


class _Cell(Struct, frozen=True):
    """The imaging side of a row: what the speaking report says of these roots on this side."""

    state: ImagingCell
    counting: tuple[ImagingFinding, ...]
    roots: tuple[Root, ...]
    root_stated: bool
    notes: tuple[str, ...]


def _imaging_cell(
    examination: Examination,
    catalogue: Catalogue,
    side: Side,
    roots: tuple[Root, ...],
    levels: tuple[Level, ...],
) -> _Cell:
    report = speaking_report(examination, region_of(roots[0]))
    others = tuple(_others(examination, report, catalogue))
    if report is None:
        return _Cell(ImagingCell.NOT_IMAGED, (), (), root_stated=False, notes=others)
    on_side = [finding for finding in report.findings or () if finding.is_on(side)]
    counting = _counting(report, side, roots)
    stated_roots = {f.root for f in counting if f.status is Status.STATED}
    found = in_order({root for f in counting for root in f.roots if root in roots})
    notes = []
    if any(f.status is Status.INFERRED for f in counting):
        notes.append("includes a finding inferred by the therapist")
    if any(f.certainty is Certainty.POSSIBLE for f in counting):
        notes.append("includes a finding the report calls possible")
    at_levels = [finding for finding in on_side if finding.level in levels]
    if any(finding.is_danger for finding in at_levels):
        notes.append("see safety")
    state = _cell_state(report, side, levels, at_levels, changed=bool(counting))
    if state is ImagingCell.NOT_MENTIONED:
        notes += _not_accepted(report, levels)
    return _Cell(
        state=state,
        counting=counting,
        roots=found,
        root_stated=bool(stated_roots & set(found)),
        notes=(*notes, *others),
    )


def _cell_state(
    report: ImagingReport,
    side: Side,
    levels: tuple[Level, ...],
    at_levels: list[ImagingFinding],
    *,
    changed: bool,
) -> ImagingCell:
    if changed:
        return ImagingCell.CHANGED
    if any(
        not (finding.kind is FindingKind.NORMAL or finding.is_negated or finding.is_danger)
        for finding in at_levels
    ):
        return ImagingCell.OTHER_CHANGE
    can_be_normal = report.modality in CROSS_SECTIONAL and bool(levels)
    if can_be_normal and all(report.states_normal(level, side) for level in levels):
        return ImagingCell.NORMAL
    return ImagingCell.NOT_MENTIONED


def _not_accepted(report: ImagingReport, levels: tuple[Level, ...]) -> Iterator[str]:
    """What keeps a row open although the report's text may speak of it."""
    if not has_accepted(report):
        yield "nothing is accepted from this report yet"
    elif named := named_but_not_accepted(report, levels):
        them = "it" if len(named) == 1 else "them"
        words = ", ".join(level.value for level in named)
        yield f"nothing accepted for {words} (the report's text speaks of {them})"


def _others(
    examination: Examination, speaking: ImagingReport | None, catalogue: Catalogue
) -> Iterator[str]:
    for report in examination.imaging or ():
        if report is not speaking:
            yield f"{ALSO_HELD} {held_words(report, catalogue)}"


def held_words(report: ImagingReport, catalogue: Catalogue) -> str:
    """Return a report in a few words, such as "MRI of 20 October 2026 (lumbar spine)"."""
    name = catalogue.label("modality", report.modality) if report.modality else "Report"
    day = f" of {long_date(report.performed_on)}" if report.performed_on else ", undated"
    region = catalogue.words("region", report.region) if report.region else ""
    return f"{name}{day}" + (f" ({region})" if region else "")


def _read(cell: ImagingCell, *, done: int, positive: int, negative: int) -> Reading:
    changed = cell is ImagingCell.CHANGED
    if done == 0 or cell is ImagingCell.NOT_IMAGED:
        return Reading.CANNOT_COMPARE
    if positive:
        return Reading.BOTH if changed else Reading.EXAMINATION_ONLY
    if negative:
        return Reading.IMAGING_ONLY if changed else Reading.NEITHER
    return Reading.INCONCLUSIVE


def _mechanosensitivity(examination: Examination, catalogue: Catalogue) -> Iterator[MechanoRow]:
    for pathway, side in _pathway_rows(examination, catalogue):
        yield _pathway_row(examination, catalogue, pathway, side)


def _pathway_rows(examination: Examination, catalogue: Catalogue) -> Iterator[tuple[Pathway, Side]]:
    """Rows of loaded pathways, and of those a named root calls for that no test loads."""
    tests = [response.test for response in examination.responses or () if response.outcome]
    loaded = catalogue.loaded_pathways([*catalogue.planned_tests(examination), *tests])
    covered = {root for pathway in loaded for root in PATHWAY_ROOTS[pathway]}
    for pathway in Pathway:
        roots = PATHWAY_ROOTS[pathway]
        report = speaking_report(examination, region_of(roots[0]))
        named = [
            finding
            for finding in (report.findings if report else None) or ()
            if finding.counts and finding.root in roots and finding.root not in covered
        ]
        for side in Side:
            if pathway in loaded or any(finding.is_on(side) for finding in named):
                yield pathway, side


def _pathway_row(
    examination: Examination, catalogue: Catalogue, pathway: Pathway, side: Side
) -> MechanoRow:
    outcomes: list[Outcome] = []
    crossed = 0
    notes: list[str] = []
    for response in examination.responses or ():
        test = catalogue.tests[response.test]
        if test.pathway is not pathway or response.outcome is None or response.body_side is None:
            continue
        is_crossed = response.is_crossed_response and not test.crossed
        if is_crossed:
            felt = response.body_side.opposite
            notes.append(
                f"{test.short} on the {response.body_side} was felt on the {felt} "
                "(crossed response)"
            )
        if counting_side(response, crossed_test=test.crossed) is side:
            crossed += is_crossed
            if not is_crossed:
                outcomes.append(response.outcome)
    positive, negative, inconclusive, not_tested = (
        outcomes.count(outcome)
        for outcome in (
            Outcome.POSITIVE,
            Outcome.NEGATIVE,
            Outcome.INCONCLUSIVE,
            Outcome.NOT_TESTED,
        )
    )
    done = positive + negative + inconclusive + crossed
    cell = _imaging_cell(
        examination, catalogue, side, PATHWAY_ROOTS[pathway], PATHWAY_LEVELS[pathway]
    )
    reading = _read(cell.state, done=done, positive=positive, negative=negative)
    agreement = None
    if reading is Reading.BOTH:
        agreement = _agreement(examination, side, cell)
        notes.append(_agreement_note(examination, side, cell))
    return MechanoRow(
        side=side,
        pathway=pathway,
        positive=positive,
        negative=negative,
        inconclusive=inconclusive,
        crossed=crossed,
        done=done,
        not_tested=not_tested,
        imaging=cell.state,
        imaging_roots=cell.roots,
        root_stated=cell.root_stated,
        reading=reading,
        agreement=agreement,
        note="; ".join((*notes, *cell.notes)),
    )


def _signs(examination: Examination, side: Side) -> list[ConductionSign]:
    return [s for s in examination.conduction or () if s.side is side and s.grade is not None]


def _agreement(examination: Examination, side: Side, cell: _Cell) -> Agreement | None:
    named = {
        finding.root
        for finding in cell.counting
        if finding.status is Status.STATED and finding.side in _NAMED_SIDES
    }
    losses = {sign.root for sign in _signs(examination, side) if sign.is_loss}
    if losses & named & set(cell.roots):
        return Agreement.SIDE_AND_ROOT
    if any(f.side is not None and f.side.value == side.value for f in cell.counting):
        return Agreement.SIDE
    return None


def _agreement_note(examination: Examination, side: Side, cell: _Cell) -> str:
    signs = _signs(examination, side)
    if not signs:
        return "no conduction sign recorded"
    losses = in_order({sign.root for sign in signs if sign.is_loss})
    if not losses:
        return "no loss among the conduction signs recorded"
    stated = {f.root for f in cell.counting if f.status is Status.STATED and f.root}
    named = _list(in_order(stated)) or "no root"
    return f"loss at {_list(losses)}; the report names {named}"


def _list(roots: Iterable[Root]) -> str:
    return ", ".join(root.value for root in roots)


def _conduction(examination: Examination, catalogue: Catalogue) -> Iterator[ConductionRow]:
    for root in ROOT_ORDER:
        report = speaking_report(examination, region_of(root))
        named = [f for f in (report.findings if report else None) or () if f.root is root]
        for side in Side:
            signs = [sign for sign in _signs(examination, side) if sign.root is root]
            loss = any(sign.is_loss for sign in signs)
            if loss or any(finding.counts and finding.is_on(side) for finding in named):
                cell = _imaging_cell(examination, catalogue, side, (root,), levels_of(root))
                yield ConductionRow(
                    side=side,
                    root=root,
                    signs=tuple(
                        SignGrade(kind=sign.kind.value, grade=sign.grade)
                        for sign in signs
                        if sign.grade is not None
                    ),
                    loss=loss,
                    imaging=cell.state,
                    root_stated=cell.root_stated,
                    reading=_read(cell.state, done=len(signs), positive=loss, negative=len(signs)),
                    emg=_emg(examination, root, catalogue),
                    note="; ".join(cell.notes),
                )


def nerve_studies(examination: Examination, root: Root) -> tuple[ImagingReport, ...]:
    """Return the EMG/NCS reports that are told beside a root, in the order listed.

    A study of nerves and muscles is often filed under no region of the spine: it is told beside
    every root rather than lost; one of another region is not.
    """
    region = region_of(root)
    return tuple(
        report
        for report in examination.imaging or ()
        if report.modality is Modality.EMG_NCS
        and (report.region in (None, Region.OTHER) or report.covers(region))
    )


def _emg(examination: Examination, root: Root, catalogue: Catalogue) -> str | None:
    """Return what the EMG/NCS reports say and what they gave."""
    studies = nerve_studies(examination, root)
    return "\n".join(_emg_words(report, catalogue) for report in studies) or None


def _emg_words(report: ImagingReport, catalogue: Catalogue) -> str:
    given = report.electrodiagnosis
    found = electrodiagnosis_words(given, catalogue) if given else ""
    return "\n".join(filter(None, (report.text, found))) or "report without text"
