"""Quotes of a report's text: between code points and Qt's positions, and through an edit."""

from typing import Final

import msgspec

from clinic_desktop.domain.imaging import ImagingFinding, Quote

_SHOWN: Final = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u00a0": " "})


def as_shown(text: str) -> str:
    """Return the text as Qt's editor gives it back: one kind of line break, no fixed spaces."""
    return text.replace("\r\n", "\n").translate(_SHOWN)


def qt_position(text: str, index: int) -> int:
    """Return the position of a code point in Qt's document, which counts UTF-16 units."""
    return len(text[:index].replace("\r\n", "\n").encode("utf-16-le")) // 2


def code_point(text: str, position: int) -> int:
    """Return the index of the code point at a position of Qt's document."""
    units = 0
    for index, character in enumerate(text):
        if character == "\n" and text[index - 1 : index] == "\r":
            continue
        if units >= position:
            return index
        units += 1 if character <= "\uffff" else 2
    return len(text)


def moved(quote: Quote, old: str, new: str) -> Quote | None:
    """Return where the quoted words stand after an edit, `None` when the edit took them away.

    An edit before the words shifts them, an edit between them changes their length; an edit
    across one of their ends, or of all of them, leaves no quote.

    Args:
        quote: the span in `old`.
        old: the text before the edit.
        new: the text after it, as Qt's editor gave it.
    """
    if quote.span is None:
        return quote
    start, end = (index - old[:index].count("\r\n") for index in quote.span)
    old = as_shown(old)
    prefix = _same_at_start(old, new)
    same_at_end = _same_at_start(old[::-1], new[::-1])
    suffix = min(same_at_end, min(len(old), len(new)) - prefix)
    edited_to = len(old) - suffix
    growth = len(new) - len(old)
    if end <= prefix:
        return Quote(start=start, end=end)
    if start >= edited_to:
        return Quote(start=start + growth, end=end + growth)
    is_inside = start <= prefix and edited_to <= end
    words_kept = (prefix - start) + (end - edited_to)
    return Quote(start=start, end=end + growth) if is_inside and words_kept else None


def all_moved(
    findings: tuple[ImagingFinding, ...] | None, old: str, new: str
) -> tuple[ImagingFinding, ...] | None:
    """Return findings whose quotes follow an edit, as in `moved`."""
    if findings is None:
        return None
    return tuple(
        msgspec.structs.replace(row, quote=row.quote and moved(row.quote, old, new))
        for row in findings
    )


def words_of(quote: Quote | None, text: str) -> str:
    """Return the quoted words on one line, "" without any."""
    span = quote.span if quote else None
    return " ".join(text[slice(*span)].split()) if span else ""


def _same_at_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
