"""The pages offer the program's phrases and the clinic's own, and put in none by themselves."""

from typing import Any

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.practice import Settings
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.widgets.phrase_button import PhraseButton
from clinic_desktop.ui.widgets.text_area import TextArea, TextLine

OWN = "Our own words."


def offered(field: TextArea | TextLine) -> list[str]:
    assert field.phrases is not None
    return [action.text() for action in field.phrases.menu_of_phrases.actions()]


def texts(page: ExaminationPage) -> dict[str, TextArea | TextLine]:
    """Open every step and return the texts that offer phrases, by their phrases' field."""
    page.go_to("conclusion")
    conclusion: Any = page.page("conclusion")
    conclusion.requests.add.click()
    page.go_to("imaging")
    page.acts.report_wanted.emit()
    imaging: Any = page.page("imaging")
    page.go_to("comparison")
    comparison: Any = page.page("comparison")
    reason: Any = page.page("reason")
    return {
        "reason": reason.note,
        "imaging_limits": imaging.forms[0].fields["limits"],
        "comment": comparison.comments["left/sciatic"],
        "conclusion": conclusion.text,
        "plan": conclusion.plan,
        "course": conclusion.course,
        "requests": conclusion.requests.rows[0].text,
    }


def test_every_page_offers_its_phrases_then_the_clinics_own(
    page: ExaminationPage, store: Record, draft: Examination, catalogue: Catalogue
) -> None:
    store.set_settings(Settings(phrases=(OWN,)))
    page.open(draft.id)
    for field, text in texts(page).items():
        program = [phrase.name for phrase in catalogue.phrases[field].values()]
        assert offered(text) == [*program, OWN]


def test_nothing_is_put_in_by_opening_the_pages(page: ExaminationPage) -> None:
    texts(page)
    examination = page.examination
    assert examination is not None
    assert examination.presentation is None
    assert examination.comparison_notes is None
    assert [type(report) for report in examination.imaging or ()] == [ImagingReport]


def test_damaged_settings_keep_nobody_from_recording(
    page: ExaminationPage, store: Record, draft: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged() -> Settings:
        raise UserError("The settings are damaged.")

    monkeypatch.setattr(store, "settings", damaged)
    page.open(draft.id)
    assert OWN not in offered(texts(page)["reason"])


def test_on_a_signed_examination_none_is_offered(page: ExaminationPage, store: Record) -> None:
    assert page.examination is not None
    store.signed.sign(page.examination)
    page.acts.renewed.emit()
    page.go_to("reason")
    buttons = page.page("reason").findChildren(PhraseButton)
    assert buttons
    assert not any(button.isVisible() for button in buttons)
    page.command.line.setText("slr l p")
    assert page.command.preview.full == "This examination is signed. Amend it to change it."
