"""The order in which the lines of a page are read, where a PDF keeps them in another."""

from typing import Any, Final, NamedTuple

_SLACK: Final = 2.0
"""Points by which a line may stand higher than the one before and still follow it."""

_GAP: Final = 60.0
"""Points below a line after which another part of the page begins, such as its foot."""


class _Block(NamedTuple):
    """Lines by their number; `top` and `bottom` in points from the page's foot."""

    lines: tuple[int, ...]
    top: float
    bottom: float

    def is_beside(self, other: "_Block") -> bool:
        """Whether the two share a height of the page."""
        return self.bottom < other.top and other.bottom < self.top

    def joined(self, other: "_Block") -> "_Block":
        """Return one block of both."""
        lines = tuple(sorted(self.lines + other.lines))
        return _Block(lines, max(self.top, other.top), min(self.bottom, other.bottom))


def in_reading_order(text_page: Any, text: str) -> str:
    """Return the text of a page from top to bottom.

    A PDF keeps its text in the order it was drawn, and some programs draw the head of a page last.
    What stands above goes first; what stands side by side, such as columns, stays in the order it
    was drawn.
    """
    if text_page.page.get_rotation() or len(text) != text_page.count_chars():
        return text
    lines = text.split("\r\n")
    bands: list[_Block] = []
    for block in _blocks(text_page, lines):
        joint = block
        for band in [band for band in bands if band.is_beside(block)]:
            bands.remove(band)
            joint = joint.joined(band)
        bands.append(joint)
    if len(bands) < 2:
        return text
    bands.sort(key=lambda band: -band.top)
    return "\n".join(lines[number] for band in bands for number in band.lines)


def _blocks(text_page: Any, lines: list[str]) -> list[_Block]:
    """Return the runs of lines in which each follows the one before downwards."""
    blocks: list[_Block] = []
    start = 0
    for number, line in enumerate(lines):
        first = start + len(line) - len(line.lstrip())
        start += len(line) + 2
        if not line.strip():
            continue
        _, bottom, _, top = text_page.get_charbox(first, loose=True)
        block = _Block((number,), top, bottom)
        if blocks and -_GAP <= top - blocks[-1].bottom <= top - bottom + _SLACK:
            blocks[-1] = blocks[-1].joined(block)
        else:
            blocks.append(block)
    return blocks
