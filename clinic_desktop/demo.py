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
from typing import TYPE_CHECKING, Final

import msgspec

from clinic_desktop.domain import progress
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Effect, Familiar, Outcome, Response
from clinic_desktop.resources import resources_folder

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from clinic_desktop.ui.entry_pages import FirstStartPage
    from clinic_desktop.ui.window import MainWindow

PASSPHRASE: Final = "plainly fictional"
"""The passphrase of the record a demonstration makes."""

_MARKER: Final = "demo.txt"
_OWN: Final = re.compile(r"report\.pdf|\d\d-[a-z-]+\.png|record\.(db.*|lock)|keys\.json|demo\.txt")
_KEYS: Final[dict[object, str]] = {
    Outcome.NEGATIVE: "p",
    Outcome.POSITIVE: "f",
    Outcome.INCONCLUSIVE: "i",
    Outcome.NOT_TESTED: "t",
    Familiar.YES: "y",
    Familiar.PARTLY: "m",
    Familiar.NO: "n",
    Effect.INCREASE: "+",
    Effect.DECREASE: "-",
    Effect.NO_CHANGE: "0",
    Effect.NOT_DONE: "x",
}
# Parts the window has no page for yet.
_NOT_ON_A_PAGE: Final = (
    "before",
    "red_flags",
    "conduction",
    "other_sources",
    "sensitisation",
    "mechanisms_considered",
    "functional_tests",
    "measures",
    "after",
)


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
    from clinic_desktop import app  # noqa: PLC0415 - Qt reads its platform when it starts

    given = sample(catalogue)
    qt = app.application(["clinic-desktop"])
    when = datetime.fromisoformat(given.performed_at or "2026-11-16T10:15:00+01:00")
    window = app.new_window(out, catalogue, now=lambda: when)
    window.resize(1366, 768)
    window.show()
    try:
        pictures = dict(_play(window, given, catalogue))
        window.examination.page(progress.CONCLUSION).save_pdf(out / "report.pdf")  # type: ignore[union-attr,attr-defined]
    finally:
        window.close()
        qt.processEvents()
    (out / _MARKER).write_text(
        "A demonstration of Clinic Desktop with a fictional patient.\n"
        f"Passphrase of the record: {PASSPHRASE}\n",
        encoding="utf-8",
    )
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
    window: "MainWindow", given: Examination, catalogue: Catalogue
) -> Iterator[tuple[str, "QPixmap"]]:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the platform is chosen

    def picture() -> "QPixmap":
        QApplication.processEvents()
        return window.grab()

    _first_start(window.entry, given)  # type: ignore[arg-type]
    yield "first-start", picture()
    window.entry.submit()
    patients, page = window.patients, window.examination
    if patients is None or page is None or page.examination is not None:
        raise UserError(window.entry.told.text())
    patients.add(given.patient)
    yield "patients", picture()
    patients.begin_visit()
    assert page.examination is not None  # noqa: S101 - begin_visit opens what it begins
    for step in progress.steps(page.examination, catalogue):
        page.go_to(step.key)
        current = page.page(step.key)
        if step.key.startswith(progress.TEST_PREFIX):
            _answer(current, step.key.removeprefix(progress.TEST_PREFIX), given)
            page.go_to(step.key)
        elif step.key == progress.REASON:
            _record(window, given, "presentation", "imaging_known_before", "imaging_known_how")
            _record(window, given, "imaging_checked_for_dangers")
        elif step.key == progress.IMAGING:
            _record(window, given, "imaging", *_NOT_ON_A_PAGE)
        elif step.key == progress.COMPARISON:
            _record(window, given, "comparison_notes")
        else:
            _record(window, given, "conclusion", "referrer")
            current.make_preview()  # type: ignore[attr-defined]
        name = step.key.removeprefix(progress.TEST_PREFIX)
        yield name, picture()


def _first_start(entry: "FirstStartPage", given: Examination) -> None:
    clinic, therapist = given.clinic, given.therapist
    entry.clinic.setText((clinic.name if clinic else None) or "")
    entry.address.setPlainText("\n".join((clinic.address if clinic else None) or ()))
    entry.phone.setText((clinic.phone if clinic else None) or "")
    entry.email.setText((clinic.email if clinic else None) or "")
    entry.therapist.setText((therapist.name if therapist else None) or "")
    entry.profession.setText((therapist.profession if therapist else None) or "")
    entry.registration.setText((therapist.registration if therapist else None) or "")
    entry.passphrase.setText(PASSPHRASE)
    entry.again.setText(PASSPHRASE)


def _record(window: "MainWindow", given: Examination, *fields: str) -> None:
    page = window.examination
    if page is not None and page.examination is not None:
        values = {field: getattr(given, field) for field in fields}
        page.record(msgspec.structs.replace(page.examination, **values))


def _answer(page: "QWidget", test: str, given: Examination) -> None:
    """Answer one test on both sides with the keys a therapist presses."""
    from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage  # noqa: PLC0415

    if not isinstance(page, NeurodynamicPage):
        return
    for side, form in page.forms.items():
        response = given.response(test, side)
        if response is None:
            continue
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


def _press(page: "QWidget", response: Response) -> None:
    from PySide6.QtTest import QTest  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    effect = response.differentiation.effect if response.differentiation else None
    keys = [response.outcome]
    if response.outcome is Outcome.POSITIVE:
        keys += [response.familiar, effect]  # type: ignore[list-item]
    for key in keys:
        if key is not None:
            QTest.keyClicks(QApplication.focusWidget() or page, _KEYS[key])
