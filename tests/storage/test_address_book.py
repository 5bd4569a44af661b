"""The address book: found by what is typed, everybody's to change, no letter depends on it."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from clinic_desktop.domain.examination import Referrer
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import backup, ways_in
from clinic_desktop.storage.errors import EntryRefused, LogoRefused, NotAllowed
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    TESTS,
    a_patient,
    a_person,
    an_examination,
    each_raises,
    reopened,
    saved,
    second_connection,
    signed,
)

PNG = b"\x89PNG\r\n\x1a\n picture"
JPEG = b"\xff\xd8\xff picture"


def names(record: Record, search: str = "", limit: int = 50) -> list[str | None]:
    return [entry.name for entry in record.address_book.find(search, limit)]


def told(record: Record, action: Action) -> list[str]:
    return [entry.detail for entry in record.trail.entries() if entry.action is action]


def add(record: Record, name: str | None, **fields: object) -> Referrer:
    return record.address_book.save(msgspec.structs.replace(Referrer(name=name), **fields))


def test_an_entry_is_found_by_the_beginnings_of_words_in_any_case_and_accent(
    record: Record,
) -> None:
    add(record, "Dr Søren O'Brien-Müller", practice="Łąka Surgery", email="so@example.org")
    add(record, "Dr Anna Other", address=("1 Road", "Millbridge"), phone="01 234")
    for typed in ("obrien", "MULLER soren", "laka", "so", "dr surg", "  "):
        assert "Dr Søren O'Brien-Müller" in names(record, typed), typed
    assert names(record, "millb") == []  # an address is not what somebody is called
    assert names(record, "ridge") == []
    assert names(record, "'%") == []
    assert names(record, limit=1) == ["Dr Anna Other"]


def test_the_entries_used_last_come_first(record: Record) -> None:
    first, second = add(record, "First"), add(record, "Second")
    assert names(record) == ["Second", "First"]
    assert first.id
    record.address_book.use(first.id)
    record.address_book.use(uuid4())
    assert names(record) == ["First", "Second"]
    record.address_book.save(second)
    assert names(record) == ["Second", "First"]
    assert len(told(record, Action.ADDRESS_BOOK_CHANGED)) == 2


def test_an_entry_is_corrected_and_removed_and_the_trail_names_it_by_its_id(
    record: Record,
) -> None:
    entry = record.address_book.save(
        Referrer(id=uuid4(), name=" Dr Example ", phone="(01) 2", reference="REF")
    )
    assert entry.id
    assert entry == Referrer(id=entry.id, name="Dr Example", phone="(01) 2")
    assert record.address_book.get(entry.id) == entry
    corrected = record.address_book.save(msgspec.structs.replace(entry, phone="(01) 3"))
    assert record.address_book.find() == (corrected,)
    record.address_book.remove(entry.id)
    record.address_book.remove(entry.id)
    assert record.address_book.get(entry.id) is None
    assert told(record, Action.ADDRESS_BOOK_CHANGED) == [
        f"removed {entry.id}",
        f"corrected {entry.id}",
        f"added {entry.id}",
    ]
    assert record.verify() == ()


def test_an_entry_needs_a_name_or_a_practice(record: Record) -> None:
    with pytest.raises(EntryRefused, match="Give a name or a practice"):
        record.address_book.save(Referrer(name=" ", phone="01"))
    assert record.address_book.find() == ()


def test_entries_of_one_name_are_told(record: Record) -> None:
    one = add(record, "Dr José Example", practice="One")
    other = add(record, "dr jose example", practice="Other")
    surgery = add(record, None, practice="Surgery")
    again = add(record, None, practice="SURGERY")
    add(record, "Surgery")
    assert record.address_book.alike(one) == (other,)
    assert record.address_book.alike(Referrer(name="DR JOSÉ EXAMPLE")) == (other, one)
    assert record.address_book.alike(surgery) == (again,)
    assert record.address_book.alike(Referrer(phone="01")) == ()


def test_a_student_keeps_the_address_book_and_not_the_logo(record: Record, folder: Path) -> None:
    a_person(record, "Sam", Role.STUDENT)
    record.close()
    with reopened(folder, "Sam") as again:
        add(again, "Dr Example")
        each_raises(NotAllowed, lambda: again.set_logo(PNG), lambda: again.set_logo(None))
        assert again.logo() is None


def test_letters_stay_as_they_are_when_an_entry_goes_and_entries_stay_when_a_patient_goes(
    record: Record,
) -> None:
    entry = add(record, "Dr Example")
    examination = msgspec.structs.replace(an_examination(a_patient()), referrer=entry)
    signed(record, examination)
    assert entry.id
    record.address_book.remove(entry.id)
    assert record.examination(examination.id).referrer == entry
    other = add(record, "Dr Other")
    record.patients.erase(examination.patient.id, date(2100, 1, 1), 8)
    assert record.address_book.find() == (other,)
    assert record.verify() == ()


def test_the_logo_is_set_replaced_and_removed_and_the_trail_tells(record: Record) -> None:
    for picture in (PNG, JPEG, None):
        record.set_logo(picture)
        assert record.logo() == picture
    assert told(record, Action.SETTINGS_CHANGED) == ["logo"] * 3
    for wrong in (b"", b"GIF89a", PNG + bytes(2_000_000)):
        with pytest.raises(LogoRefused, match="PNG or JPEG picture of up to 2 MB"):
            record.set_logo(wrong)
    assert record.logo() is None


def test_a_backup_brings_back_the_address_book_and_the_logo(record: Record, folder: Path) -> None:
    entry = add(record, "Dr Example")
    record.set_logo(PNG)
    saved(record)
    made = record.backups.make()
    assert entry.id
    record.address_book.remove(entry.id)
    record.set_logo(None)
    record.close()
    assert backup.backups_in(folder / "backups")
    with ways_in.restore(folder, made.path, PASSPHRASE, tests=TESTS, cost=CHEAP) as again:
        assert again.address_book.find() == (entry,)
        assert again.logo() == PNG
        assert again.verify() == ()


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        ("UPDATE referrer SET doc = '{\"name\":5}'", "cannot be read"),
        ('UPDATE referrer SET doc = \'{"name":"Eve"}\'', "stored as another entry"),
        ("DELETE FROM referrer", "which is not there"),
        ("UPDATE referrer SET id = 'other'", "not in the trail"),
        ("UPDATE logo SET data = x'00'", "no picture"),
        ("INSERT OR REPLACE INTO clinic VALUES (1, '[]')", "The clinic of the record cannot"),
        ('INSERT INTO settings VALUES (1, \'{"paper":"A5"}\')', "The settings of the record"),
    ],
)
def test_what_is_damaged_is_named(record: Record, folder: Path, attack: str, named: str) -> None:
    add(record, "Dr Example")
    record.set_logo(PNG)
    with second_connection(folder) as connection:
        connection.execute(attack)
    assert any(named in sentence for sentence in record.verify())


def test_a_thousand_entries_are_searched_by_their_beginnings(record: Record) -> None:
    """How long that takes is measured by `make bench`; here it is found among many."""
    with record._session.writing() as connection:
        connection.executemany(
            "INSERT INTO referrer VALUES (?, ?, ?, ?)",
            (
                (str(UUID(int=n)), f'{{"name":"Dr {n}"}}', f"dr {n}", f"{timedelta(seconds=n)}")
                for n in range(1000)
            ),
        )
    assert len(names(record, "dr", limit=8)) == 8
    assert names(record, "999") == ["Dr 999"]
