"""The logical structure of a page: what each thing drawn is, in the order it is read."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, field

Scope = Literal["Column", "Row"]
Box = tuple[float, float, float, float]


class Place(Struct, frozen=True):
    """Where a piece of content stands: its page, counted from 1, and its number on that page."""

    page: int
    number: int


class Area(Struct, frozen=True):
    """Where a link may be followed: its page, counted from 1, and the place there in points."""

    page: int
    box: Box


class Element(Struct, eq=False):
    """A node of the structure tree: its PDF type, and what it holds in reading order.

    An element enters the tree when its first piece is drawn: into the element it lies `within`,
    else into the one that is open on the canvas. What is split over pages stays one element.

    `scope` is that of a table's heading, `words` say what a figure shows, `box` is the figure's
    place on the page, in points; `address` is where a link leads.
    """

    tag: str
    within: "Element | None" = None
    scope: Scope | None = None
    words: str = ""
    box: Box | None = None
    address: str = ""
    is_placed: bool = False
    kids: list["Element | Place | Area"] = field(default_factory=list)


class Tree(Struct, eq=False):
    """The structure of a document, with the elements of each page's content by their number."""

    root: Element = field(default_factory=lambda: Element("Document", is_placed=True))
    content: dict[int, list[Element]] = field(default_factory=dict)

    def place(self, element: Element, where: Element) -> None:
        """Enter an element, and what it lies within, unless it stands in the tree already."""
        if element.is_placed:
            return
        if element.within is None:
            element.within = where
        else:
            self.place(element.within, where)
        element.within.kids.append(element)
        element.is_placed = True

    def add_content(self, element: Element, page: int) -> int:
        """Give an element one more piece of content; return its number on the page."""
        here = self.content.setdefault(page, [])
        number = len(here)
        here.append(element)
        element.kids.append(Place(page, number))
        return number


def table_row(table: Element, columns: int, *, is_head: bool = False) -> tuple[Element, ...]:
    """Return the elements of a row's cells: headings of the columns, or the row's and its data."""
    row = Element("TR", within=table)

    def cells() -> Iterator[Element]:
        for number in range(columns):
            if is_head:
                yield Element("TH", within=row, scope="Column")
            elif number == 0:
                yield Element("TH", within=row, scope="Row")
            else:
                yield Element("TD", within=row)

    return tuple(cells())
