"""How the report looks: a quiet clinical letter in black, legible after a fax."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Final

from reportlab.lib.colors import white
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from clinic_desktop.report.archive import Drawn
from clinic_desktop.report.chart_drawing import ChartDrawing
from clinic_desktop.report.columns import Columns
from clinic_desktop.report.dial_drawing import DialDrawing
from clinic_desktop.report.fallback import plain_lines
from clinic_desktop.report.grid import Grid
from clinic_desktop.report.logo import BOX, logo_of
from clinic_desktop.report.pages import NextPageUnlessBegun, Pages
from clinic_desktop.report.parts import (
    NOTHING_FURTHER,
    PUBLISHED,
    SUPPORTING_DETAIL,
    Block,
    Chart,
    Content,
    Facts,
    Line,
    Party,
    Section,
    Table,
    Tone,
)
from clinic_desktop.report.setting import Setting
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import Rule
from clinic_desktop.report.text import Text

_MUCH_LONGER: Final = 1.5
"""Times the chart's height from which on words stand above it instead of beside it."""
_KEPT_WITH_HEADING: Final = 200.0
"""Points of a section at most that are kept on the page of its heading."""
_SPLIT_COLUMNS: Final = 12.0
"""Points by which columns are lower where they fill a page: balanced ones break no paragraph."""
_SHORT: Final = 3000
"""Characters of a section up to which it is set in columns."""

_UPRIGHT: Final = 0.5
"""Points a cell keeps free above and below where page 1 is tightest."""
_UPRIGHT_LATER: Final = 0.8
"""The same on the other pages."""
_GUTTER: Final = 8.0
"""Points of white paper between the columns of the parties."""
_LISTED: Final = {Tone.FINE, Tone.SOURCE}
_DETAIL: Final = 3
"""The level of the headings on the supporting pages."""

