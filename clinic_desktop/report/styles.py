"""How a paragraph looks."""

from typing import Any

from reportlab.lib.styles import ParagraphStyle

from clinic_desktop.report.text import BOLD, REGULAR


def style(
    size: float, *, bold: bool = False, after: float = 2, leading: float | None = None, **more: Any
) -> ParagraphStyle:
    """Return a paragraph style; sizes and spaces are points."""
    return ParagraphStyle(
        "",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=leading or round(size * 1.2, 1),
        spaceAfter=after,
        allowWidows=0,
        allowOrphans=0,
        **more,
    )
