"""The record of a practice: one encrypted folder, opened by one person at a time.

A method returns when what it saved is on the disk. Times of the record are UTC.
"""

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from clinic_desktop.domain.examination import Clinic, Examination
from clinic_desktop.domain.practice import (
    Account,
    Place,
    Settings,
)
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage.address_book import AddressBook
from clinic_desktop.storage.backups import Backups
from clinic_desktop.storage.drafts import Drafts
from clinic_desktop.storage.errors import (
    DocumentConflict,
    LogoRefused,
    RecordDamaged,
    UnknownExamination,
    told,
)
from clinic_desktop.storage.key_slots import KeyCost
from clinic_desktop.storage.lists import Lists, performed
from clinic_desktop.storage.lock import Lock
from clinic_desktop.storage.logo import is_logo
from clinic_desktop.storage.originals import Originals
from clinic_desktop.storage.papers import Papers
from clinic_desktop.storage.patients import Patients, settle
from clinic_desktop.storage.people import People
from clinic_desktop.storage.session import Session, decoded, encoded
from clinic_desktop.storage.signed import Signed
from clinic_desktop.storage.soundness import problems
from clinic_desktop.storage.trail import Trail


class Record:
    """An open record; made by `ways_in`, ended by `close`.

    Every method of it and of its parts raises a `RecordError` when the disk, another program or
    the content stands in the way; what was saved before stays, and the record can be used further.
    """

    def __init__(self, session: Session, lock: Lock, cost: KeyCost) -> None:
        self._session = session
        self._lock = lock
        self.drafts = Drafts(session)
        self.patients = Patients(session, self.drafts)
        self.signed = Signed(session, self.drafts)
        self.lists = Lists(session)
        self.papers = Papers(session)
        self.originals = Originals(session)
        self.address_book = AddressBook(session)
        self.people = People(session, cost)
        self.trail = Trail(session)
        self.backups = Backups(session)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Bring everything into the one file and let go of it; a second call does nothing."""
        try:
            self._session.checkpoint()
            self._session.close()
        finally:
            self._lock.release()

    @property
    def folder(self) -> Path:
        """Where the record is."""
        return self._session.folder

    @property
    def id(self) -> str:
        """The record's own id, the same in all its backups."""
        return str(self._session.rows("SELECT record FROM identity")[0][0])

    @property
    def account(self) -> Account:
        """The person who unlocked the record."""
        return self._session.account

    def clinic(self) -> Clinic | None:
        """Return whose record this is, if it was said."""
        rows = self._session.rows("SELECT doc FROM clinic")
        return decoded(rows[0][0], Clinic, "The clinic") if rows else None

    def set_clinic(self, clinic: Clinic) -> None:
        """Say whose record this is.

        Raises:
            NotAllowed: when the person unlocked is no owner.
        """
        self._set("clinic", encoded(clinic))

    def settings(self) -> Settings:
        """Return what an owner set, or what holds without."""
        rows = self._session.rows("SELECT doc FROM settings")
        return decoded(rows[0][0], Settings, "The settings") if rows else Settings()

    def set_settings(self, settings: Settings) -> None:
        """Set what holds for the whole record.

        Raises:
            NotAllowed: when the person unlocked is no owner.
        """
        self._set("settings", encoded(settings))

    def logo(self) -> bytes | None:
        """Return the clinic's picture, if there is one."""
        rows = self._session.rows("SELECT data FROM logo")
        return bytes(rows[0][0]) if rows else None

    def set_logo(self, picture: bytes | None) -> None:
        """Keep the clinic's picture, a PNG or a JPEG, or let go of it.

        Raises:
            NotAllowed: when the person unlocked is no owner.
            LogoRefused: when it is no such picture, or holds more than `logo.MAX_BYTES`.
        """
        self._session.refuse_unless_owner()
        if picture is not None and not is_logo(picture):
            raise LogoRefused("The record keeps a PNG or JPEG picture of up to 2 MB as its logo.")
        with self._session.writing() as connection:
            connection.execute("DELETE FROM logo")
            if picture is not None:
                connection.execute("INSERT INTO logo VALUES (1, ?)", (picture,))
            self._session.log(connection, Action.SETTINGS_CHANGED, detail="logo")

    def place(self) -> Place | None:
        """Return where this person's window was, if that examination can still be shown."""
        rows = self._session.rows(
            "SELECT doc FROM place WHERE account_id = ?", (str(self.account.id),)
        )
        if not rows:
            return None
        place = decoded(rows[0][0], Place, "The place")
        shown = self.drafts.is_open(place.examination) or self.signed.stands(place.examination)
        return place if shown else None

    def set_place(self, place: Place | None) -> None:
        """Remember where the window is; `None` when no examination is open."""
        with self._session.writing() as connection:
            connection.execute("DELETE FROM place WHERE account_id = ?", (str(self.account.id),))
            if place is not None:
                connection.execute(
                    "INSERT INTO place VALUES (?, ?)", (str(self.account.id), encoded(place))
                )

    def add_document(self, examination: Examination) -> bool:
        """Add an examination from elsewhere as a draft; return whether it was added.

        The same content under the same id is no second examination: nothing changes.

        Raises:
            DocumentConflict: when the id is in the record with other content.
            ExaminationWithdrawn: when it was entered in error.
            SignedRefused: when it is a draft that was withdrawn.
            UnknownExamination: when it was erased after its retention ended.
            RecordError: as `Drafts.save`.
        """
        self.drafts.document(examination)
        draft = self.drafts.find(examination.id)
        stored = (draft and draft[0], self.signed.find(examination.id))
        if stored == (None, None):
            at = self._session.now()
            with self._session.writing() as connection:
                settle(connection, examination.patient, at)
                self.drafts.begin(connection, examination, at)
                self._session.log(connection, Action.IMPORTED, examination=examination.id)
            return True
        if examination not in stored:
            raise DocumentConflict(
                f"Examination {examination.id} is already in the record with other content. "
                "Nothing was changed. Compare the two, and give the new one an id of its own."
            )
        return False

    def examination(self, examination_id: UUID) -> Examination:
        """Return an examination as it stands: its newest signed version, else its draft.

        Raises:
            UnknownExamination: when the record has none with this id.
            ExaminationWithdrawn: when it was entered in error.
            RecordDamaged: when its document cannot be read.
        """
        signed = self.signed.find(examination_id)
        if signed is not None:
            return signed
        draft = self.drafts.find(examination_id)
        if draft is None:
            raise UnknownExamination(f"There is no examination {examination_id} in this record.")
        return draft[0]

    def previous(
        self, examination: Examination, signed_by: datetime | None = None
    ) -> Examination | None:
        """Return what this patient's examination before this one recorded, signed or not.

        With a time, what was signed by then of the last that was. One without a time when it was
        performed comes neither before nor after another.
        """
        if examination.performed_at is None:
            return None
        at = datetime.fromisoformat(examination.performed_at)
        earlier = (
            line.id
            for line in self.lists.of(examination.patient.id)
            if line.performed_at is not None and performed(line) < at
        )
        if signed_by is not None:
            known = (self.signed.as_of(each, signed_by) for each in earlier)
            return next((found for found in known if found is not None), None)
        latest = next(earlier, None)
        return self.examination(latest) if latest else None

    def verify(self) -> tuple[str, ...]:
        """Return what is damaged or altered, a sentence each; nothing when the record is sound."""
        # In the file alone, a page that the log holds whole may be half written: no damage.
        self._session.checkpoint()
        with told(self.folder):
            found = list(problems(self._session.db, self._session.tests))
        try:
            found += self.backups.contradicting()
        except RecordDamaged as error:
            # From the first damaged page on, SQLCipher refuses to read at all.
            found.append(str(error))
        return tuple(found)

    def _set(self, table: str, doc: str) -> None:
        self._session.refuse_unless_owner()
        with self._session.writing() as connection:
            connection.execute(
                f"INSERT OR REPLACE INTO {table} (id, doc) VALUES (1, ?)",  # noqa: S608 - two names
                (doc,),
            )
            self._session.log(connection, Action.SETTINGS_CHANGED, detail=table)
