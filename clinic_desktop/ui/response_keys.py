"""The keys of a test's page: one for each answer, and the digits of an angle before it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox

from clinic_desktop.domain.answer_keys import EFFECT_KEYS, FAMILIAR_KEYS, OUTCOME_KEYS
from clinic_desktop.domain.response import Outcome
from clinic_desktop.ui.response_form import REASON_KEYS
from clinic_desktop.ui.widgets.held_key import HeldKey
from clinic_desktop.ui.widgets.number_field import NumberField
from clinic_desktop.ui.widgets.takes_text import takes_text

if TYPE_CHECKING:
    from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResponseKeys:
    """Answers with the keys pressed on a page, and holds the angle that is typed before them.

    A key that repeats itself never answers.
    """

    def __init__(
        self,
        page: "NeurodynamicPage",
        movements: Mapping[str, str],
        buttons: tuple[QAbstractButton, ...],
    ) -> None:
        """Begin with nothing typed.

        Args:
            page: the page of the test.
            movements: the movements of differentiation by their letters.
            buttons: those that Enter presses.
        """
        self._page = page
        self._movements = movements
        self._buttons = buttons
        self._held = HeldKey()
        self._typed = ""

    def follow(self, event: QEvent) -> None:
        """Take note of a key's release."""
        self._held.follow(event)

    def take_typed(self) -> str:
        """Return the digits of the angle typed before an outcome, and forget them."""
        typed, self._typed = self._typed, ""
        return typed

    def take(self, watched: QObject, event: QKeyEvent) -> bool:
        """Act on an answer key; return whether it was one."""
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        text = event.text().lower()
        in_number = isinstance(watched, NumberField)
        is_only_read = self._page.is_only_read
        if held != Qt.KeyboardModifier.NoModifier or takes_text(watched) or is_only_read:
            return False
        if isinstance(watched, QComboBox) and text.isalpha() and not self._is_answer(text):
            return True  # a list would choose what begins with the letter
        is_digit = text.isascii() and text.isdigit()
        if in_number and (is_digit or event.key() == Qt.Key.Key_Backspace):
            return False
        is_answer = is_digit or self._is_answer(text)
        is_back = event.key() == Qt.Key.Key_Backspace
        is_on = event.key() in _ENTER and watched not in self._buttons
        is_on = is_on and not isinstance(watched, QComboBox)
        if not (is_answer or is_back or is_on):
            return False
        if self._held.repeats(event):
            return True
        if is_back:
            self._go_back()
        elif is_on:
            self._page.move_on()
        else:
            self._answer(text)
        return True

    def _is_answer(self, text: str) -> bool:
        return text in {*OUTCOME_KEYS, *FAMILIAR_KEYS, *EFFECT_KEYS, *self._movements}

    def _answer(self, text: str) -> None:
        form = self._page.current
        if form.response.outcome is Outcome.NOT_TESTED and text in REASON_KEYS:
            self._give_reason(text)
        elif text in OUTCOME_KEYS:
            self._page.answer(OUTCOME_KEYS[text])
        elif text in FAMILIAR_KEYS:
            form.record(familiar=FAMILIAR_KEYS[text])
            form.go_on("effect", "angle")
        elif text in self._movements:
            form.record_movement(self._movements[text])
            form.effect.focus()
        # Before an outcome digits are the angle; after it 0 is "no change".
        elif text in EFFECT_KEYS and not (text == "0" and form.response.outcome is None):
            form.record_effect(EFFECT_KEYS[text])
            form.go_on("angle")
        elif form.response.outcome is None:
            self._typed += text
            self._page.echo_typed(self._typed)
        else:
            form.onset.setFocus(Qt.FocusReason.OtherFocusReason)
            form.onset.begin(text)

    def _give_reason(self, digit: str) -> None:
        form = self._page.current
        reasons = list(form.reason.buttons)
        place = REASON_KEYS.index(digit)
        if place < len(reasons):
            form.record(not_tested_reason=reasons[place])
            self._page.move_on()

    def _go_back(self) -> None:
        """Take back a digit, or go to the side before."""
        if self._typed:
            self._typed = self._typed[:-1]
            self._page.echo_typed(self._typed)
        else:
            self._page.went_back.emit(self._page.current.side)
