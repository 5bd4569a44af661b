"""Whether a page shows what is stored: field by field, and as a page would that is built anew."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.examination import Conclusion, Examination, PainRating, Presentation
from clinic_desktop.domain.response import Differentiation, Response
from clinic_desktop.ui.conclusion_page import ConclusionPage
from clinic_desktop.ui.conduction_page import ConductionPage
from clinic_desktop.ui.imaging_page import ImagingPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.reason_page import ReasonPage
from clinic_desktop.ui.widgets.asked_again_panel import AskedAgainPanel
from clinic_desktop.ui.widgets.choice_row import ChoiceRow
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.sign_strip import SignStrip

_AS_NAMED: Final = (
    "outcome",
    "familiar",
    "symptom_side",
    "areas",
    "qualities",
    "baseline_nprs",
    "nprs",
    "limited_by",
    "instrument",
    "variant",
    "note",
)
Pair = tuple[str, object, object]


def differences(page: QWidget, anew: QWidget, stored: Examination) -> list[str]:
    """Return what a page shows otherwise than it is stored.

    Args:
        page: a page on which nothing is being typed any more.
        anew: a page of the same step, built for this; it is made to show the same.
        stored: the examination as read back from the record.
    """
    anew.show_examination(stored)  # type: ignore[attr-defined]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wrong = [
        f"{name} shows {shown!r:.60}, stored is {kept!r:.60}"
        for name, shown, kept in _pairs(page, stored)
        if shown != kept
    ]
    if isinstance(page, ImagingPage) and page.incomplete():
        return wrong  # rows that are begun are shown and not recorded, and it says so
    # What is wrong is not recorded, and marked.
    fields = page.findChildren(QWidget)
    marked = {field.accessibleName() for field in fields if field.property("wrong")}
    live, fresh = _states(page, marked), _states(anew, marked)
    wrong += [f"{state} is shown, and not on a page built anew" for state in live - fresh]
    wrong += [f"{state} is not shown, but on a page built anew" for state in fresh - live]
    return wrong


def _pairs(page: QWidget, stored: Examination) -> list[Pair]:
    """Return names, what is shown, and what is stored, of the pages that are known here."""
    if isinstance(page, NeurodynamicPage):
        return [
            pair
            for side, form in page.forms.items()
            for pair in _response(form, page.key, side, stored)
        ]
    if isinstance(page, ReasonPage):
        given = stored.presentation or Presentation()
        rating = given.nprs or PainRating()
        return [
            ("question", page.question.value, given.question),
            ("note", page.note.value, given.note),
            ("symptom side", chosen(page.side), given.symptom_side),
            *((f"NPRS {n}", f.value, getattr(rating, n)) for n, f in page.nprs.items()),
        ]
    if isinstance(page, ConductionPage):
        return list(_signs(page, stored))
    if isinstance(page, ConclusionPage):
        concluded = stored.conclusion or Conclusion()
        return [
            ("conclusion", page.text.value, concluded.text),
            ("expected course", page.course.value, concluded.expected_course),
            ("plan", page.plan.texts(), concluded.plan or ()),
        ]
    return []


def _response(form: Any, test: str, side: TestedSide, stored: Examination) -> list[Pair]:
    given = stored.response(test, side) or Response(test=test, side=side)
    moved = given.differentiation or Differentiation()
    below = None if given.below_knee is None else "yes" if given.below_knee else "no"
    values: list[Pair] = [
        *((name, shown_in(getattr(form, name)), getattr(given, name)) for name in _AS_NAMED),
        ("onset", form.onset.value, given.onset_deg),
        ("limit", form.limit.value, given.limit_deg),
        ("below knee", shown_in(form.below_knee), below),
        ("movement", form.movement.value, moved.movement),
        ("effect", shown_in(form.effect), moved.effect),
    ]
    return [(f"{test} {side.value}: {name}", shown, kept) for name, shown, kept in values]


def _signs(page: ConductionPage, stored: Examination) -> Iterator[Pair]:
    signs = {sign.place: sign for sign in stored.conduction or ()}
    for place, cell in page.grid.cells.items():
        yield str(place), cell.grade, signs[place].grade if place in signs else None
    sign = page.strip.sign
    if sign is not None:
        kept = signs.get(sign.place)
        yield f"item of {sign.place}", page.strip.item.value, kept and kept.item
        yield f"note of {sign.place}", page.strip.note.value, kept and kept.note


def shown_in(field: Any) -> object:
    """Return the value a field shows."""
    return chosen(field) if isinstance(field, ChoiceRow) else field.value


def chosen(row: ChoiceRow) -> str | None:
    """Return the value whose button is checked; several as one text."""
    return " and ".join(v for v, button in row.buttons.items() if button.isChecked()) or None


def _states(page: QWidget, but: set[str]) -> Counter[str]:
    """Return what each field of a page shows, by its name."""
    # How far asking again has got is kept nowhere: the answers themselves stand in their group.
    again = {
        field
        for panel in page.findChildren(AskedAgainPanel)
        for field in panel.findChildren(QWidget)
    }
    fields = (
        field
        for field in page.findChildren(QWidget)
        if field not in again and field.accessibleName() not in but
    )
    return Counter(state for state in map(_state, fields) if state)


def _state(field: QWidget) -> str:
    """Return what a field shows; nothing of an empty one, which a page may make when it is needed.

    An answer that is not shown still differs: the page built anew shows it.
    """
    if isinstance(field.parent(), QComboBox | SignStrip):
        return ""  # part of another field, or of the cell that has the keyboard
    if field.property("fold") or field.property("tool"):
        return ""  # how the page is looked at: no answer
    if isinstance(field, QAbstractButton):
        name = field.accessibleName()
        return f"{name} is chosen" if field.isChecked() else ""
    shown: object = None
    if isinstance(field, NumberField):
        shown = field.text().strip().lstrip("0") or field.text().strip()[:1]
    elif isinstance(field, LinesField):
        shown = field.texts()
    elif isinstance(field, QLineEdit):
        shown = field.text()
    elif isinstance(field, QPlainTextEdit):
        shown = field.toPlainText() if field.toPlainText().strip() else ""
    elif isinstance(field, QComboBox):
        shown = field.currentText().strip()
    return f"{field.accessibleName()}: {shown!r:.80}" if shown else ""
