"""A canvas that notes what is drawn on it, and the paragraph that says what it is."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from typing import Any, Final, Literal

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph

from clinic_desktop.report.structure import Area, Element, Tree

Artifact = Literal["rule", "head", "foot", "repeated"]

_ARTIFACTS: Final[dict[Artifact, str]] = {
    "rule": "/Type /Layout",
    "head": "/Type /Pagination /Subtype /Header /Attached [/Top]",
    "foot": "/Type /Pagination /Subtype /Footer /Attached [/Bottom]",
    "repeated": "/Type /Pagination",
}


class TaggedCanvas(Canvas):
    """A canvas on which everything drawn is an element's content or an artifact."""

    def __init__(self, *arguments: Any, tree: Tree, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.tree = tree
        self._open = [tree.root]
        self._in_artifact = False

    @contextmanager
    def artifact(self, kind: Artifact = "rule") -> Iterator[None]:
        """Within this, what is drawn is no content: nobody is told of it."""
        if self._in_artifact:
            yield
            return
        self._in_artifact = True
        self.addLiteral(f"/Artifact <<{_ARTIFACTS[kind]}>> BDC")
        yield
        self.addLiteral("EMC")
        self._in_artifact = False

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """Within this, what is drawn is a piece of the element; an artifact stays one."""
        if self._in_artifact:
            yield
            return
        self.tree.place(element, self._open[-1])
        number = self.tree.add_content(element, self.getPageNumber())
        self.addLiteral(f"/{element.tag} <</MCID {number}>> BDC")
        yield
        self.addLiteral("EMC")

    @contextmanager
    def inside(self, element: Element) -> Iterator[None]:
        """Within this, elements that are drawn enter the tree in this one."""
        if self._in_artifact:
            yield
            return
        self.tree.place(element, self._open[-1])
        self._open.append(element)
        yield
        self._open.pop()


class TaggedParagraph(Paragraph):
    """A paragraph that is drawn as the content of its element, on every page it is split over.

    A line that ends between two words is drawn with the space that parts them: what is read aloud
    or copied has no lines.
    """

    canv: TaggedCanvas
    element: Element
    word_ends: frozenset[int] = frozenset()
    """The letters after which a word ends, counted without spaces."""
    spaced: frozenset[int] = frozenset()
    """The lines that end between two words, by their identity."""

    def breakLines(self, width: Any) -> Any:  # noqa: N802 - reportlab's name
        """Break the text into lines, and note those that end between two words."""
        broken = super().breakLines(width)
        between = self.word_ends - {max(self.word_ends, default=0)}
        self.spaced = frozenset(
            id(line)
            for line, letters in zip(broken.lines, _letters(broken.lines), strict=True)
            if letters in between
        )
        return broken

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Split the lines; the parts are pieces of one element."""
        parts: list[Any] = super().split(aW, aH)
        before = 0
        for part in parts:
            part.element, part.spaced = self.element, self.spaced
            part.word_ends = frozenset(end - before for end in self.word_ends if end > before)
            if part is not parts[-1]:
                *_, before = _letters(part.blPara.lines)
        return parts

    def draw(self) -> None:
        """Draw the lines as content."""
        for line in vars(self)["blPara"].lines:
            if id(line) in self.spaced:
                _end_with_space(line)
        with self.canv.content(self.element):
            super().draw()
        if self.element.address:
            left, bottom = self.canv.absolutePosition(0, 0)
            box = (left, bottom, left + vars(self)["width"], bottom + vars(self)["height"])
            self.element.kids.append(Area(self.canv.getPageNumber(), box))


def word_ends(text: str) -> frozenset[int]:
    """Return the letters of a text after which a word ends, counted without spaces."""
    return frozenset(accumulate(map(len, text.split())))


def _letters(lines: Iterable[Any]) -> Iterator[int]:
    """Give for each line how many letters stand up to its end, without spaces."""
    return accumulate(len("".join(_line(line).split())) for line in lines)


def _line(line: Any) -> str:
    """Return the text of a line: a list of words of one face, or of runs of several faces."""
    if isinstance(line, tuple):
        return " ".join(line[1])
    return "".join(run.text for run in line.words)


def _end_with_space(line: Any) -> None:
    if _line(line).endswith(" "):
        return
    if isinstance(line, tuple):
        line[1][-1] += " "  # no word more: the spaces of a tight line are counted by its words
    else:
        line.words[-1].text += " "


class Rule(HRFlowable):
    """A line across the column that is an artifact."""

    canv: TaggedCanvas

    def draw(self) -> None:
        """Draw the line."""
        with self.canv.artifact():
            super().draw()
