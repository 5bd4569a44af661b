"""A canvas that notes what is drawn on it, and the paragraph that says what it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph

from clinic_desktop.report.structure import Element, Tree

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
    """A paragraph that is drawn as the content of its element, on every page it is split over."""

    canv: TaggedCanvas
    element: Element

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Split the lines; the parts are pieces of one element."""
        parts: list[Flowable] = super().split(aW, aH)
        for part in parts:
            vars(part)["element"] = self.element
        return parts

    def draw(self) -> None:
        """Draw the lines as content."""
        with self.canv.content(self.element):
            super().draw()


class Rule(HRFlowable):
    """A line across the column that is an artifact."""

    canv: TaggedCanvas

    def draw(self) -> None:
        """Draw the line."""
        with self.canv.artifact():
            super().draw()
