"""Writes the structure of a document into its PDF."""

from collections.abc import Iterator, Sequence
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf

from clinic_desktop.report.structure import Element, Place, Tree

_SCOPES: Final = {"Column": Name.Column, "Row": Name.Row}


def write_tree(pdf: Pdf, tree: Tree) -> None:
    """Write the structure tree, and for each piece of content which element it belongs to."""
    pages = [page.obj for page in pdf.pages]
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    written: dict[int, Object] = {}
    document = _written(pdf, tree.root, root, pages, written)
    numbers: list[Object | int] = []
    for index, page in enumerate(pages):
        content = tree.content.get(index + 1, [])
        parents = Array([written[id(element)] for element in content])
        numbers += [index, pdf.make_indirect(parents)]
        page.StructParents = index
        page.Tabs = Name.S
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _written(
    pdf: Pdf, element: Element, parent: Object, pages: Sequence[Object], written: dict[int, Object]
) -> Object:
    """Return an element as it stands in the PDF, and note it and all it holds by their identity."""
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent))
    written[id(element)] = made
    first = next((kid.page for kid in element.kids if isinstance(kid, Place)), None)
    if first is not None:
        made.Pg = pages[first - 1]

    def kids() -> Iterator[Object | int]:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield _written(pdf, kid, made, pages, written)
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
