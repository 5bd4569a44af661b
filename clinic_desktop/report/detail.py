"""What the supporting pages say: all that was recorded beyond page 1, then what is published."""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison, ConductionRow, MechanoRow
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import row_name
from clinic_desktop.domain.versions import Edition
from clinic_desktop.report.dials_section import angles
from clinic_desktop.report.first_page import question_on_page_1
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
    """Return the sections that hold anything of this patient, by how often they are looked up.

    Comments on rows that page 1 does not show are printed here.
    """
    rows: tuple[MechanoRow | ConductionRow, ...]
    rows = (*comparison.mechanosensitivity, *comparison.conduction)
    names = {row.key: row_name(row, catalogue) for row in rows}
    return _filled(
        (
            "Symptoms",
            presentation(
                examination.presentation,
                catalogue,
                question_is_told=question_on_page_1(examination) is not None,
            ),
        ),
        ("Angles", angles(examination, catalogue)),
        *imaging_reports(examination, catalogue),
        ("Responses", responses(examination, comparison, catalogue)),
        ("Conduction", conduction(examination.conduction or (), catalogue)),
        ("Mechanisms", mechanisms(examination, catalogue)),
        ("Functional tests", functional_tests(examination, catalogue)),
        ("Other sources", other_sources(examination, catalogue)),
        ("Sensitisation", sensitisation(examination, catalogue)),
        ("Clusters", clusters(examination, catalogue)),
        ("Measures", measures(examination, previous, catalogue)),
        ("Red flags", red_flags(examination.red_flags, comparison, catalogue)),
        ("Before", before(examination, catalogue)),
        ("After", after(examination.after, catalogue)),
        (
            "Comments",
            _other_comments(examination, names, shown=names if comparison_is_shown else ()),
        ),
        ("Amendments", amendments(edition, examination)),
        ("Record", history(edition, examination)),
    )


def published(
    examination: Examination,
    comparison: Comparison,
    catalogue: Catalogue,
    *,
    comparison_is_shown: bool,
) -> tuple[Section, ...]:
    """Return what is published beside this examination; it stands last."""
    told = (
        comparison
        if comparison_is_shown
        else msgspec.structs.replace(comparison, mechanosensitivity=(), conduction=())
    )
    return _filled(
        ("Literature", literature_beside(examination, told, catalogue)),
        ("Sources", sources(examination, told, catalogue)),
    )


def _filled(*sections: tuple[str, Iterable[Block]]) -> tuple[Section, ...]:
    filled = (Section(heading, tuple(blocks)) for heading, blocks in sections)
    return tuple(section for section in filled if section.blocks)


def _other_comments(
    examination: Examination, names: Mapping[str, str], *, shown: Collection[str]
) -> Blocks:
    for entry in examination.comparison_notes or ():
        if entry.row not in shown and (written(entry.row) or written(entry.note)):
            row = entry.row if written(entry.row) else "Row not named"
            yield Line(entry.note or "", label=f"{names.get(row, row)}:", tone=Tone.SMALL)
