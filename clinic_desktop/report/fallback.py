"""The same content in one plain column, for when the usual layout cannot take it."""

from itertools import chain
from typing import Final

from clinic_desktop.report.parts import (
    SUPPORTING_DETAIL,
    Cell,
    Chart,
    Content,
    Facts,
    Line,
    Result,
    Section,
    Table,
    Tone,
    joined,
)

PLAIN_NOTICE: Final = Line(
    "This report is set in one plain column because its content did not fit the usual layout. "
    "Nothing is left out."
)


def plain_lines(content: Content) -> list[Line | Facts]:
    """Return everything the report says as paragraphs, in the order of the pages."""
    lines: list[Line | Facts] = [
        *content.clinic,
        Line(content.title, tone=Tone.TITLE),
        Line(f"{content.status}. {content.dated}. {content.edition}.", tone=Tone.STRONG),
        PLAIN_NOTICE,
        *(line for line in (content.replaced, content.late) if line),
    ]
    for party in content.parties:
        lines += [Line(party.heading, tone=Tone.STRONG), *party.lines]
    alarm = (content.alarm,) if content.alarm else ()
    for section in (*alarm, *content.box, *content.first):
        lines += _section(section, Tone.SECTION)
    for cell in content.signature:
        lines += _cell(cell)
    lines += [content.intended_use, Line(SUPPORTING_DETAIL, tone=Tone.SECTION)]
    for section in content.detail:
        lines += _section(section, Tone.SUBSECTION)
    return lines


def _section(section: Section, heading: Tone) -> list[Line | Facts]:
    lines: list[Line | Facts] = [Line(section.heading, tone=heading)]
    for block in section.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for head, cell in zip(block.heads, row, strict=True):
                    lines += [Line("", label=f"{head}:"), *_cell(cell)]
        elif not isinstance(block, Chart):
            lines.append(block)
    return lines


def _cell(cell: Cell) -> list[Line | Facts]:
    return [
        Line(joined(part.word, part.detail)) if isinstance(part, Result) else part for part in cell
    ]


def plain_text(content: Content) -> str:
    """Return what the report says as plain text, a paragraph to a line."""
    told = (
        joined(*chain.from_iterable(line.pairs), by=" ")
        if isinstance(line, Facts)
        else joined(line.label, line.text, by=" ")
        for line in plain_lines(content)
        if line != PLAIN_NOTICE
    )
    foot = (content.identity, content.edition, content.content_hash)
    return "\n".join((*told, joined(*foot, by=". ")))
