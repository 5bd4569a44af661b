"""Whether what was set for the whole record, and its address book, can be read."""

from collections.abc import Collection, Iterator

import msgspec

from clinic_desktop.domain.examination import Clinic, Referrer
from clinic_desktop.domain.practice import Settings
from clinic_desktop.storage.address_book import ADDED, CORRECTED
from clinic_desktop.storage.driver import Database
from clinic_desktop.storage.logo import is_logo


def set_up(db: Database, _tests: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each thing set for the whole record that cannot be read."""
    kinds: tuple[tuple[str, type[msgspec.Struct]], ...] = (
        ("clinic", Clinic),
        ("settings", Settings),
    )
    for table, kind in kinds:
        for (doc,) in db.conn.execute(f"SELECT doc FROM {table}"):  # noqa: S608 - two fixed names
            try:
                msgspec.json.decode(doc, type=kind)
            except msgspec.DecodeError:
                yield f"The {table} of the record cannot be read."
    for (data,) in db.conn.execute("SELECT data FROM logo"):
        if not is_logo(data):
            yield "The logo of the clinic is no picture."


def address_book(db: Database, _tests: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each entry that cannot be read, or is not as the trail tells."""
    known = set[str]()
    for (detail,) in db.conn.execute(
        "SELECT detail FROM audit WHERE action = 'address_book_changed' ORDER BY number"
    ):
        act, _, entry_id = detail.partition(" ")
        (known.add if act in {ADDED, CORRECTED} else known.discard)(entry_id)
    for entry_id, doc in db.conn.execute("SELECT id, doc FROM referrer ORDER BY id"):
        if entry_id not in known:
            yield f"Entry {entry_id} of the address book is in the record, but not in the trail."
        known.discard(entry_id)
        try:
            if str(msgspec.json.decode(doc, type=Referrer).id) != entry_id:
                yield f"Entry {entry_id} of the address book is stored as another entry."
        except msgspec.DecodeError:
            yield f"Entry {entry_id} of the address book cannot be read."
    for entry_id in sorted(known):
        yield f"The trail tells of entry {entry_id} of the address book, which is not there."
