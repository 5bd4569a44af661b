"""Reads a finished report by its structure, as a screen reader does."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf
from msgspec import Struct

_PAINTS: Final = {
    *("Tj", "TJ", "'", '"'),  # text
    *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"),
}

_CODES: Final = re.compile(rb"<(\w\w)> <(\w{4,8})>")


class Heard(Struct, frozen=True):
    """An element: what it is, its own words, and what it holds.

    `drawn` are its own words on the pages it stands on; `words` are the same, but of a figure what
    is told instead. `links` are the addresses its places on the pages lead to.
    """

    tag: str
    scope: str
    words: str
    drawn: str
    box: tuple[float, ...]
    pages: tuple[int, ...]
    links: tuple[str, ...]
    kids: tuple["Heard", ...]

    def everything(self) -> Iterator["Heard"]:
        """Give this element and all within it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.everything()

    def all(self, *tags: str) -> list["Heard"]:
        """Return the elements of these kinds within this one, in reading order."""
        return [element for element in self.everything() if element.tag in tags]

    @property
    def text(self) -> str:
        """All words of this element and of those within, in reading order."""
        return "\n".join(element.words for element in self.everything() if element.words)


def heard(pdf: bytes) -> Heard:
    """Return the document as its structure tells it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        contents = _contents(opened)
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}

        def hear(element: Any) -> Heard:
            drawn, kids, pages, links = "", [], [], []
            for kid in element.get("/K", ()):
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    kids.append(hear(kid))
                    continue
                if _is_link(kid):
                    links.append(str(kid.Obj.A.URI))
                    continue
                is_number = not isinstance(kid, pikepdf.Dictionary)
                page = numbers[(element if is_number else kid).Pg.objgen]
                pages.append(page)
                drawn += contents[page].get(int(kid if is_number else kid.MCID), "")
            attributes = element.get("/A", {})
            return Heard(
                tag=str(element.S)[1:],
                scope=str(attributes.get("/Scope", ""))[1:],
                words=str(element.get("/Alt", drawn)).strip(),
                drawn=drawn,
                box=tuple(float(edge) for edge in attributes.get("/BBox", ())),
                pages=tuple(pages),
                links=tuple(links),
                kids=tuple(kids),
            )

        return hear(opened.Root.StructTreeRoot.K)


def unheard(pdf: bytes) -> list[str]:
    """Return for each page the text of its artifacts."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [texts.get(None, "") for texts in _contents(opened)]


def faults(pdf: bytes) -> list[str]:
    """Return what keeps the content and the structure of a file from belonging together."""
    found = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        found += opened.check_pdf_syntax()
        root: Any = opened.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        parents = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        for number, page in enumerate(opened.pages):
            marks, outside = _marks(page)
            found += [f"page {number}: {operator} outside" for operator in outside]
            here = parents.pop(int(page.obj.StructParents), [])
            if marks != list(range(len(here))):
                found.append(f"page {number}: content {marks}, {len(here)} parents")
            for mark, element in enumerate(here):
                if (page.obj.objgen, mark) not in _held(element):
                    found.append(f"page {number}: {mark} is not in its element")
                if not _is_under(element, root):
                    found.append(f"page {number}: {mark} is not in the tree")
            for link in page.obj.get("/Annots", ()):
                element = parents.pop(int(link.StructParent), None)
                if element is None or link.objgen not in _links(element):
                    found.append(f"page {number}: a link without its element")
                if not str(link.get("/Contents", "")):
                    found.append(f"page {number}: a link without words")
        found += [f"{key}: neither a page nor a link" for key in parents]
    return found


def _marks(page: pikepdf.Page) -> tuple[list[int], list[str]]:
    """Return the numbers of the content in the order drawn, and what is painted outside of any."""
    depth, marks, outside = 0, [], []
    for drawn in pikepdf.parse_content_stream(page):
        name = str(drawn.operator)
        if name in {"BDC", "BMC"}:
            depth += 1
            if (number := _number(drawn)) is not None:
                marks.append(number)
        elif name == "EMC":
            depth -= 1
        elif name in _PAINTS and depth != 1:
            outside.append(name)
    return marks, outside


def _number(drawn: Any) -> int | None:
    """Return the number of the content that begins here; of an artifact, none."""
    told = drawn.operands[-1]
    return int(told["/MCID"]) if "/MCID" in told else None


def _held(element: Any) -> set[tuple[tuple[int, int], int]]:
    """Return the page and number of each piece of content an element holds."""
    return {
        (kid.Pg.objgen, int(kid.MCID))
        if isinstance(kid, pikepdf.Dictionary)
        else (element.Pg.objgen, int(kid))
        for kid in element.K
        if not (isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or _is_link(kid)))
    }


def _is_link(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid


def _links(element: Any) -> set[tuple[int, int]]:
    """Return the links an element holds."""
    return {kid.Obj.objgen for kid in element.K if _is_link(kid)}


def _is_under(element: Any, root: Any) -> bool:
    while "/P" in element:
        if element.objgen not in {kid.objgen for kid in _children(element.P)}:
            return False
        element = element.P
    return bool(element.objgen == root.objgen)


def _children(parent: Any) -> list[Any]:
    kids = list(parent.K) if isinstance(parent.K, pikepdf.Array) else [parent.K]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _contents(opened: pikepdf.Pdf) -> list[dict[int | None, str]]:
    """Return for each page the text of each piece of content by its number; artifacts have none."""
    found = []
    for page in opened.pages:
        alphabets = {name: _alphabet(font) for name, font in page.Resources.Font.items()}
        texts: dict[int | None, str] = {}
        number, alphabet = None, alphabets["/F1"]
        for drawn in pikepdf.parse_content_stream(page):
            match str(drawn.operator):
                case "BDC":
                    number = _number(drawn)
                case "Tf":
                    alphabet = alphabets[str(drawn.operands[0])]
                case "Tj":
                    words = "".join(alphabet[code] for code in bytes(drawn.operands[0]))
                    texts[number] = texts.get(number, "") + words
        found.append(texts)
    return found


def _alphabet(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    pairs = _CODES.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in pairs}
