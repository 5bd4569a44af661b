"""The demonstration: a fictional examination played through the real window, key by key.

It leaves the report, a picture of every page and the record it made. Parts of the examination the
window has no page for yet are put into the record as an import would.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clinic_desktop.domain import progress
from clinic_desktop.domain.answer_keys import EFFECT_KEYS, FAMILIAR_KEYS, OUTCOME_KEYS
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.errors import UserError
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
from clinic_desktop.domain.measures import ticked
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.resources import resources_folder

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from clinic_desktop.ui.window import MainWindow

PASSPHRASE: Final = "plainly fictional"  # noqa: S105 - printed for everyone to read
"""The passphrase of the record a demonstration makes."""

_MARKER: Final = "demo.txt"
_OWN: Final = re.compile(
    r"report\.pdf|\d\d-[a-z-]+\.png|record\.(db.*|lock|tally)|(keys|attempts)\.json|backups|demo\.txt"
)
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
# Parts the window has no page for yet.
_NOT_ON_A_PAGE: Final = ("mechanisms_considered",)


def sample(catalogue: Catalogue) -> Examination:
    """Return the fictional examination that is played."""
    path = resources_folder() / "examples" / "sample-examination.json"
    return read_document(path.read_bytes(), catalogue.tests)


def play(out: Path, catalogue: Catalogue) -> Iterator[str]:
    """Play the sample into a folder and yield what to tell the person.

    Raises:
        UserError: when the folder holds anything but an earlier demonstration.
    """
    _clear(out)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from clinic_desktop import app

    given = sample(catalogue)
    qt = app.application(["clinic-desktop"])
    when = datetime.fromisoformat(given.performed_at or "2026-11-16T10:15:00+01:00")
    window = app.new_window(out, catalogue, now=lambda: when)
    window.resize(1366, 768)
    window.show()
    try:
        pictures = dict(_play(window, given, catalogue, out))
        conclusion: Any = window.examination and window.examination.page(progress.CONCLUSION)
        conclusion.save_pdf(out / "report.pdf")
        page: Any = window.examination
        if not (page.leave() and (out / "report.pdf").exists()):
            raise UserError(page.told.text())
    finally:
        window.close_record()  # nobody is there to be asked about what is not signed
        window.close()
        qt.processEvents()
    for number, (name, picture) in enumerate(pictures.items(), start=1):
        picture.save(str(out / f"{number:02}-{name}.png"))
    yield f"Report:      {out / 'report.pdf'}"
    yield f"Screenshots: {out}/01-... to {len(pictures):02}-..."
    yield f"Record:      {out} (open it with: clinic-desktop --record {out})"
    yield f"Passphrase:  {PASSPHRASE}"


def _clear(out: Path) -> None:
    """Take away an earlier demonstration, and nothing else."""
    if not out.exists():
        return
    names = [path.name for path in out.iterdir()] if out.is_dir() else [""]
    if not names:
        return
    if _MARKER not in names or not all(_OWN.fullmatch(name) for name in names):
        raise UserError(
            f"{out} holds other files than an earlier demonstration. Name an empty folder."
        )
    shutil.rmtree(out)


def _play(
    window: "MainWindow", given: Examination, catalogue: Catalogue, out: Path
) -> Iterator[tuple[str, "QPixmap"]]:
    from PySide6.QtWidgets import QApplication

    def picture() -> "QPixmap":
        for _ in range(3):  # what is laid out first asks what it stands in for room
            QApplication.processEvents()
        return window.grab()

    entry: Any = window.entry
    _first_start(entry, given)
    yield "first-start", picture()
    entry.submit()
    patients, page = window.patients, window.examination
    if patients is None or page is None:
        raise UserError(entry.told.text())
    offer: Any = window.entry
    offer.later.click()  # a demonstration needs no recovery sheet
    # At once, so that a demonstration that was cut short can be made again.
    (out / _MARKER).write_text(
        "A demonstration of Clinic Desktop with a fictional patient. The next one in this folder\n"
        "replaces the record and all that was added to it.\n"
        f"Passphrase of the record: {PASSPHRASE}\n",
        encoding="utf-8",
    )
    patients.add(given.patient)
    yield "patients", picture()
    patients.begin_visit()
    filling = {
        progress.REASON: _fill_reason,
        progress.SAFETY: _fill_safety,
        progress.CONDUCTION: _fill_conduction,
        progress.OTHER: _fill_other_sources,
        progress.IMAGING: _fill_imaging,
    }
    for step in progress.steps(given, catalogue):
        page.go_to(step.key)
        current: Any = page.page(step.key)
        name = step.key.removeprefix(progress.TEST_PREFIX)
        if name != step.key:
            _answer(current, name, given)
            page.go_to(step.key)
        elif step.key in filling:
            filling[step.key](current, given)
        elif step.key == progress.COMPARISON:
            # As an import would put them there: the window has no page for these yet.
            page.record_fields({field: getattr(given, field) for field in _NOT_ON_A_PAGE})
            for comment in given.comparison_notes or ():
                current.comments[comment.row].enter(comment.note)
        elif step.key == progress.CONCLUSION:
            _fill_conclusion(current, given)
            current.make_preview()
        yield name, picture()
    yield "signing", _sign(page)
    conclusion: Any = page.page(progress.CONCLUSION)
    conclusion.make_preview()
    yield "signed", picture()


def _sign(page: Any) -> "QPixmap":
    """Sign what was played, and return the picture of the dialog that asks."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    pictures: list[QPixmap] = []

    def agree() -> None:
        dialog: Any = QApplication.activeModalWidget()
        for tick in dialog.ticks:
            tick.setChecked(True)
        pictures.append(dialog.grab())
        dialog.do.click()

    QTimer.singleShot(0, agree)
    page.acts.sign.trigger()
    return pictures[0]


def _first_start(entry: Any, given: Examination) -> None:
    clinic, therapist = given.clinic or Clinic(), given.therapist or Therapist()
    entry.clinic.enter(clinic.name or "")
    entry.address.enter("\n".join(clinic.address or ()))
    entry.phone.enter(clinic.phone or "")
    entry.email.enter(clinic.email or "")
    entry.therapist.enter(therapist.name or "")
    entry.profession.enter(therapist.profession or "")
    entry.registration.enter(therapist.registration or "")
    entry.passphrase.setText(PASSPHRASE)
    entry.again.setText(PASSPHRASE)


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
    for report in given.imaging or ():
        page.add.click()
        form = page.forms[-1]
        for name, field in form.fields.items():
            _fill(field, getattr(report, name))
        form.text.enter(report.text or "")
        for finding in report.findings or ():
            form.findings.add.click()
            for name, field in form.findings.rows[-1].fields.items():
                _fill(field, getattr(finding, name))
            form.findings.set_quote(finding.quote)
        for level in report.stated_normal or ():
            form.stated_normal.boxes[level].toggle()
        _fill(form.rest_normal, report.rest_stated_normal)


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
