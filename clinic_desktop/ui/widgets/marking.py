"""Letting a widget look as the style sheet has it for the state it is in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def mark(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property that the style sheet reads, and let the widget look so (see `style`).

    Polishing costs as much as painting: where nothing changes nothing is polished.
    """
    was = widget.property(name)
    if was == value:
        return
    widget.setProperty(name, value)
    looks_other = bool(was or value)
    if looks_other and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()  # polishing paints nothing anew (seen on X11)


def mark_wrong(widget: QWidget, *, wrong: bool) -> None:
    """Frame a field whose content is not recorded, or take the frame away."""
    mark(widget, "wrong", wrong)
