"""Faults that are put into the program so that the monkey can be seen to find them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.examination import Examination
from clinic_desktop.storage.drafts import Drafts
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.response_form import ResponseForm
from clinic_desktop.ui.widgets.save_mark import SaveMark


def raises() -> None:
    """Let the echo of an answer fail."""

    def fail(*_: object) -> None:
        raise KeyError("planted")

    NeurodynamicPage._say = fail  # type: ignore[method-assign, assignment]


def warns() -> None:
    """Let Qt warn at every save."""

    def warn(*_: object) -> None:
        qWarning("planted")

    SaveMark.show_saved = warn  # type: ignore[method-assign, assignment]


def raises_warns_and_mirrors_once() -> None:
    """Let all of that go wrong at once."""
    raises()
    warns()
    mirrors_once()


def shows_another_value() -> None:
    """Let every page of a test show nothing for the familiar symptom."""
    real: Final[Callable[[ResponseForm, Any], None]] = ResponseForm.show_response

    def show(form: ResponseForm, response: Any) -> None:
        real(form, response)
        form.familiar.show_value(None)

    ResponseForm.show_response = show  # type: ignore[method-assign, assignment]


def does_not_store() -> None:
    """Let saving keep nothing of the tests."""
    real: Final = Drafts.save

    def save(drafts: Drafts, examination: Examination) -> datetime:
        return real(drafts, msgspec.structs.replace(examination, responses=None))

    Drafts.save = save  # type: ignore[method-assign, assignment]


def mirrors_once() -> None:
    """Let a page that is open not follow what changes."""
    real: Final = ExaminationPage._mirror_page
    seen: set[tuple[object, object]] = set()

    def mirror(page: ExaminationPage, shown: QWidget) -> None:
        given: Examination | None = page.examination
        place = (given and given.id, page.step)
        if place not in seen:
            seen.add(place)
            real(page, shown)

    ExaminationPage._mirror_page = mirror  # type: ignore[method-assign, assignment]
