"""How the report looks: a quiet clinical letter in black, legible after a fax."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from clinic_desktop.report.archive import Drawn
from clinic_desktop.report.chart_drawing import ChartDrawing
from clinic_desktop.report.fallback import plain_lines
from clinic_desktop.report.grid import Grid
from clinic_desktop.report.marks import Marked
from clinic_desktop.report.pages import NextPageUnlessBegun, Pages
from clinic_desktop.report.parts import (
    SUPPORTING_DETAIL,
    Block,
    Cell,
    Chart,
    Content,
    Facts,
    Line,
    Mark,
    Party,
    Result,
    Section,
    Table,
    Tone,
)
from clinic_desktop.report.structure import Element
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import Rule, TaggedParagraph
from clinic_desktop.report.text import Text, portions

_BETWEEN_FACTS: Final = "\u00a0\u00a0 "
_MUCH_LONGER: Final = 1.5
"""Times the chart's height from which on words stand above it instead of beside it."""
_KEPT_WITH_HEADING: Final = 200.0
"""Points of a section at most that are kept on the page of its heading."""
_LONG_FACT: Final = 1000
"""Characters from which on a fact has a paragraph of its own."""
_TWO_SIDES: Final = 3
"""Columns of the tests' table without the midline."""

_STYLES: Final = {
    Tone.BODY: style(10),
    Tone.SMALL: style(9),
    Tone.STRONG: style(10, bold=True),
    Tone.HEADING: style(10, bold=True, spaceBefore=6),
    Tone.NAME: style(12.5, bold=True),
    Tone.CONCLUSION: style(12, bold=True),
    Tone.VERBATIM: style(9),
    **dict.fromkeys((Tone.TITLE, Tone.SECTION, Tone.SUBSECTION), style(12.5, bold=True)),
}
_TAGS: Final = {
    Tone.TITLE: "H1",
    Tone.SECTION: "H2",
    Tone.SUBSECTION: "H3",
    Tone.HEADING: "H4",
}
"""What a line is read as that is no paragraph; the last are headings of the supporting pages."""
_TITLE: Final = style(12, bold=True, alignment=TA_RIGHT)
_RIGHT: Final = style(9.5, alignment=TA_RIGHT)
_H1: Final = style(13, bold=True, spaceBefore=14)
_H2: Final = style(11.5, bold=True, spaceBefore=6)
_SIDE: Final = style(9.5, bold=True)
_LABEL: Final = style(9.5, bold=True)

_SHARES: Final = {
    "mechanosensitivity": (0.145, 0.3, 0.235, 0.32),
    "conduction": (0.145, 0.3, 0.235, 0.32),
    "signs": (0.064, *[0.936 / 8] * 8),
    "clusters": (0.13, 0.22, 0.19, 0.46),
    "responses": (0.27, 0.73),
    "findings": (0.56, 0.44),
    "literature": (0.18, 0.82),
    "study": (0.2, 0.4, 0.4),
    "changes": (0.2, 0.4, 0.4),
    "versions": (0.18, 0.82),
}
_NUMBER: Final = re.compile(r"\d+\.")
_USUAL: Final = (5.0, 1.5)
_NARROW: Final = (2.5, 0.8)
"""What a cell keeps free sideways and upright, in points."""


