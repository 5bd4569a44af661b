"""Turns lines, tables and pictures into what reportlab sets on a page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, assert_never

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from clinic_desktop.report.chart_drawing import ChartDrawing
from clinic_desktop.report.dial_drawing import DialDrawing
from clinic_desktop.report.grid import GAP, Grid
from clinic_desktop.report.marks import Marked
from clinic_desktop.report.parts import (
    Block,
    Cell,
    Chart,
    Dials,
    Facts,
    Line,
    Mark,
    Result,
    Table,
    Tone,
)
from clinic_desktop.report.structure import Element
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import TaggedParagraph
from clinic_desktop.report.text import Text, portions

_BETWEEN_FACTS: Final = "\u00a0\u00a0 "
_LONG_FACT: Final = 1000
"""Characters from which on a fact has a paragraph of its own."""
_TWO_SIDES: Final = 3
"""Columns of the tests' table without the midline."""

_STYLES: Final = {
    Tone.BODY: style(10),
    Tone.SMALL: style(9),
    Tone.FINE: style(9, leading=10.2, after=1.5),
    Tone.SOURCE: style(9, leading=10.2, after=0),
    Tone.GROUP: style(9, bold=True, leading=10.2, after=1, spaceBefore=3),
    Tone.LOUD: style(11),
    Tone.ROOT: style(11, bold=True),
    Tone.STRONG: style(10, bold=True),
    Tone.HEADING: style(10, bold=True, spaceBefore=6),
    Tone.NAME: style(12.5, bold=True),
    Tone.CONCLUSION: style(12, bold=True),
    Tone.VERBATIM: style(9),
    Tone.TITLE: style(14, bold=True, spaceBefore=6),
    Tone.SECTION: style(12.5, bold=True, spaceBefore=8),
    Tone.SUBSECTION: style(11, bold=True, spaceBefore=6),
}
_TIGHT: Final = {
    **_STYLES,
    Tone.BODY: style(10, leading=11.6, after=0),
    Tone.SMALL: style(9, leading=10.4, after=1),
    Tone.STRONG: style(10, bold=True, leading=11.6, after=0),
    Tone.ROOT: style(11, bold=True, leading=11.6, after=0),
}
_TAGS: Final = {
    Tone.TITLE: "H1",
    Tone.SECTION: "H2",
    Tone.SUBSECTION: "H3",
    Tone.HEADING: "H4",
    Tone.GROUP: "H4",
}
"""What a line is read as that is no paragraph; the last are headings of the supporting pages."""

_SHARES: Final = {
    "mechanosensitivity": (0.14, 0.265, 0.285, 0.31),
    "conduction": (0.14, 0.265, 0.285, 0.31),
    "responses": (0.27, 0.73),
    "findings": (0.6, 0.4),
    "changes": (0.2, 0.4, 0.4),
    "versions": (0.18, 0.82),
}
_SIDED: Final = {"tests": (0.35, 0.35), "nerves": (0.14, 0.14)}
"""The share of the names in tables of left beside right: without the midline, and with it."""
_NUMBER: Final = re.compile(r"\d+\.( .+:)?")


class Setting:
    """Sets blocks, `tight` where a little would not fit on page 1: no size is smaller, only gaps.

    `padding` is what a table's cell keeps free sideways and upright, `gap` between its parts;
    `upright` is the former's where it is tight.
    """

    def __init__(self, text: Text, *, tight: bool = False, upright: float = 1.1) -> None:
        self.text = text
        self.tight = tight
        self.styles = _TIGHT if tight else _STYLES
        self.padding, self.gap = ((5.0, upright), 0.0) if tight else ((5.0, 1.5), GAP)

    def heading(self, words: str, style: ParagraphStyle, level: int = 2) -> TaggedParagraph:
        """Return a heading of this level."""
        return self.text.text(words, style, Element(f"H{level}"))

    def blocks(self, blocks: Sequence[Block], width: float) -> list[Flowable]:
        """Set blocks in a column of this width (points)."""
        story: list[Flowable] = []
        lines: list[Line | Facts] = []
        for block in blocks:
            if isinstance(block, Line | Facts):
                lines.append(block)
                continue
            story += self.paragraphs(lines)
            lines = []
            match block:
                case Table():
                    story.append(self._table(block, width))
                case Chart():
                    story.append(ChartDrawing(block))
                case Dials():
                    story.append(DialDrawing(block))
                case _ as never:
                    assert_never(never)
        return story + self.paragraphs(lines)

    def cell(self, cell: Cell) -> list[Flowable]:
        """Set what stands in one cell of a table."""
        story: list[Flowable] = []
        for part in cell:
            story += [self._result(part)] if isinstance(part, Result) else self.paragraphs([part])
        return story

    def paragraphs(self, lines: Iterable[Line | Facts]) -> list[Flowable]:
        """Set lines, a long one as several paragraphs; numbered lines in a row are one list."""
        story: list[Flowable] = []
        numbered: Element | None = None
        for line in lines:
            tag = _TAGS.get(line.tone, "P") if isinstance(line, Line) else "P"
            item: Element | None = None
            if isinstance(line, Line) and _NUMBER.fullmatch(line.label):
                numbered = numbered or Element("L")
                item = Element("LBody", within=Element("LI", within=numbered))
            else:
                numbered = None
            for part in _in_portions(line):
                element = Element(tag, item)
                if isinstance(part, Line) and part.link:
                    element = Element("Link", element, address=part.link)
                story.append(self.paragraph(part, element))
        return story

    def paragraph(self, line: Line | Facts, element: Element | None = None) -> Flowable:
        """Set one paragraph."""
        if isinstance(line, Facts):
            runs = []
            for label, words in line.pairs:
                runs += [(label, True), (f"\u00a0{words}{_BETWEEN_FACTS}", False)]
            return self.text.text(runs, self.styles[Tone.SMALL], element)
        style = self.styles[line.tone]
        if not line.label:
            return self.text.text(line.text, style, element)
        return self.text.text([(line.label, True), (f" {line.text}", False)], style, element)

    def _table(self, table: Table, width: float) -> Flowable:
        columns = len(table.heads)
        if table.kind in _SIDED:
            names = _SIDED[table.kind][columns > _TWO_SIDES]
            shares: Sequence[float] = (names, *[(1 - names) / (columns - 1)] * (columns - 1))
        else:
            shares = _SHARES[table.kind]
        head_style = self.styles[Tone.STRONG]
        return Grid(
            [width * share for share in shares],
            [[self.cell(cell) for cell in row] for row in table.rows],
            heads=[[self.text.text(head, head_style)] for head in table.heads],
            padding=self.padding,
            gap=self.gap,
        )

    def _result(self, result: Result) -> Flowable:
        runs = [(result.word, result.mark in _LOUD and not result.quiet)]
        if result.detail:
            runs.append((f"\u00a0\u00a0 {result.detail}", False))
        return Marked(result.mark, self.text.text(runs, self.styles[Tone.BODY]))


_LOUD: Final = {Mark.POSITIVE, Mark.REDUCED, Mark.INCREASED}


def _in_portions(line: Line | Facts) -> Iterator[Line | Facts]:
    if isinstance(line, Facts):
        if all(len(words) <= _LONG_FACT for _, words in line.pairs):
            yield line
            return
        for label, words in line.pairs:
            yield from _in_portions(Line(words, f"{label}:".replace("::", ":"), Tone.SMALL))
        return
    first, *others = portions(line.text)
    yield Line(first, line.label, line.tone, line.link)
    for words in others:
        yield Line(words, tone=line.tone, link=line.link)
