"""Filling the pages of the window for the demonstration, as a person would: fields and keys."""

from typing import Any, Final

from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.answer_keys import EFFECT_KEYS, FAMILIAR_KEYS, OUTCOME_KEYS
from clinic_desktop.domain.examination import (
    After,
    Before,
    Clinic,
    Conclusion,
    Examination,
    Measure,
    Presentation,
    Referrer,
    Therapist,
)
from clinic_desktop.domain.imaging import FindingKind
from clinic_desktop.domain.measures import ticked
from clinic_desktop.domain.progress import (
    COMPARISON,
    CONCLUSION,
    CONDUCTION,
    IMAGING,
    OTHER,
    REASON,
    SAFETY,
    TEST_PREFIX,
)
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.domain.values import YesNoUnknown

_KEYS: Final[dict[object, str]] = {
    **{answer: key for key, answer in {**OUTCOME_KEYS, **FAMILIAR_KEYS, **EFFECT_KEYS}.items()},
    YesNoUnknown.YES: "y",
    YesNoUnknown.NO: "n",
    YesNoUnknown.UNKNOWN: "u",
    Concern.NONE: "1",
    Concern.FEW: "2",
    Concern.SOME: "3",
    Concern.HIGH: "4",
}


def fill_first_start(entry: Any, given: Examination, passphrase: str) -> None:
    """Enter clinic, therapist and passphrase, as on the first start."""
    clinic, therapist = given.clinic or Clinic(), given.therapist or Therapist()
    entry.clinic.enter(clinic.name or "")
    entry.address.enter("\n".join(clinic.address or ()))
    entry.phone.enter(clinic.phone or "")
    entry.email.enter(clinic.email or "")
    entry.therapist.enter(therapist.name or "")
    entry.profession.enter(therapist.profession or "")
    entry.registration.enter(therapist.registration or "")
    entry.passphrase.setText(passphrase)
    entry.again.setText(passphrase)


def fill_step(step: str, page: Any, given: Examination) -> None:
    """Bring onto the page of a step what an examination says there."""
    filling = {
        REASON: _fill_reason,
        SAFETY: _fill_safety,
        CONDUCTION: _fill_conduction,
        OTHER: _fill_other_sources,
        IMAGING: _fill_imaging,
        COMPARISON: _fill_comparison,
        CONCLUSION: _fill_conclusion,
    }
    if step in filling:
        filling[step](page, given)
    else:
        _answer(page, step.removeprefix(TEST_PREFIX), given)


def _fill(field: Any, value: Any) -> None:
    """Enter a value into a field of the window, as a person would."""
    if value is None:
        return
    if isinstance(value, tuple):
        for item in value:
            field.tick(item)
    elif isinstance(value, bool):
        field.choose("yes" if value else "no")
    elif hasattr(field, "choose"):
        field.choose(str(value))
    else:
        field.enter(str(value))


def _fill_reason(page: Any, given: Examination) -> None:
    presentation = given.presentation or Presentation()
    _fill(page.question, presentation.question)
    _fill(page.side, presentation.symptom_side)
    _fill(page.onset, presentation.onset)
    for name, field in page.nprs.items():
        _fill(field, getattr(presentation.nprs, name, None))
    for behaviour in presentation.behaviour or ():
        _fill(page.behaviour[behaviour.activity], behaviour.effect)
    for place, area in enumerate(presentation.areas or ()):
        page.areas.add.click()
        line = page.areas.rows[place]
        _fill(line.area, area.area)
        _fill(line.side, area.side)
        for kind in area.kinds or ():
            line.kinds[kind].toggle()
    _fill(page.note, presentation.note)
    _fill(page.imaging_known, given.imaging_known_before)
    _fill(page.imaging_how, given.imaging_known_how)
    _fill(page.dangers_checked, given.imaging_checked_for_dangers)
    _fill_before(page.before, given.before or Before())


def _fill_before(strip: Any, before: Before) -> None:
    for name, field in strip.consent.items():
        _fill(field, getattr(before.consent, name, None))
    for name in ("others_present", "medication", "note"):
        _fill(getattr(strip, name), getattr(before, name))
    strip.conditions.enter("\n".join(before.conditions or ()))
    for name in ("operations", "injections"):
        _fill_rows(getattr(strip, name), getattr(before, name), ("on", "what"))


def _fill_rows(editor: Any, values: Any, fields: "tuple[str, ...]") -> None:
    """Add a row for each value and enter its fields, which are attributes of the row."""
    for place, value in enumerate(values or ()):
        editor.add.click()
        for name in fields:
            row = editor.rows[place]  # editing an answer may show the rows anew
            _fill(getattr(row, name), getattr(value, name))


def _fill_other_sources(page: Any, given: Examination) -> None:
    own = []
    for entry in given.other_sources or ():
        row = page.sources.rows.get(entry.source)
        if row is None:
            own.append(entry)
            continue
        _fill(row.choice, entry.found)
        _fill(row.note, entry.note)
    _fill_rows(page.sources.own, own, ("source", "found", "note"))
    for step, row in page.sensitisation.rows.items():
        _fill(row.choice, getattr(given.sensitisation, step, None))
    tests = ("test", "performed_on", "target", "side", "result", "note")
    _fill_rows(page.functional_tests, given.functional_tests, tests)
    for place, measure in enumerate(given.measures or ()):
        _fill_measure(page.measures, place, measure)
    page.folds["measures"].open()


