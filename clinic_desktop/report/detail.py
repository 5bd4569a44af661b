"""What the supporting pages say: everything that was recorded and does not stand on page 1."""

from collections.abc import Collection, Iterable

import msgspec

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import Edition
from clinic_desktop.report.imaging_section import imaging_reports
from clinic_desktop.report.literature_section import literature_beside
from clinic_desktop.report.other_sources_section import (
    functional_tests,
    measures,
    mechanisms,
    other_sources,
    sensitisation,
)
from clinic_desktop.report.parts import Block, Blocks, Line, Section, Tone, written
from clinic_desktop.report.responses_section import clusters, responses, sources
from clinic_desktop.report.screening_section import conduction, red_flags
from clinic_desktop.report.symptoms_section import after, before, presentation
from clinic_desktop.report.versions_section import amendments, history


def supporting_detail(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    edition: Edition,
    previous: Examination | None = None,
    *,
    comparison_is_shown: bool,
) -> tuple[Section, ...]:
    """Return the sections that hold anything: what was amended, then in the order of the visit.

    Comments on rows that page 1 does not show are printed here.
    """
    shown = {row.key for row in comparison.mechanosensitivity}
    shown |= {row.key for row in comparison.conduction}
    told = (
        comparison
        if comparison_is_shown
        else msgspec.structs.replace(comparison, mechanosensitivity=(), conduction=())
    )
    sections: tuple[tuple[str, Iterable[Block]], ...] = (
        ("Amendments", amendments(edition, examination)),
        ("Symptoms", presentation(examination.presentation, catalogue)),
        ("Before", before(examination, catalogue)),
        ("Red flags", red_flags(examination.red_flags, comparison, catalogue)),
        ("Conduction", conduction(examination.conduction or (), catalogue)),
        ("Responses", responses(examination, comparison, catalogue)),
        *imaging_reports(examination, catalogue),
        ("Literature", literature_beside(examination, told, catalogue)),
        ("Other sources", other_sources(examination, catalogue)),
        ("Sensitisation", sensitisation(examination, catalogue)),
        ("Mechanisms", mechanisms(examination, catalogue)),
        ("Functional tests", functional_tests(examination, catalogue)),
        ("Measures", measures(examination, previous, catalogue)),
        (
            "Comments",
            _other_comments(examination, shown if comparison_is_shown else ()),
        ),
        ("After", after(examination.after, catalogue)),
        ("Clusters", clusters(examination, catalogue)),
        ("Sources", sources(examination, told, catalogue)),
        ("Record", history(edition, examination)),
    )
    filled = tuple(Section(heading, tuple(blocks)) for heading, blocks in sections)
    return tuple(section for section in filled if section.blocks)


def _other_comments(examination: Examination, shown: Collection[str]) -> Blocks:
    for entry in examination.comparison_notes or ():
        if entry.row not in shown and (written(entry.row) or written(entry.note)):
            name = entry.row if written(entry.row) else "Row not named"
            yield Line(entry.note or "", label=f"{name}:", tone=Tone.SMALL)
