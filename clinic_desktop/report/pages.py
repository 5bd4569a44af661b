"""The pages a report is set on: their frame, and the running head and foot of each."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any, Final

from reportlab.lib import pagesizes
from reportlab.lib.units import mm
from reportlab.platypus import ActionFlowable, BaseDocTemplate, Flowable, Frame, PageTemplate

from clinic_desktop.report.archive import Drawn
from clinic_desktop.report.parts import CONFIDENTIAL, Content, joined
from clinic_desktop.report.structure import Tree
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import BOLD, REGULAR, Text

SIZES: Final = {"A4": pagesizes.A4, "Letter": pagesizes.LETTER}

MARGIN: Final = 15 * mm
_TOP: Final = 12 * mm
_FOOT: Final = 8 * mm
_RUNNING_HEAD: Final = 14.0
_FOOTER_WIDEST: Final = 150
"""Characters of the identity repeated at the foot; page 1 has it whole."""
_FOOTER: Final = style(9)
_PAGE_NUMBER: Final = 64.0
"""Points at the foot's right end kept for "Page 10 of 12"."""


class Pages:
    """Sets a story on pages of one size."""

    def __init__(self, content: Content, text: Text, page_size: tuple[float, float]) -> None:
        self.content = content
        self.page_size = page_size
        self.width = page_size[0] - 2 * MARGIN
        whose = f"{shortened(content.identity)}. {CONFIDENTIAL}."
        edition = joined(content.edition, content.content_hash, by=". ")
        for between in (" ", "\n"):
            self.footer = text.text(f"{whose}{between}{edition}", _FOOTER)
            _, self.footer_height = self.footer.wrap(self.width - _PAGE_NUMBER, page_size[1])
            if self.footer_height <= _FOOTER.leading:
                break

    def drawn(self, story: list[Flowable]) -> Drawn:
        """Return the pages with this on them."""
        out, tree = BytesIO(), Tree()
        # What is drawn is compressed once, in the archived file.
        document = BaseDocTemplate(out, pagesize=self.page_size, invariant=1, pageCompression=0)
        document.addPageTemplates(
            [
                PageTemplate("first", [self._frame(_TOP)], autoNextPageTemplate="later"),
                PageTemplate(
                    "later", [self._frame(_TOP + _RUNNING_HEAD)], onPage=self._running_head
                ),
            ]
        )
        canvas = partial(_NumberedCanvas, tree=tree, draw_foot=self._draw_foot)
        document.build(story, canvasmaker=canvas)
        return Drawn(out.getvalue(), tree)

    def fit_page_1(self, story: Sequence[Flowable]) -> bool:
        """Whether this fits on the first page."""
        return self._height(story) <= self._room(_TOP)

    def fit_a_later_page(self, story: Sequence[Flowable]) -> float | None:
        """Return the height in points of a story that fits on one page after the first."""
        height = self._height(story)
        return height if height <= self._room(_TOP + _RUNNING_HEAD) else None

    def _height(self, story: Sequence[Flowable]) -> float:
        height = after = 0.0
        for flowable in story:
            room = self.page_size[1]
            height += max(after, flowable.getSpaceBefore()) + flowable.wrap(self.width, room)[1]
            after = flowable.getSpaceAfter()
        return height

    @property
    def _bottom(self) -> float:
        return _FOOT + float(self.footer_height) + 7

    def _room(self, top: float) -> float:
        """Return the height in points that is left for a story."""
        return self.page_size[1] - top - self._bottom

    def _frame(self, top: float) -> Frame:
        return Frame(
            MARGIN,
            self._bottom,
            self.width,
            self._room(top),
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

    def _draw_foot(self, canvas: TaggedCanvas, number: int, total: int) -> None:
        top = _FOOT + self.footer_height
        with canvas.artifact("foot"):
            canvas.setLineWidth(0.5)
            canvas.line(MARGIN, top + 3, MARGIN + self.width, top + 3)
            self.footer.drawOn(canvas, MARGIN, _FOOT)
            canvas.setFont(REGULAR, 9)
            canvas.drawRightString(MARGIN + self.width, top - 9, f"Page {number} of {total}")

    def _running_head(self, canvas: Any, _: BaseDocTemplate) -> None:
        y = self.page_size[1] - _TOP
        canvas.saveState()
        with canvas.artifact("head"):
            canvas.setFont(REGULAR, 9.5)
            canvas.drawString(MARGIN, y, f"{self.content.title}. {self.content.dated}.")
            canvas.setFont(BOLD, 9.5)
            canvas.drawRightString(MARGIN + self.width, y, self.content.status)
            canvas.setLineWidth(0.5)
            canvas.line(MARGIN, y - 5, MARGIN + self.width, y - 5)
        canvas.restoreState()


def shortened(identity: str) -> str:
    """Return the identity for the foot of a page, where page 1 has it whole."""
    if len(identity) <= _FOOTER_WIDEST:
        return identity
    return f"{identity[:_FOOTER_WIDEST]}\u2026 (whole on page 1)"


class NextPageUnlessBegun(ActionFlowable):
    """Begin page 2, unless page 1 has already run over onto it."""

    def apply(self, doc: BaseDocTemplate) -> None:
        """Break the page."""
        if doc.page == 1:
            doc.handle_pageBreak()


class _NumberedCanvas(TaggedCanvas):
    """Holds the pages back until their number is known, then draws the foot of each."""

    def __init__(
        self,
        *arguments: Any,
        draw_foot: Callable[[TaggedCanvas, int, int], None],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._draw_foot = draw_foot
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._held.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        total = len(self._held)
        for number, page in enumerate(self._held, start=1):
            self.__dict__.update(page)
            self._draw_foot(self, number, total)
            super().showPage()
        super().save()