class Layout:
    """Sets a report's content on pages of one size.

    Raises:
        Exception: whatever reportlab raises on content it cannot lay out.
    """

    def __init__(
        self,
        content: Content,
        text: Text,
        page_size: tuple[float, float],
        logo: bytes | None = None,
    ) -> None:
        self.content = content
        self.logo = logo
        self.text = text
        self.pages = Pages(content, text, page_size)
        self.width = self.pages.width

    def drawn(self) -> Drawn:
        """Return the report as drawn pages; the same content gives the same bytes."""
        return self.pages.drawn(self._story())

    def drawn_plain(self) -> Drawn:
        """Return the same content in one plain column, which only needs paragraphs to fit."""
        return self.pages.drawn(self._paragraphs(plain_lines(self.content)))

    def _story(self) -> list[Flowable]:
        content = self.content
        story = [*self._header(), *self._notices()]
        story += [self._parties(content.parties), Spacer(0, 1)]
        if content.alarm:
            story += [self._framed((content.alarm,), _H1), Spacer(0, 3)]
        story.append(self._framed(content.box, _LABEL))
        for section in content.first:
            story += self._section(section)
        closing = [Spacer(0, 3), self._signature(), self._paragraph(content.intended_use)]
        story += [KeepTogether(closing), NextPageUnlessBegun(), *self._detail()]
        return story

    def _detail(self) -> list[Flowable]:
        heading = self._heading(SUPPORTING_DETAIL, _H1)
        sections = self.content.detail
        if not sections:
            return [heading, self._paragraph(Line("Nothing further is recorded."))]
        return [heading, *chain.from_iterable(map(self._detailed, sections))]

    def _detailed(self, section: Section) -> list[Flowable]:
        """Set a section of the supporting pages in the way its blocks ask for."""
        kinds = {type(block) for block in section.blocks}
        if Table in kinds:
            return self._section(section, 3)
        if Chart in kinds:
            return self._beside_chart(section)
        return [self._beside(section)]

    def _beside_chart(self, section: Section) -> list[Flowable]:
        """Set a section's words beside its chart, or above it where they are much longer."""
        widths = [self.width * share for share in (0.335, 0.015, 0.65)]
        charts = [ChartDrawing(block) for block in section.blocks if isinstance(block, Chart)]
        rest = [block for block in section.blocks if not isinstance(block, Chart)]
        words = [self._heading(section.heading, _SIDE, 3), *self._blocks(rest)]
        row = Grid(widths, [[words, [], charts]], rules="none", padding=(0, 1))
        _, height = row.wrap(self.width, 0)
        if height > _MUCH_LONGER * sum(chart.height for chart in charts):
            return [self._beside(section)]
        return [CondPageBreak(height), row]

    def _header(self) -> list[Flowable]:
        content = self.content
        left = self._paragraphs(content.clinic)
        status = self.text.text(content.status, _TITLE)
        right: list[Flowable] = [
            self._heading(content.title, _TITLE, 1),
            self.text.text(content.dated, _RIGHT),
            self.text.text(content.edition, _RIGHT),
        ]
        row: list[list[Flowable]] = [left, right, [status]]
        shares = [0.48, 0.39, 0.13]
        if status.minWidth() > self.width * shares[-1]:
            right.insert(1, status)
            row, shares = [left, right], [0.48, 0.52]
        return [
            Grid([self.width * share for share in shares], [row], rules="none", padding=(0, 0)),
            Rule("100%", thickness=1.2, color="black", spaceBefore=4, spaceAfter=4),
        ]

    def _notices(self) -> list[Flowable]:
        story: list[Flowable] = []
        if self.content.replaced:
            row = [self._paragraphs([self.content.replaced])]
            story.append(Grid([self.width], [row], rules="frame", padding=(8, 3)))
        if self.content.late:
            story += [*self._paragraphs([self.content.late]), Spacer(0, 2)]
        return story

    def _parties(self, parties: Sequence[Party]) -> Flowable:
        widths = [self.width * share for share in (0.34, 0.38, 0.28)]
        row = [
            [self._heading(party.heading, _LABEL), *self._paragraphs(party.lines)]
            for party in parties
        ]
        return Grid(widths, [row], rules="none", padding=(0, 0))

    def _framed(self, sections: Sequence[Section], heading: ParagraphStyle) -> Flowable:
        rows = [
            [[self._heading(section.heading, heading), *self._blocks(section.blocks)]]
            for section in sections
        ]
        return Grid([self.width], rows, rules="frame", padding=(8, 4))

    def _heading(self, words: str, style: ParagraphStyle, level: int = 2) -> TaggedParagraph:
        return self.text.text(words, style, Element(f"H{level}"))

    def _section(self, section: Section, level: int = 2) -> list[Flowable]:
        story: list[Flowable] = [self._heading(section.heading, _H2, level)]
        after_table = False
        for block in section.blocks:
            is_table = isinstance(block, Table)
            if after_table and is_table:
                story.append(Spacer(0, 1))
            if isinstance(block, Line) and block.tone is Tone.HEADING:
                story.append(CondPageBreak(64))
            story += self._blocks([block])
            after_table = is_table
        return [CondPageBreak(self._beginning(story)), *story]

    def _beginning(self, story: Sequence[Flowable]) -> float:
        """Return the height in points that keeps a heading with what it is the heading of."""
        height = 0.0
        for flowable in story:
            height += flowable.getSpaceBefore() + flowable.getSpaceAfter()
            if isinstance(flowable, Grid):
                return min(height + flowable.least(self.width), _KEPT_WITH_HEADING)
            height += flowable.wrap(self.width, 0)[1]
        return min(height, _KEPT_WITH_HEADING)

    def _beside(self, section: Section) -> Flowable:
        """Set a section of text with its heading in the margin."""
        widths = [self.width * share for share in (0.145, 0.855)]
        heading = self._heading(section.heading, _SIDE, 3)
        return Grid(
            widths, [[[heading], self._blocks(section.blocks)]], rules="none", padding=(0, 0)
        )

    def _blocks(self, blocks: Sequence[Block]) -> list[Flowable]:
        story: list[Flowable] = []
        lines: list[Line | Facts] = []
        for block in blocks:
            if isinstance(block, Line | Facts):
                lines.append(block)
                continue
            story += self._paragraphs(lines)
            lines = []
            story.append(self._table(block) if isinstance(block, Table) else ChartDrawing(block))
        return story + self._paragraphs(lines)

    def _table(self, table: Table) -> Flowable:
        columns = len(table.heads)
        if table.kind == "tests":
            names = 0.4 if columns <= _TWO_SIDES else 0.34
            shares: Sequence[float] = (names, *[(1 - names) / (columns - 1)] * (columns - 1))
        else:
            shares = _SHARES[table.kind]
        head_style = _STYLES[Tone.STRONG]
        return Grid(
            [self.width * share for share in shares],
            [[self._cell(cell) for cell in row] for row in table.rows],
            heads=[[self.text.text(head, head_style)] for head in table.heads],
            padding=_NARROW if table.kind == "signs" else _USUAL,
        )

    def _cell(self, cell: Cell) -> list[Flowable]:
        story: list[Flowable] = []
        for part in cell:
            story += [self._result(part)] if isinstance(part, Result) else self._paragraphs([part])
        return story

    def _paragraphs(self, lines: Iterable[Line | Facts]) -> list[Flowable]:
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
            story += [self._paragraph(part, Element(tag, item)) for part in _in_portions(line)]
        return story

    def _result(self, result: Result) -> Flowable:
        runs = [(result.word, result.mark is Mark.POSITIVE)]
        if result.detail:
            runs.append((f"\u00a0\u00a0 {result.detail}", False))
        return Marked(result.mark, self.text.text(runs, _STYLES[Tone.BODY]))

    def _paragraph(self, line: Line | Facts, element: Element | None = None) -> Flowable:
        if isinstance(line, Facts):
            runs = []
            for label, words in line.pairs:
                runs += [(label, True), (f"\u00a0{words}{_BETWEEN_FACTS}", False)]
            return self.text.text(runs, _STYLES[Tone.SMALL], element)
        style = _STYLES[line.tone]
        if not line.label:
            return self.text.text(line.text, style, element)
        return self.text.text([(line.label, True), (f" {line.text}", False)], style, element)

    def _signature(self) -> Flowable:
        cells = self.content.signature
        by_hand = len(cells) == 3
        shares = (0.35, 0.45, 0.2) if by_hand else [1 / len(cells)] * len(cells)
        room = [Spacer(0, 10)] if by_hand else []
        return Grid(
            [self.width * share for share in shares],
            [[[*self._cell(cell), *room] for cell in cells]],
            rules="frame",
            padding=(6, 4),
        )


def _in_portions(line: Line | Facts) -> Iterator[Line | Facts]:
    if isinstance(line, Facts):
        if all(len(words) <= _LONG_FACT for _, words in line.pairs):
            yield line
            return
        for label, words in line.pairs:
            yield from _in_portions(Line(words, f"{label}:".replace("::", ":"), Tone.SMALL))
        return
    first, *others = portions(line.text)
    yield Line(first, line.label, line.tone)
    for words in others:
        yield Line(words, tone=line.tone)
