"""The address book of a record: who letters may go to, found by what is typed."""

from typing import Final
from uuid import UUID, uuid4

from clinic_desktop.domain.address_book import entry_of, is_named
from clinic_desktop.domain.examination import Referrer
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage.errors import EntryRefused
from clinic_desktop.storage.search import entry_text, fold, query_words
from clinic_desktop.storage.session import Session, decoded, encoded, text_of

ADDED: Final = "added"
CORRECTED: Final = "corrected"
_REMOVED: Final = "removed"


class AddressBook:
    """Entries that letters are filled from. Nothing refers to one: a letter holds its own copy.

    Everybody who works in the record may change it; the trail tells who did, by the entry's id.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, search: str = "", limit: int = 50) -> tuple[Referrer, ...]:
        """Return the entries found by a typed text, those used most recently first.

        Every word typed begins a word of the name or the practice. Blank text finds all.
        """
        words = query_words(search)
        if search.strip() and not words:
            return ()
        begins = " AND ".join(["instr(' ' || search, ' ' || ?) > 0"] * len(words)) or "true"
        rows = self._session.rows(
            f"SELECT doc FROM referrer WHERE {begins} ORDER BY used_at DESC, id LIMIT ?",  # noqa: S608 - marks only
            (*words, limit),
        )
        return tuple(decoded(doc, Referrer, "An entry of the address book") for (doc,) in rows)

    def get(self, entry_id: UUID) -> Referrer | None:
        """Return the entry of this id; `None` where there is none, or none any more."""
        rows = self._session.rows("SELECT doc FROM referrer WHERE id = ?", (str(entry_id),))
        return decoded(rows[0][0], Referrer, "An entry of the address book") if rows else None

    def alike(self, entry: Referrer) -> tuple[Referrer, ...]:
        """Return the entries of the same name but for itself, written with any case and accents.

        Of one without a name, those of the same practice without a name.
        """
        words = entry.name or entry.practice or ""
        return tuple(
            other
            for other in self.find(words, limit=-1)
            if other.id != entry.id and _called(other) == _called(entry)
        )

    def save(self, recipient: Referrer) -> Referrer:
        """Add an entry, or correct the one of the same id, and return it as it is kept.

        Blanks at the ends and a letter's reference are not kept. What changes nothing is no entry
        of the trail.

        Raises:
            EntryRefused: when it has neither a name nor a practice.
        """
        if not is_named(recipient):
            raise EntryRefused("Give a name or a practice: an entry is found by them.")
        known = self.get(recipient.id) if recipient.id else None
        entry = entry_of(recipient, known.id if known else uuid4())
        at = self._session.now()
        with self._session.writing() as connection:
            connection.execute(
                "INSERT INTO referrer VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) "
                "DO UPDATE SET doc = ?2, search = ?3, used_at = ?4",
                (str(entry.id), encoded(entry), entry_text(entry), text_of(at)),
            )
            if entry != known:
                act = CORRECTED if known else ADDED
                self._session.log(
                    connection, Action.ADDRESS_BOOK_CHANGED, detail=f"{act} {entry.id}", at=at
                )
        return entry

    def use(self, entry_id: UUID) -> None:
        """Put an entry first among those used most recently."""
        with self._session.writing() as connection:
            connection.execute(
                "UPDATE referrer SET used_at = ? WHERE id = ?",
                (text_of(self._session.now()), str(entry_id)),
            )

    def remove(self, entry_id: UUID) -> None:
        """Erase an entry. Letters are not touched."""
        with self._session.writing() as connection:
            gone = connection.execute("DELETE FROM referrer WHERE id = ?", (str(entry_id),))
            if gone.rowcount:
                self._session.log(
                    connection, Action.ADDRESS_BOOK_CHANGED, detail=f"{_REMOVED} {entry_id}"
                )


def _called(entry: Referrer) -> str:
    return fold(entry.name or f"\n{entry.practice or ''}").strip(" ")
