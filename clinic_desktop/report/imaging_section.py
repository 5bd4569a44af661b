"""What the imaging reports say: the accepted findings, and every report in its own words."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from clinic_desktop.domain.anatomy import CERVICAL_LEVELS, LUMBAR_LEVELS, Level, Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.electrodiagnosis import electrodiagnosis_facts
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.finding_roots import RootKnown, roots_of, roots_words
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport, Modality, Original
from clinic_desktop.domain.levels_named import named_but_not_accepted
from clinic_desktop.domain.phrases import finding_summary, imaging_heading
from clinic_desktop.domain.text_source import TextSource, text_source
from clinic_desktop.report.literature_section import shares_by_age
from clinic_desktop.report.parts import (
    Blocks,
    Cell,
    Line,
    Table,
    Tone,
    day,
    facts,
    joined,
    worded,
    written,
)

_TEXT_HEADS: Final = {
    TextSource.TRANSCRIBED: "Report, verbatim:",
    TextSource.FILE: "Text of the file, verbatim:",
    TextSource.FILE_EDITED: "Text of the file, edited here:",
}
_DIGEST: Final = 12
"""Characters of a SHA-256 that are printed; the record holds all 64."""


def imaging_reports(examination: Examination, catalogue: Catalogue) -> Iterator[tuple[str, Blocks]]:
    """Give the heading and the blocks of each report."""
    reports = examination.imaging or ()
    for number, report in enumerate(reports, start=1):
        heading = f"Imaging {number} of {len(reports)}" if len(reports) > 1 else "Imaging report"
        yield heading, _report(report, examination, catalogue)


def _report(report: ImagingReport, examination: Examination, catalogue: Catalogue) -> Blocks:
    yield Line(f"{imaging_heading(report, examination, catalogue)}.", tone=Tone.SMALL)
    sequences = (catalogue.label("sequence", name) for name in report.sequences or ())
    since = worded("yes_no", report.symptoms_changed_since, catalogue)
    strength = None if report.field_strength is None else f"{report.field_strength:g} T"
    rest = "all that the report does not list" if report.rest_stated_normal else None
    yield from facts(
        ("Region", report.region and catalogue.label("region", report.region)),
        ("Site", report.site),
        ("Reporter", report.reporter),
        ("Reported on", day(report.reported_on)),
        ("Sequences", joined(*sequences)),
        ("Field strength", strength),
        ("Contrast agent given", worded("yes_no", report.contrast, catalogue)),
        ("Quality", worded("study_quality", report.quality, catalogue)),
        ("Compared with", report.comparison),
        ("Limits", report.limits),
        ("Symptoms changed since", since),
        ("Stated normal", joined(_levels(report.stated_normal or ()), rest, by="; ")),
        *_open_levels(report),
    )
    if report.original:
        yield from _original(report.original)
        if text_source(report) is TextSource.FILE_EDITED:
            came = (report.original.text_sha256 or "")[:_DIGEST]
            yield from facts(("Text as it came out of the file", f"SHA-256 {came}"))
    if report.electrodiagnosis:
        yield from facts(*electrodiagnosis_facts(report.electrodiagnosis, catalogue))
    if report.findings:
        yield Table(
            kind="findings",
            heads=("Finding accepted by the therapist", "Words of the report"),
            rows=tuple(
                _finding(finding, levels, report, catalogue)
                for finding, levels in _grouped(report.findings)
            ),
        )
    if levels := {finding.level for finding in report.findings or () if finding.counts}:
        say = catalogue.wording.statements
        lumbar = say["level_roots_lumbar"] if levels & set(LUMBAR_LEVELS) else None
        cervical = say["level_roots_cervical"] if levels & set(CERVICAL_LEVELS) else None
        yield Line(joined(lumbar, cervical, say["root_named_first"], by=" "), tone=Tone.SMALL)
    yield from shares_by_age(report, examination, catalogue)
    if written(report.text):
        yield Line(report.text, label=_TEXT_HEADS[text_source(report)], tone=Tone.VERBATIM)


def _original(original: Original) -> Blocks:
    """Give the file a report came in as, and whom it names."""
    size = None if original.size is None else f"{original.size} bytes"
    digest = f"SHA-256 {original.sha256[:_DIGEST]}" if original.sha256 else None
    same = None if original.same_person is None else ("yes" if original.same_person else "no")
    yield from facts(
        ("File", joined(original.name, original.media_type, size, digest)),
        ("Name in the file", original.patient_name),
        ("Birth date in the file", day(original.birth_date)),
        ("Same person, as answered by the therapist", same),
    )


def _grouped(
    findings: Iterable[ImagingFinding],
) -> Iterator[tuple[ImagingFinding, list[Level]]]:
    """Yield the findings with their levels: what is denied alike at several is one row."""
    groups: dict[object, tuple[ImagingFinding, list[Level]]] = {}
    for number, finding in enumerate(findings):
        alike = msgspec.structs.replace(finding, level=Level.L5_S1)
        key = alike if finding.is_negated else number
        groups.setdefault(key, (finding, []))[1].append(finding.level)
    yield from groups.values()


def _finding(
    finding: ImagingFinding, levels: list[Level], report: ImagingReport, catalogue: Catalogue
) -> tuple[Cell, ...]:
    start, end = (finding.quote.span if finding.quote else None) or (0, 0)
    words = (report.text or "")[start:end]
    _, what = finding_summary(finding, catalogue).split(":", 1)
    cell = [Line(f"{joined(*(level.value for level in levels))}:{what}", tone=Tone.SMALL)]
    roots = _roots(finding, catalogue) if finding.counts else finding.root_reason
    if written(roots):
        cell.append(Line(roots, label="Root:", tone=Tone.SMALL))
    marked = f"\u201c{words}\u201d" if written(words) else "No words marked"
    return tuple(cell), (Line(marked, tone=Tone.SMALL),)


def _roots(finding: ImagingFinding, catalogue: Catalogue) -> str:
    """Return the roots and how they are known, in words that ask for no knowledge of the window."""
    told = roots_of(finding)
    words = roots_words(told, catalogue)
    if told.known is not RootKnown.USUAL:
        return words
    usual = f"({catalogue.words('root_known', told.known)}"
    return words.replace(usual, f"{usual} for level and zone", 1)


def _levels(levels: Iterable[Level]) -> str:
    return joined(*(level.value for level in Level if level in set(levels)))


def _open_levels(report: ImagingReport) -> Iterator[tuple[str, str]]:
    """Give the levels of which nothing is accepted, by whether the text names them."""
    if report.rest_stated_normal or report.modality is Modality.EMG_NCS:
        return
    levels = {
        Region.LUMBAR: LUMBAR_LEVELS,
        Region.CERVICAL: CERVICAL_LEVELS,
        Region.WHOLE_SPINE: tuple(Level),
    }.get(report.region or Region.OTHER, ())
    named = named_but_not_accepted(report, levels)
    spoken = {finding.level for finding in report.findings or ()} | set(report.stated_normal or ())
    silent = [level for level in levels if level not in spoken and level not in named]
    yield "In the report's text, but no finding accepted", _levels(named)
    yield "Not mentioned", _levels(silent)