_TITLE: Final = style(12, bold=True, alignment=TA_RIGHT)
_DRAFT: Final = style(12, bold=True, alignment=TA_CENTER)
_RIGHT: Final = style(9.5, alignment=TA_RIGHT)
_H1: Final = style(13, bold=True, spaceBefore=7)
_H2: Final = style(11.5, bold=True, spaceBefore=5)
_CONCERN: Final = style(12, bold=True, after=1)
_BAND: Final = style(14, bold=True, textColor=white)
_SIDE: Final = style(10.5, bold=True, spaceBefore=4, after=1)
_LABEL: Final = style(9.5, bold=True)
_BOXED: Final = style(11, bold=True, after=1)


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
        self.set = Setting(text)
        self.pages = Pages(content, text, page_size)
        self.width = self.pages.width

    def drawn(self) -> Drawn:
        """Return the report as drawn pages; the same content gives the same bytes."""
        return self.pages.drawn(self._story())

    def drawn_plain(self) -> Drawn:
        """Return the same content in one plain column, which only needs paragraphs to fit."""
        return self.pages.drawn(self.set.paragraphs(plain_lines(self.content)))

    def _story(self) -> list[Flowable]:
        *open_end, closing = self._fitting()
        self.set = Setting(self.text, tight=True, upright=_UPRIGHT_LATER)
        return [*open_end, KeepTogether([closing]), NextPageUnlessBegun(), *self._detail()]

    def _fitting(self) -> list[Flowable]:
        """Return page 1 as roomy as it fits: less is kept free, then the nerves stand on page 2."""
        nerves = self.content.nerves
        settings = (
            Setting(self.text),
            Setting(self.text, tight=True),
            Setting(self.text, tight=True, upright=_UPRIGHT),
        )
        steps = ((each, shown) for shown in dict.fromkeys((nerves, None)) for each in settings)
        for setting, shown in steps:
            self.set = setting
            self.first_has_nerves = shown is nerves
            first = self._first_page(shown)
            if self.pages.fit_page_1(first):
                return first
        self.set = Setting(self.text)
        self.first_has_nerves = True
        return self._first_page(nerves)

    def _first_page(self, nerves: Section | None) -> list[Flowable]:
        content = self.content
        story = [*self._header(), *self._notices()]
        story += [self._parties(content.parties), Spacer(0, 1)]
        if content.alarm:
            story += [self._alarm(content.alarm), *([] if self.set.tight else [Spacer(0, 3)])]
        story.append(self._framed(content.box, _BOXED))
        for section in (*content.first, *([nerves] if nerves else ())):
            story += self._section(section)
        closing = [[[self._signature()]], [[self.set.paragraph(content.intended_use)]]]
        room = [] if self.set.tight else [Spacer(0, 4)]
        return [*story, *room, Grid([self.width], closing, rules="none", padding=(0, 1))]

    def _detail(self) -> list[Flowable]:
        story: list[Flowable] = [self.set.heading(SUPPORTING_DETAIL, _H1)]
        nerves = self.content.nerves
        moved = (nerves,) if nerves and not self.first_has_nerves else ()
        detail = (*moved, *self.content.detail)
        if not detail:
            story.append(self.set.paragraph(Line(NOTHING_FURTHER)))
        story += self._parts(detail)
        story.insert(0, CondPageBreak(self._beginning(story)))
        if self.content.published:
            heading = self.set.heading(PUBLISHED, _H1)
            published = [heading, *self._parts(self.content.published)]
            # What is the same for every patient stands on one sheet where that costs no page.
            whole = self.pages.fit_a_later_page(published)
            kept = whole - _SPLIT_COLUMNS if whole else self._beginning(published)
            story += [CondPageBreak(kept), *published]
        return story

    def _parts(self, sections: Iterable[Section]) -> Iterator[Flowable]:
        """Set sections of the supporting pages; short texts that follow each other in columns."""
        for are_short, grouped in groupby(sections, _is_short):
            some = list(grouped)
            if are_short and (len(some) > 1 or _is_list(some[0])):
                yield Columns(list(chain.from_iterable(map(self._short, some))))
            else:
                yield from chain.from_iterable(map(self._detailed, some))

    def _short(self, section: Section) -> list[Flowable]:
        column = self.width / 2
        heading = self.set.heading(section.heading, _SIDE, _DETAIL)
        return [heading, *self.set.blocks(section.blocks, column)]

    def _detailed(self, section: Section) -> list[Flowable]:
        """Set a section of the supporting pages in the way its blocks ask for."""
        kinds = {type(block) for block in section.blocks}
        if kinds <= {Line, Facts} and not _is_short(section):
            return [self._beside(section)]
        if Chart in kinds:
            return self._beside_chart(section)
        return self._section(section, _DETAIL)

    def _beside_chart(self, section: Section) -> list[Flowable]:
        """Set a section's words beside its chart, or above it where they are much longer."""
        widths = [self.width * share for share in (0.365, 0.015, 0.62)]
        charts = [ChartDrawing(block) for block in section.blocks if isinstance(block, Chart)]
        rest = [block for block in section.blocks if not isinstance(block, Chart)]
        heading = self.set.heading(section.heading, _SIDE, _DETAIL)
        words = [heading, *self.set.blocks(rest, widths[0])]
        row = Grid(widths, [[words, [], charts]], rules="none", padding=(0, 1))
        _, height = row.wrap(self.width, 0)
        if height > _MUCH_LONGER * sum(chart.height for chart in charts):
            return [self._beside(section)]
        return [CondPageBreak(height), row]

    @property
    def _inset(self) -> float:
        return 2.2 + 2 * (self.set.padding[1] - _UPRIGHT)

    def _header(self) -> list[Flowable]:
        content = self.content
        left = self.set.paragraphs(content.clinic)
        status = self.text.text(content.status, _DRAFT if content.is_draft else _TITLE)
        right: list[Flowable] = [
            self.set.heading(content.title, _TITLE, 1),
            self.text.text(content.dated, _RIGHT),
            self.text.text(content.edition, _RIGHT),
        ]
        row: list[list[Flowable]] = [left, right, [], [status]]
        widths = [self.width * share for share in (0.48, 0.375, 0.02, 0.125)]
        if content.is_draft:
            row[-1] = [Grid(widths[-1:], [[[status]]], rules="frame", padding=(4, 1))]
        if status.minWidth() > widths[-1]:
            right.insert(1, status)
            row, widths = [left, right], [self.width * share for share in (0.48, 0.52)]
        if logo := logo_of(content.clinic[0].text, self.logo):
            room = min(logo.width, BOX[0]) + 8
            row, widths = [[logo], *row], [room, widths[0] - room, *widths[1:]]
        return [
            Grid(widths, [row], rules="none", padding=(0, 0)),
            Rule("100%", thickness=1.2, color="black", spaceBefore=3, spaceAfter=3),
        ]

    def _notices(self) -> list[Flowable]:
        story: list[Flowable] = []
        if self.content.replaced:
            row = [self.set.paragraphs([self.content.replaced])]
            story.append(Grid([self.width], [row], rules="frame", padding=(8, self._inset)))
        if self.content.late:
            story += self.set.paragraphs([self.content.late])
            story += [] if self.set.tight else [Spacer(0, 2)]
        return story

    def _parties(self, parties: Sequence[Party]) -> Flowable:
        widths: list[float] = []
        row: list[list[Flowable]] = []
        for party, share in zip(parties, (0.34, 0.38, 0.28), strict=True):
            widths += [_GUTTER, self.width * share - _GUTTER] if row else [self.width * share]
            row += [[]] if row else []
            row.append([self.set.heading(party.heading, _LABEL), *self.set.paragraphs(party.lines)])
        return Grid(widths, [row], rules="none", padding=(0, 0), gap=self.set.gap)

    def _alarm(self, alarm: Section) -> Flowable:
        """Set what refers the patient first; the heading of an urgent one in a black band."""
        if not self.content.is_urgent:
            return self._framed((alarm,), _CONCERN)
        heading = self.set.heading(alarm.heading, _BAND)
        rows: list[list[list[Flowable]]] = [[[heading]], [self._blocks(alarm.blocks)]]
        return Grid([self.width], rows, rules="band", padding=(8, self._inset))

    def _framed(self, sections: Sequence[Section], heading: ParagraphStyle) -> Flowable:
        rows = [
            [[self.set.heading(section.heading, heading), *self._blocks(section.blocks)]]
            for section in sections
        ]
        return Grid([self.width], rows, rules="frame", padding=(8, self._inset))

    def _section(self, section: Section, level: int = 2) -> list[Flowable]:
        style = _H2 if level < _DETAIL else _SIDE
        story: list[Flowable] = [self.set.heading(section.heading, style, level)]
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
            if isinstance(flowable, CondPageBreak):
                return height + flowable.height  # it would break between the heading and the rest
            height += flowable.getSpaceBefore() + flowable.getSpaceAfter()
            if isinstance(flowable, Grid | Columns | DialDrawing):
                return min(height + flowable.least(self.width), _KEPT_WITH_HEADING)
            height += flowable.wrap(self.width, 0)[1]
        return min(height, _KEPT_WITH_HEADING)

    def _beside(self, section: Section) -> Flowable:
        """Set a section of text with its heading in the margin."""
        widths = [self.width * share for share in (0.145, 0.855)]
        heading = self.set.heading(section.heading, _SIDE, _DETAIL)
        blocks = self.set.blocks(section.blocks, widths[1])
        return Grid(widths, [[[heading], blocks]], rules="none", padding=(0, 0))

    def _blocks(self, blocks: Sequence[Block]) -> list[Flowable]:
        return self.set.blocks(blocks, self.width)

    def _signature(self) -> Flowable:
        cells = self.content.signature
        by_hand = len(cells) == 3
        shares = (0.35, 0.45, 0.2) if by_hand else [1 / len(cells)] * len(cells)
        room = [Spacer(0, 8)] if by_hand else []
        return Grid(
            [self.width * share for share in shares],
            [[[*self.set.cell(cell), *room] for cell in cells]],
            rules="frame",
            padding=(6, self._inset),
            gap=self.set.gap,
        )


def _is_short(section: Section) -> bool:
    """Whether a section is text that is short enough for a column."""
    length = 0
    for block in section.blocks:
        match block:
            case Line():
                length += len(block.text)
            case Facts():
                length += sum(len(words) for _, words in block.pairs)
            case _:
                return False
    return length <= _SHORT or _is_list(section)


def _is_list(section: Section) -> bool:
    """Whether a section is many small entries, as of literature."""
    return any(isinstance(block, Line) and block.tone in _LISTED for block in section.blocks)
