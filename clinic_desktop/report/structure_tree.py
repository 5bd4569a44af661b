"""Writes the structure of a document into its PDF."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct, field
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from clinic_desktop.report.structure import Area, Element, Place, Tree

_SCOPES: Final = {"Column": Name.Column, "Row": Name.Row}
_PRINTED: Final = 4
"""The flag that PDF/A asks of every annotation."""


class _Written(Struct):
    """What stands in the PDF so far: elements by their identity, and links with their element."""

    pdf: Pdf
    pages: Sequence[Object]
    elements: dict[int, Object] = field(default_factory=dict)
    links: list[tuple[Object, Object]] = field(default_factory=list)


def write_tree(pdf: Pdf, tree: Tree) -> None:
    """Write the structure tree, and for each piece of content which element it belongs to."""
    pages = [page.obj for page in pdf.pages]
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    written = _Written(pdf, pages)
    document = _element(written, tree.root, root)
    numbers: list[Object | int] = []
    for index, page in enumerate(pages):
        content = tree.content.get(index + 1, [])
        parents = Array([written.elements[id(element)] for element in content])
        numbers += [index, pdf.make_indirect(parents)]
        page.StructParents = index
        page.Tabs = Name.S
    for key, (link, element) in enumerate(written.links, start=len(pages)):
        link.StructParent = key
        numbers += [key, element]
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = len(pages) + len(written.links)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _element(written: _Written, element: Element, parent: Object) -> Object:
    """Return an element as it stands in the PDF, and note it and all it holds by their identity."""
    pages = written.pages
    made = written.pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent)
    )
    written.elements[id(element)] = made
    first = next((kid.page for kid in element.kids if isinstance(kid, Place)), None)
    if first is not None:
        made.Pg = pages[first - 1]

    def kids() -> Iterator[Object | int]:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield _element(written, kid, made)
            elif isinstance(kid, Area):
                link = _link(written, kid, element, made)
                yield Dictionary(Type=Name.OBJR, Pg=pages[kid.page - 1], Obj=link)
            elif kid.page == first:
                yield kid.number
            else:
                yield Dictionary(Type=Name.MCR, Pg=pages[kid.page - 1], MCID=kid.number)

    if element.kids:
        made.K = Array(list(kids()))
    if element.scope:
        made.A = Dictionary(O=Name.Table, Scope=_SCOPES[element.scope])
    if element.box:
        made.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(list(element.box)))
    if element.words:
        made.Alt = element.words
    return made


def _link(written: _Written, area: Area, element: Element, made: Object) -> Object:
    """Write the place on a page where a link is followed, which says aloud where it leads."""
    page = written.pages[area.page - 1]
    link = written.pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([round(edge, 2) for edge in area.box]),
            Border=Array([0, 0, 0]),
            F=_PRINTED,
            A=Dictionary(S=Name.URI, URI=String(element.address)),
            Contents=String(element.address),
        )
    )
    if Name.Annots not in page:
        page.Annots = Array([])
    page.Annots.append(link)
    written.links.append((link, made))
    return link
