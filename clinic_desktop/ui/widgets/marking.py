"""Showing in a field that what stands in it is not recorded."""

from PySide6.QtWidgets import QWidget


def mark_wrong(widget: QWidget, *, wrong: bool) -> None:
    """Frame a field whose content is not recorded, or take the frame away (see `theme.STYLE`)."""
    if bool(widget.property("wrong")) != wrong:
        widget.setProperty("wrong", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
