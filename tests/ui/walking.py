"""Walking a page the way a screen reader does, and through it with Tab alone."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.ui.keys import focused

_MOST_STOPS = 400
_GROUPED_BY = (QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.ComboBox)


class Control(NamedTuple):
    """What a screen reader knows of one control; `group` are the names of what it stands in."""

    name: str
    role: QAccessible.Role
    group: tuple[str, ...]
    widget: QWidget


def controls(page: QWidget) -> list[Control]:
    """Return the controls of a page that can have the keyboard now, as the tree has them."""
    return list(_walk(QAccessible.queryAccessibleInterface(page), ()))


def _walk(node: QAccessibleInterface, group: tuple[str, ...]) -> Iterator[Control]:
    state = node.state()
    if state.invisible:
        return
    widget = node.object()
    name = _name(node)
    if isinstance(widget, QWidget) and state.focusable and not state.disabled and _stops(widget):
        yield Control(name, node.role(), group, widget)
    if node.role() in _GROUPED_BY:
        return  # what it holds is named by it
    for index in range(node.childCount()):
        child = node.child(index)
        if child is not None:
            yield from _walk(child, (*group, name) if name else group)


def _name(node: QAccessibleInterface) -> str:
    """Return what a control is called: by a label of its own, else by its name.

    A drop-down's own name is its value on Unix: only a label names it.
    """
    labels = [
        label.text(QAccessible.Text.Name)
        for label, relation in node.relations()
        if relation & QAccessible.RelationFlag.Label and label is not None
    ]
    is_value = node.role() is QAccessible.Role.ComboBox
    return " ".join(labels) or ("" if is_value else node.text(QAccessible.Text.Name))


def _stops(widget: QWidget) -> bool:
    """Whether Tab stops there: on what stands for another, it stops on the other."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def unnamed(page: QWidget) -> list[str]:
    """Return the controls without a name."""
    return [repr(control.widget) for control in controls(page) if not control.name.strip()]


def alike(page: QWidget) -> list[str]:
    """Return the names that several enabled controls of one kind and group share."""
    found = Counter((c.name, c.role.name, c.group) for c in controls(page))
    return [f"{number} x {name}" for name, number in found.items() if number > 1]


def problems(page: QWidget) -> list[str]:
    """Return what somebody who hears the page, or goes through it with Tab, cannot do."""
    stops = tab_stops(page)
    missed = [repr(c.widget) for c in controls(page) if c.widget not in stops]
    return [
        *(f"no name: {words}" for words in unnamed(page)),
        *(f"the same name: {words}" for words in alike(page)),
        *(f"Tab passes it by: {words}" for words in missed),
    ]


def tab_stops(page: QWidget) -> list[QWidget]:
    """Press Tab until it comes round again; return where it stopped within the page."""
    stops: list[QWidget] = []
    first = controls(page)[0].widget
    first.setFocus(Qt.FocusReason.TabFocusReason)
    here = focused()
    while here not in stops and len(stops) < _MOST_STOPS:
        stops.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = focused()
    return [stop for stop in stops if stop is page or page.isAncestorOf(stop)]


def checkable(page: QWidget) -> list[QAbstractButton]:
    """Return the controls of a page that can be ticked or pressed in now."""
    return [
        control.widget
        for control in controls(page)
        if isinstance(control.widget, QAbstractButton) and control.widget.isCheckable()
    ]


def toggle(button: QAbstractButton) -> None:
    """Toggle a control as a screen reader does, without a click."""
    node = QAccessible.queryAccessibleInterface(button)
    assert node.state().checkable
    actions = node.actionInterface()
    assert "Toggle" in actions.actionNames()
    actions.doAction("Toggle")
    QApplication.processEvents()


def is_checked(button: QAbstractButton) -> bool:
    """Return what a screen reader says of a control."""
    return bool(QAccessible.queryAccessibleInterface(button).state().checked)