def _fill_measure(editor: Any, place: int, measure: Measure) -> None:
    editor.add.click()
    row = editor.rows[place]
    _fill(row.measure, measure.measure)
    _fill(row.note, measure.note)
    if measure.items is None:
        _fill(row.score, measure.score)
    elif row.statements is None:
        _fill_rows(row.activities, measure.items, ("item", "score"))
    else:
        for number in ticked(measure):
            row.statements.inner.boxes[number].toggle()
        row.statements.inner.completed.setChecked(measure.score is not None)


def _fill_conduction(page: Any, given: Examination) -> None:
    """Grade each cell with the key a therapist presses; name what was tested where it is not."""
    from PySide6.QtTest import QTest

    from clinic_desktop.ui.widgets.grade_list import GRADE_KEYS

    for sign in given.conduction or ():
        keys = {grade: key for key, grade in GRADE_KEYS[sign.kind].items()}
        page.grid.go_to(sign.place)
        if sign.grade is not None:
            QTest.keyClicks(page.grid.cells[sign.place], keys[sign.grade])
        page.grid.go_to(sign.place)
        _fill(page.strip.item, sign.item)
        if sign.note is not None:
            page.strip.note.enter(sign.note)
    page.start()


def _fill_safety(page: Any, given: Examination) -> None:
    """Answer the red flags and set the level with the keys a therapist presses."""
    flags = given.red_flags or RedFlags()
    for row in page.rows:
        if answer := (flags.answers or {}).get(row.item.id):
            row.choice.focus()
            _press_key(page, answer)
    if flags.level:
        _press_key(page, flags.level)
    _fill(page.concern.reason, flags.reason)


def _fill_imaging(page: Any, given: Examination) -> None:
    """Take each report in as it is pasted, accept what is offered of it, enter the rest."""
    for report in given.imaging or ():
        page.intake.take_in_text(report.text or "")
        form = page.forms[-1]
        for name, field in form.fields.items():
            _fill(field, getattr(report, name))
        for finding in report.findings or ():
            if not _accept_offer(form, finding.level, finding.kind):
                form.findings.add.click()
            for name, field in form.findings.rows[-1].fields.items():
                _fill(field, getattr(finding, name))
            form.findings.make_last_current()
            form.findings.set_quote(finding.quote)
        for level in report.stated_normal or ():
            if not _accept_offer(form, level, FindingKind.NORMAL):
                form.stated_normal.boxes[level].toggle()
        _fill(form.rest_normal, report.rest_stated_normal)


def _accept_offer(form: Any, level: Level, kind: FindingKind) -> bool:
    """Accept the offer of a level and kind with its key; return whether there is one."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    offers = form.offers.list
    for row, offer in enumerate(offers.offers):
        if [(finding.level, finding.kind) for finding in offer.findings] == [(level, kind)]:
            offers.setCurrentRow(row)
            QTest.keyClick(offers, Qt.Key.Key_A)
            return True
    return False


def _fill_comparison(page: Any, given: Examination) -> None:
    for comment in given.comparison_notes or ():
        page.comments[comment.row].enter(comment.note)
    own = []
    for mechanism in given.mechanisms_considered or ():
        row = page.mechanisms.rows.get(mechanism.mechanism)
        if row is None:
            own.append(mechanism)
            continue
        row.considered.setChecked(True)
        _fill(row.entry.test, mechanism.proposed_test)
        _fill(row.entry.note, mechanism.note)
    _fill_rows(page.mechanisms.own, own, ("mechanism", "proposed_test", "note"))


def _fill_conclusion(page: Any, given: Examination) -> None:
    conclusion, referrer = given.conclusion or Conclusion(), given.referrer or Referrer()
    _fill(page.text, conclusion.text)
    page.plan.enter("\n".join(conclusion.plan or ()))
    _fill(page.course, conclusion.expected_course)
    _fill(page.review, conclusion.review_on)
    for place, request in enumerate(conclusion.requests or ()):
        page.requests.add.click()
        row = page.requests.rows[place]
        _fill(row.text, request.text)
        _fill(row.urgency, request.urgency)
    after = given.after or After()
    for name in after.__struct_fields__:
        _fill(getattr(page.after, name), getattr(after, name))
    for name, field in page.recipient.items():
        _fill(field, getattr(referrer, name))
    page.address.enter("\n".join(referrer.address or ()))


def _answer(page: Any, test: str, given: Examination) -> None:
    """Answer one test on both sides with the keys a therapist presses."""
    for side, form in page.forms.items():
        response = given.response(test, side)
        if response is not None:
            form.outcome.focus()
            # What has no key of its own first: a pass moves on by itself.
            form.record(**_unkeyed(response))
            _press(page, response)


def _unkeyed(response: Response) -> dict[str, object]:
    keyed = {"test", "side", "outcome", "familiar"}
    fields = {name: getattr(response, name) for name in response.__struct_fields__}
    if response.outcome is not Outcome.POSITIVE:
        keyed -= {"familiar"}
    return {name: value for name, value in fields.items() if name not in keyed}


def _press(page: Any, response: Response) -> None:
    effect = response.differentiation.effect if response.differentiation else None
    keys: list[object] = [response.outcome]
    if response.outcome is Outcome.POSITIVE:
        keys += [response.familiar, effect]
    for key in keys:
        if key is not None:
            _press_key(page, key)


def _press_key(page: Any, answer: object) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    QTest.keyClicks(QApplication.focusWidget() or page, _KEYS[answer])
