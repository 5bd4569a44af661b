"""Every dialog that can be built over a record, each by its name."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from PySide6.QtWidgets import QDialog

from clinic_desktop import app
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.paperwork import paperwork
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.report.document import Report
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.address_book_dialog import AddressBookDialog, EntryDialog
from clinic_desktop.ui.amend_dialog import AmendDialog
from clinic_desktop.ui.amend_dialog import WithdrawDialog as WithdrawAmendmentDialog
from clinic_desktop.ui.encrypt_dialog import EncryptDialog
from clinic_desktop.ui.erase_dialog import EraseDialog, RetentionDialog
from clinic_desktop.ui.error_dialog import ErrorDialog
from clinic_desktop.ui.help_dialog import HelpDialog
from clinic_desktop.ui.history_dialog import HistoryDialog
from clinic_desktop.ui.merge_dialog import MergeDialog
from clinic_desktop.ui.missing_signs import MissingSigns
from clinic_desktop.ui.papers_dialog import PapersDialog
from clinic_desktop.ui.passphrase_dialog import PassphraseDialog
from clinic_desktop.ui.patient_dialog import PatientDialog
from clinic_desktop.ui.people_dialog import NewPassphraseDialog, PeopleDialog, PersonDialog
from clinic_desktop.ui.recovery_sheet_dialog import RecoverySheetDialog
from clinic_desktop.ui.restore_dialog import RestoreDialog
from clinic_desktop.ui.settings_dialog import SettingsDialog
from clinic_desktop.ui.signature_dialog import SignatureDialog
from clinic_desktop.ui.similar_dialog import SimilarDialog
from clinic_desktop.ui.trail_dialog import TrailDialog
from clinic_desktop.ui.verify_dialog import VerifyDialog
from clinic_desktop.ui.withdraw_dialog import WithdrawDialog
from tests.ui.conftest import PATIENT

TODAY: Final = date(2026, 11, 18)


def nothing(*_: Any) -> None:
    pass


DIALOGS: Final[dict[str, Callable[[Record, Catalogue, Examination], QDialog]]] = {
    "address book": lambda store, _, __: AddressBookDialog(store),
    "entry": lambda store, _, __: EntryDialog(store),
    "settings": lambda store, _, __: SettingsDialog(store, read_logo=lambda _: b""),
    "people": lambda store, catalogue, _: PeopleDialog(store, catalogue),
    "person": lambda store, catalogue, _: PersonDialog(store, catalogue),
    "their passphrase": lambda store, _, __: NewPassphraseDialog(store, store.account),
    "passphrase": lambda store, _, __: PassphraseDialog(store),
    "patient": lambda _, catalogue, __: PatientDialog(catalogue),
    "merge": lambda store, catalogue, _: MergeDialog(store, catalogue, PATIENT),
    "similar": lambda store, catalogue, _: SimilarDialog(store, catalogue, [PATIENT]),
    "retention": lambda store, catalogue, _: RetentionDialog(store, catalogue, TODAY),
    "erase": lambda store, _, __: EraseDialog(store, PATIENT, TODAY, 8),
    "trail": lambda store, catalogue, _: TrailDialog(store, catalogue, write=lambda _: b""),
    "verify": lambda store, _, __: VerifyDialog(store),
    "history": HistoryDialog,
    "papers": lambda store, catalogue, examination: PapersDialog(
        store, catalogue, examination, paperwork(catalogue).encrypted
    ),
    "encrypted copy": lambda *_: EncryptDialog(str.encode),
    "digital signature": lambda *_: SignatureDialog(lambda *_: b""),
    "missing signs": lambda *_: MissingSigns(
        Report(pdf=b"", missing=("\u4e2d",), plain=False, text="Dr \u4e2d\u6751")
    ),
    "amend": lambda _, catalogue, __: AmendDialog(catalogue, nothing),
    "withdraw": lambda *_: WithdrawDialog("Fictional, Fay", nothing, amends=False),
    "withdraw an amendment": lambda *_: WithdrawAmendmentDialog("Meaning", nothing),
    "error": lambda store, catalogue, _: ErrorDialog(store, catalogue, PATIENT.id, (), nothing),
    "help": lambda _, catalogue, __: HelpDialog(catalogue),
    "restore": lambda store, catalogue, _: RestoreDialog(
        RecordFolder(store.folder, lambda: catalogue), app.local_time
    ),
    "recovery sheet": lambda store, catalogue, _: RecoverySheetDialog(
        store, paperwork(catalogue), app.local_time
    ),
}
