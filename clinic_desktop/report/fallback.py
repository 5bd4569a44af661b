"""The same content as text alone: in one plain column, and as plain text to be pasted."""

from collections.abc import Iterator
from typing import Final

from clinic_desktop.report.parts import (
    CONFIDENTIAL,
    NOTHING_FURTHER,
    PUBLISHED,
    SUPPORTING_DETAIL,
    Block,
    Cell,
    Chart,
    Content,
    Dials,
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
_HEADINGS: Final = {Tone.TITLE: "=", Tone.SECTION: "-", Tone.SUBSECTION: ""}
"""What a heading of plain text is underlined with."""


def plain_lines(content: Content) -> list[Line | Facts]:
    """Return everything the report says as paragraphs, in the order of the pages."""
    lines: list[Line | Facts] = [
        *content.clinic,
        Line(content.title, tone=Tone.TITLE),
        Line(f"{content.status}. {content.dated}. {content.edition}.", tone=Tone.STRONG),
        PLAIN_NOTICE,
        *(line for line in (content.replaced, content.late) if line),
    ]
    lines += _party_lines(content)
    for section in _of_page_1(content):
        lines += _section(section, Tone.SECTION)
    for cell in content.signature:
        lines += _cell(cell)
    lines.append(content.intended_use)
    for part, sections in ((SUPPORTING_DETAIL, content.detail), (PUBLISHED, content.published)):
        if sections or part is SUPPORTING_DETAIL:
            lines.append(Line(part, tone=Tone.SECTION))
        if not sections and part is SUPPORTING_DETAIL:
            lines.append(Line(NOTHING_FURTHER))
        for section in sections:
            lines += _section(section, Tone.SUBSECTION)
    return lines


def _of_page_1(content: Content) -> Iterator[Section]:
    if content.alarm:
        yield content.alarm
    yield from (*content.box, *content.first)
    if content.nerves:
        yield content.nerves


def _section(section: Section, heading: Tone) -> list[Line | Facts]:
    lines: list[Line | Facts] = [Line(section.heading, tone=heading)]
    for block in section.blocks:
        lines += _block(block)
    return lines


def _block(block: Block) -> Iterator[Line | Facts]:
    match block:
        case Table():
            for row in block.rows:
                for head, cell in zip(block.heads, row, strict=True):
                    yield from _headed_cell(head, _cell(cell))
        case Dials():
            yield from (Line(dial.words, tone=Tone.SMALL) for dial in block.dials)
        case Chart():
            return
        case _:
            yield block


def _headed_cell(head: str, cell: list[Line | Facts]) -> Iterator[Line | Facts]:
    """Give a cell with the head of its column before it, in one line where it has no label."""
    match cell:
        case [Line(label="") as first, *others]:
            yield Line(first.text, f"{head}:", first.tone)
            yield from others
        case _:
            yield from (Line("", label=f"{head}:"), *cell)


def _cell(cell: Cell) -> list[Line | Facts]:
    return [
        Line(joined(part.word, part.detail)) if isinstance(part, Result) else part for part in cell
    ]


def plain_text(content: Content) -> str:
    """Return what the report says as plain text to be pasted: a line to a paragraph or a row.

    A row says the heads of its columns: "Sciatic, left. Examination: ... Imaging report: ...".
    """
    told = [
        *_party_lines(content),
        *(line for line in (content.replaced, content.late) if line),
    ]
    out = [
        *map(_told, content.clinic),
        "",
        *_headed(content.title, Tone.TITLE),
        f"{content.status}. {content.dated}. {content.edition}.",
        *map(_told, told),
    ]
    for section in _of_page_1(content):
        out += ["", *_headed(section.heading, Tone.SECTION), *_told_blocks(section)]
    out += ["", *(_told_cell(cell) for cell in content.signature), _told(content.intended_use)]
    for part, sections in ((SUPPORTING_DETAIL, content.detail), (PUBLISHED, content.published)):
        if sections or part is SUPPORTING_DETAIL:
            out += ["", *_headed(part, Tone.SECTION)]
        if not sections and part is SUPPORTING_DETAIL:
            out.append(NOTHING_FURTHER)
        for section in sections:
            out += ["", *_headed(section.heading, Tone.SUBSECTION), *_told_blocks(section)]
    foot = (content.identity, CONFIDENTIAL, content.edition, content.content_hash)
    return "\n".join((*out, "", joined(*foot, by=". ")))


def _party_lines(content: Content) -> Iterator[Line]:
    for party in content.parties:
        yield Line(joined(*map(_told, party.lines), by="; "), label=f"{party.heading}:")


def _headed(words: str, tone: Tone) -> tuple[str, ...]:
    under = _HEADINGS[tone]
    return (words.upper(), under * len(words)) if under else (f"{words}:",)


def _told_blocks(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield from (_told_row(block.heads, row) for row in block.rows)
        else:
            yield from map(_told, _block(block))


def _told_row(heads: tuple[str, ...], row: tuple[Cell, ...]) -> str:
    """Return a row as sentences: what it is of, then each cell with the head of its column."""
    first, *others = map(_told_cell, row)
    if len(others) == 1:
        return _ended(joined(first, *others, by=": "))
    told = (f"{head}: {words}" for head, words in zip(heads[1:], others, strict=True) if words)
    return " ".join(map(_ended, (first, *told)))


def _told_cell(cell: Cell) -> str:
    *open_ends, last = [_told(line) for line in _cell(cell)] or [""]
    return joined(*(words.removesuffix(".") for words in open_ends), last, by="; ")


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _told(line: Line | Facts) -> str:
    if isinstance(line, Facts):
        return joined(*(" ".join(pair) for pair in line.pairs), by="; ")
    return joined(line.label, line.text, by=" ")
