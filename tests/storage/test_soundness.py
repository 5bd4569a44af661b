"""Looking a record through names what is damaged, and what was altered with the key in hand."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_desktop.domain.document import write_document
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.versions import Edition, Handing, Version
from clinic_desktop.storage import driver, keys, triggers
from clinic_desktop.storage.driver import Connection
from clinic_desktop.storage.record import Record
from clinic_desktop.storage.signed import SEALED, message_of, seal_of
from clinic_desktop.storage.soundness import problems
from clinic_desktop.storage.trail import COLUMNS, link
from tests.storage.samples import (
    DATA,
    TESTS,
    a_patient,
    a_person,
    amended,
    an_examination,
    make,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
)

GOLDEN = "golden passphrase"


@contextmanager
def attacked(folder: Path) -> Iterator[Connection]:
    """Change a record with its key: the guards are taken away, and put back afterwards."""
    key = keys.unlock(folder / "keys.json", GOLDEN).data_key
    with closing(driver.connect(folder / "record.db", key)) as db:
        db.conn.execute("PRAGMA foreign_keys = OFF")
        for name in triggers.TRIGGERS:
            db.conn.execute(f"DROP TRIGGER {name}")
        yield db.conn
        triggers.install(db)


@pytest.fixture
def golden(folder: Path) -> Path:
    """Return a copy of the golden record, which holds something in every table."""
    shutil.copytree(DATA / "records" / "4", folder)
    return folder


def found(folder: Path) -> tuple[str, ...]:
    """Open a record and look it through."""
    with reopened(folder, GOLDEN) as record:
        return record.verify()


def test_a_sound_record_has_no_problems(record: Record) -> None:
    assert record.verify() == ()
    examination = signed(record)
    amended(record, examination)
    saved(record)
    assert record.verify() == ()


def test_guards_that_were_away_for_a_while_did_no_harm(golden: Path) -> None:
    with attacked(golden):
        pass
    assert found(golden) == ()


# A value of the right kind that no row holds.
OTHER: dict[str, Any] = {
    "kind": "late_entry",
    "counter": 1,
    "public_key": bytes(31) + b"\1",
    "signature": bytes(64),
    "doc": "{}",
    "therapist": '{"name":"Eve"}',
    "role": "therapist",
    "action": "opened",
    "how": "saved",
    "pdf": b"%PDF other",
    "data": b"%PDF other",
    "number": 99,
    "id": 99,
    "since": 99,
    "until": 1,
    "version": 99,
    "examinations": 99,
}
PROTECTED = (
    *("exam_version", "signature", "audit", "paper", "handing"),
    *("signing_key", "account", "tombstone", "filed_again", "original", "attached"),
)
# What nobody is told of: a handing's number, as long as the order stays; what a file was called,
# which stands in the sealed document as well.
UNTOLD = {("handing", "id"), ("attached", "id"), ("attached", "name"), ("attached", "media_type")}


@pytest.fixture(scope="module")
def open_golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[driver.Database]:
    """Return the golden record's database, for attacks that are taken back."""
    folder = tmp_path_factory.mktemp("golden") / "record"
    shutil.copytree(DATA / "records" / "4", folder)
    key = keys.unlock(folder / "keys.json", GOLDEN).data_key
    with closing(driver.connect(folder / "record.db", key)) as db:
        db.conn.execute("PRAGMA foreign_keys = OFF")
        yield db


def found_after(db: driver.Database, *attack: tuple[str, tuple[object, ...]]) -> list[str] | None:
    """Return what is found after an attack, which is taken back; `None` where a table refuses."""
    db.conn.execute("BEGIN")
    try:
        for name in triggers.TRIGGERS:
            db.conn.execute(f"DROP TRIGGER {name}")
        try:
            changed = sum(db.conn.execute(*step).rowcount for step in attack)
        except driver.DatabaseError:
            return None
        triggers.install(db)
        return list(problems(db, TESTS)) if changed else None
    finally:
        db.conn.execute("ROLLBACK")


def rows_of(db: driver.Database, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns of a table, and its rows with their numbers before them."""
    names = [name for _, name, *_ in db.conn.execute(f"PRAGMA table_info({table})").fetchall()]
    return names, db.conn.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall()


@pytest.mark.parametrize("table", PROTECTED)
def test_each_change_of_a_value_is_named(open_golden: driver.Database, table: str) -> None:
    names, rows = rows_of(open_golden, table)
    assert list(problems(open_golden, TESTS)) == []
    named = 0
    told_columns = [name for name in names if (table, name) not in UNTOLD]
    for name in told_columns:
        for row, *_ in rows:
            for other in (OTHER.get(name, "other"), None):
                update = f"UPDATE {table} SET {name} = ?1 WHERE rowid = ?2 AND {name} IS NOT ?1"
                problems_found = found_after(open_golden, (update, (other, row)))
                assert problems_found is None or problems_found, (table, name, row, other)
                named += problems_found is not None
    assert named >= len(rows) * (len(told_columns) - 1)


@pytest.mark.parametrize("table", PROTECTED)
def test_each_deleted_row_is_named(open_golden: driver.Database, table: str) -> None:
    _, rows = rows_of(open_golden, table)
    assert rows
    for row, *_ in rows:
        assert found_after(open_golden, (f"DELETE FROM {table} WHERE rowid = ?", (row,))), row


@pytest.mark.parametrize("table", PROTECTED)
def test_each_two_rows_that_exchange_their_values_are_named(
    open_golden: driver.Database, table: str
) -> None:
    names, rows = rows_of(open_golden, table)
    update = f"UPDATE {table} SET {{0}} = ? WHERE rowid = ?"
    for (one, *mine), (other, *theirs) in pairwise(rows):
        for name, here, there in zip(names, mine, theirs, strict=True):
            if here != there and (table, name) not in UNTOLD:
                problems_found = found_after(
                    open_golden,
                    (update.format(name), (None if name == "prev" else f"-{one}", one)),
                    (update.format(name), (here, other)),
                    (update.format(name), (there, one)),
                )
                assert problems_found is None or problems_found, (table, name, one)


def test_an_emptied_trail_is_named(golden: Path) -> None:
    with attacked(golden) as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM sqlite_sequence")
    assert found(golden)


def resealed(connection: Connection, number: int, **changes: object) -> None:
    """Change a version and make its chain fit again, as far as that goes without signing."""
    names = SEALED.split(", ")
    rows = connection.execute(f"SELECT {SEALED}, seal FROM exam_version ORDER BY number").fetchall()
    prev = triggers.NOTHING
    for *sealed, _ in rows:
        row = dict(zip(names, sealed, strict=True))
        if row["number"] == number:
            row.update(changes)
        row["prev"] = prev
        prev = seal_of(tuple(row.values()))
        connection.execute(
            "UPDATE exam_version SET "
            + ", ".join(f"{name} = ?" for name in (*names, "seal"))
            + " WHERE number = ?",
            (*row.values(), prev, row["number"]),
        )


def test_a_document_with_a_new_sum_and_seal_has_no_signature(golden: Path) -> None:
    with attacked(golden) as connection:
        (doc,) = connection.execute("SELECT doc FROM exam_version WHERE number = 1").fetchone()
        forged = doc.replace("signed and amended", "never said")
        connection.execute("UPDATE exam_version SET doc = ? WHERE number = 1", (forged,))
        resealed(connection, 1, sha256=hashlib.sha256(forged.encode()).hexdigest())
    named = found(golden)
    name = f"Signed examination {UUID(int=201)} (signature 1)"
    assert f"{name}: the signature does not fit what is signed." in named
    assert f"{name} was signed past the trail." in named


@pytest.mark.parametrize("column", ["kind", "recorded_from", "signed_at", "patient_id"])
def test_a_sealed_column_with_a_new_seal_has_no_signature(golden: Path, column: str) -> None:
    with attacked(golden) as connection:
        resealed(connection, 2, **{column: OTHER.get(column, "other")})
    assert any("the signature does not fit" in problem for problem in found(golden))


def relinked(connection: Connection) -> None:
    """Make the chain of the trail fit again."""
    prev = triggers.NOTHING
    for row in connection.execute(f"SELECT {COLUMNS} FROM audit ORDER BY number").fetchall():
        whole = (*row[:-1], prev)
        prev = link(whole)
        connection.execute(
            "UPDATE audit SET prev = ?, hash = ? WHERE number = ?", (whole[-1], prev, row[0])
        )


def told(connection: Connection, action: str, detail: str) -> None:
    """Add an entry to the trail, as the program would."""
    newest = connection.execute("SELECT number, hash FROM audit ORDER BY number DESC").fetchone()
    row = (newest[0] + 1, "2026", str(UUID(int=7)), "", action, None, None, detail, newest[1])
    connection.execute(
        f"INSERT INTO audit ({COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, link(row)),
    )


def forged_version(
    connection: Connection,
    seed: bytes,
    *,
    account: str,
    role: str = "owner",
    exam_id: UUID | None = None,
) -> str:
    """Sign a new version with a key of one's own, under somebody's name."""
    number, prev = connection.execute(
        "SELECT number, seal FROM exam_version ORDER BY number DESC"
    ).fetchone()
    examination = an_examination(a_patient(id=UUID(int=101)))
    examination = msgspec.structs.replace(examination, id=exam_id or examination.id)
    doc = write_document(examination).decode()
    sealed = (
        *(number + 1, "forged", str(examination.id), None, str(UUID(int=101))),
        *("original", "2026", "2026"),
        *("2026", None, hashlib.sha256(doc.encode()).hexdigest(), prev),
    )
    seal = seal_of(sealed)
    connection.execute(
        f"INSERT INTO exam_version ({SEALED}, seal, doc, performed_at) "
        f"VALUES ({','.join('?' * 15)})",
        (*sealed, seal, doc, "2026-11-18T09:30:00+01:00"),
    )
    signature = (seal, 0, account, role, "{}", "2026")
    mark = Ed25519PrivateKey.from_private_bytes(seed).sign(message_of(signature))
    connection.execute(
        "INSERT INTO signature VALUES ('forged', ?, ?, ?, ?, ?, ?, ?)",
        (*signature[1:], keys.public_key(seed), mark),
    )
    return seal


def test_a_forged_version_is_named_however_much_goes_with_it(golden: Path) -> None:
    seed, greta = bytes(range(32)), str(UUID(int=7))
    with attacked(golden) as connection:
        seal = forged_version(connection, seed, account=greta)
    alone = found(golden)
    assert any("was signed past the trail" in problem for problem in alone)
    assert any("with a key that was not the signer's" in problem for problem in alone)
    with attacked(golden) as connection:
        (until,) = connection.execute("SELECT max(number) FROM audit").fetchone()
        connection.execute(
            "INSERT INTO signing_key VALUES (?, ?, ?, NULL)",
            (keys.public_key(seed), greta, until),
        )
        told(connection, "signed", seal)
    assert found(golden) == (
        f"Person {greta}, or their signing key, is not what the trail tells of them.",
    )


def test_a_key_that_was_ended_signs_nothing_more(golden: Path) -> None:
    """A passphrase was given anew because the old one was known to somebody."""
    with reopened(golden, "student passphrase") as record:
        seed, sam = record._session.seed, str(record.account.id)
    with reopened(golden, GOLDEN) as record:
        record.people.give_passphrase(UUID(sam), "new words")
        assert record.verify() == ()
    with attacked(golden) as connection:
        seal = forged_version(connection, seed, account=sam, role="student")
        told(connection, "signed", seal)
    (problem,) = found(golden)
    assert "was signed with a key that was not the signer's" in problem


def forged_counter_signature(
    connection: Connection, version: Version, seed: bytes, account: str, role: str
) -> None:
    """Counter-sign a version past the program, and let the trail tell of it."""
    signature = (version.seal, 1, account, role, "{}", "2026")
    mark = Ed25519PrivateKey.from_private_bytes(seed).sign(message_of(signature))
    connection.execute(
        "INSERT INTO signature VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (str(version.id), *signature[1:], keys.public_key(seed), mark),
    )
    told(connection, "countersigned", version.seal)


def signed_by(folder: Path, passphrase: str) -> tuple[Version, bytes, str]:
    """Sign an examination; return its version, and the signer's seed and id."""
    with reopened(folder, passphrase) as record:
        (version,) = record.signed.versions(signed(record).id)
        return version, record._session.seed, str(record.account.id)


def student_of(folder: Path, name: str) -> None:
    """Add a student whose passphrase is their name."""
    with reopened(folder, GOLDEN) as record:
        a_person(record, name, Role.STUDENT)


def test_a_student_cannot_counter_sign_past_the_program(golden: Path) -> None:
    student_of(golden, "Stu")
    version, _, _ = signed_by(golden, "student passphrase")
    _, seed, stu = signed_by(golden, "Stu")
    with attacked(golden) as connection:
        forged_counter_signature(connection, version, seed, stu, "student")
    (problem,) = found(golden)
    assert "was counter-signed by a student" in problem


def test_nobody_counter_signs_their_own_past_the_program(golden: Path) -> None:
    version, seed, greta = signed_by(golden, GOLDEN)
    with attacked(golden) as connection:
        forged_counter_signature(connection, version, seed, greta, "owner")
    (problem,) = found(golden)
    assert "was counter-signed by its own author" in problem


def test_a_student_who_signs_as_a_therapist_is_named(golden: Path) -> None:
    """The role in a signature is what the signer's own program wrote."""
    student_of(golden, "Stu")
    student_of(golden, "Sue")
    version, _, _ = signed_by(golden, "Sue")
    _, seed, stu = signed_by(golden, "Stu")
    with attacked(golden) as connection:
        forged_counter_signature(connection, version, seed, stu, "therapist")
        seal = forged_version(connection, seed, account=stu, role="owner")
        told(connection, "signed", seal)
    with reopened(golden, GOLDEN) as record:
        account = next(one for one in record.people.all() if str(one.id) == stu)
        record.people.change(msgspec.structs.replace(account, role=Role.THERAPIST))
        counter, forged = record.verify()
    assert counter.endswith("was signed as therapist by somebody who was student then.")
    assert forged.endswith("was signed as owner by somebody who was student then.")


def test_who_was_a_student_once_signs_as_what_they_are_now(golden: Path) -> None:
    student_of(golden, "Stu")
    _, _, stu = signed_by(golden, "Stu")
    with reopened(golden, GOLDEN) as record:
        account = next(one for one in record.people.all() if str(one.id) == stu)
        record.people.change(msgspec.structs.replace(account, role=Role.THERAPIST))
    signed_by(golden, "Stu")
    assert found(golden) == ()


def test_a_version_that_follows_another_than_it_says_is_named(golden: Path) -> None:
    with reopened(golden, GOLDEN) as record:
        seed, greta = record._session.seed, str(record.account.id)
    with attacked(golden) as connection:
        seal = forged_version(connection, seed, account=greta, exam_id=UUID(int=201))
        told(connection, "signed", seal)
    (problem,) = found(golden)
    assert problem.endswith("does not follow the version signed before it.")


def test_a_signed_version_without_its_patient_is_named(golden: Path) -> None:
    with attacked(golden) as connection:
        connection.execute("DELETE FROM patient WHERE id = ?", (str(UUID(int=102)),))
    assert found(golden) == tuple(
        f"Signed examination {UUID(int=202)} (signature {number}) is of a patient who is not in "
        "the record."
        for number in (3, 4)
    )


@pytest.mark.parametrize(
    ("patient", "into"), [(101, 102), (102, 101), (103, 101), (105, None), (105, 102)]
)
def test_a_merging_that_the_trail_does_not_tell_of_is_named(
    golden: Path, patient: int, into: int | None
) -> None:
    with attacked(golden) as connection:
        connection.execute(
            "UPDATE patient SET merged_into = ? WHERE id = ?",
            (into and str(UUID(int=into)), str(UUID(int=patient))),
        )
    assert found(golden) == (
        f"Patient {UUID(int=patient)} is not merged as the trail tells of it.",
    )


def test_a_merged_patient_who_is_gone_is_named(golden: Path) -> None:
    with attacked(golden) as connection:
        connection.execute("DELETE FROM patient WHERE id = ?", (str(UUID(int=105)),))
    assert found(golden) == (
        f"The trail tells of a merged patient {UUID(int=105)} who is not in the record.",
    )


def test_patients_merged_twice_and_erased_are_sound(folder: Path) -> None:
    one, two, three = (a_patient(name) for name in ("One", "Two", "Three"))
    with make(folder) as record:
        for patient in (one, two, three):
            signed(record, an_examination(patient))
        record.patients.merge(one.id, two.id)
        record.patients.merge(two.id, three.id)
        assert record.verify() == ()
        record.patients.erase(three.id, date(2099, 1, 1), 10)
        assert record.verify() == ()
        record.patients.save(one)
        assert record.verify() == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account SET doc = json_set(doc, '$.role', 'owner') WHERE doc LIKE '%student%'",
        "UPDATE account SET doc = json_set(doc, '$.therapist.name', 'Eve') WHERE doc LIKE '%Sam%'",
        "UPDATE signing_key SET account_id = (SELECT id FROM account WHERE doc LIKE '%student%')",
    ],
)
def test_a_role_or_name_changed_past_the_program_is_named(golden: Path, change: str) -> None:
    with attacked(golden) as connection:
        connection.execute(change)
    assert any(
        f"Person {UUID(int=8)}, or their signing key, is not what the trail tells" in problem
        for problem in found(golden)
    )


@pytest.mark.parametrize(
    ("insert", "sentence"),
    [
        ("account VALUES ('eve', '{}')", "Person eve"),
        ("paper VALUES ('sha', x'00')", "The paper sha was never handed out."),
        (
            "handing SELECT 99, exam_id, patient_id, sha256, '', 'Eve', how, '', 1 FROM handing",
            "is in the record, but not in the trail",
        ),
        ("tombstone VALUES ('p', 'now', 'eve', 1, '')", "The mark of a patient erased (now)"),
        ("filed_again VALUES ('e', 'f')", "The examination filed again (f)"),
        (
            "revision SELECT 99, 'gone', 1, undo, redo, kind, '', '', doc FROM revision LIMIT 1",
            "State 1 of draft gone belongs to no draft.",
        ),
    ],
)
def test_a_forged_row_is_named(golden: Path, insert: str, sentence: str) -> None:
    with attacked(golden) as connection:
        connection.execute(f"INSERT INTO {insert}")
    assert any(sentence in problem for problem in found(golden))


def test_a_record_that_says_it_is_another_is_named(record: Record, folder: Path) -> None:
    """Otherwise no backup of it would be asked what it witnesses."""
    with second_connection(folder) as connection:
        connection.execute("UPDATE identity SET record = 'another'")
    assert "The record has another id than the one the trail tells of." in record.verify()


def test_papers_in_another_order_are_named(golden: Path) -> None:
    with reopened(golden, GOLDEN) as record:
        examination = record.signed.documents(UUID(int=201))[0]
        edition = record.papers.of(UUID(int=201))[0]
        record.papers.keep(examination, b"%PDF more", Handing.SAVED, Edition(status=edition.status))
        assert record.verify() == ()
    with attacked(golden) as connection:
        for old, new in ((1, 99), (2, 1), (99, 2)):
            connection.execute("UPDATE handing SET id = ? WHERE id = ?", (new, old))
    (problem,) = found(golden)
    assert "is in another order than in the trail" in problem


def test_a_trail_that_was_made_to_fit_again_is_held_against_what_it_told(golden: Path) -> None:
    """Whoever has the key can compute the chain anew; what it told of is still there."""
    with attacked(golden) as connection:
        (number,) = connection.execute(
            "SELECT number FROM audit WHERE action = 'countersigned'"
        ).fetchone()
        connection.execute("UPDATE audit SET action = 'opened' WHERE number = ?", (number,))
        relinked(connection)
    assert any("was signed past the trail" in problem for problem in found(golden))


def test_a_paper_that_lost_its_pages_is_named(golden: Path) -> None:
    with attacked(golden) as connection:
        connection.execute("UPDATE paper SET pdf = NULL")
    (problem,) = found(golden)
    assert problem.endswith("has lost its pages.")


def test_what_an_erasing_left_holds_nothing_more(golden: Path) -> None:
    with attacked(golden) as connection:
        connection.execute("UPDATE exam_version SET performed_at = '2026' WHERE doc IS NULL")
    (problem,) = found(golden)
    assert problem.endswith("was erased, but holds more than what an erasing leaves.")


def test_a_missing_trigger_is_named(record: Record, folder: Path) -> None:
    with second_connection(folder) as connection:
        connection.execute("DROP TRIGGER exam_version_update")
    assert record.verify() == ("What protects signed examinations is missing or changed.",)


def test_documents_that_cannot_be_read_are_named(record: Record, folder: Path) -> None:
    examination = saved(record)
    with second_connection(folder) as connection:
        connection.execute("UPDATE revision SET doc = '{}'")
        connection.execute("UPDATE patient SET doc = '{}'")
    patient, draft = record.verify()
    assert patient == f"Patient {examination.patient.id} cannot be read."
    assert draft.startswith(f"Draft {examination.id} cannot be read: The document is refused")


def test_a_draft_that_lost_its_state_is_named(record: Record, folder: Path) -> None:
    examination = saved(record)
    with second_connection(folder) as connection:
        connection.execute("DELETE FROM revision")
    (problem,) = record.verify()
    assert problem.startswith(f"Draft {examination.id} cannot be read")


def test_what_is_stored_under_another_id_is_named(record: Record, folder: Path) -> None:
    one, other = saved(record), saved(record)
    with second_connection(folder) as connection:
        doc = write_document(one).decode()
        connection.execute("UPDATE revision SET doc = ? WHERE exam_id = ?", (doc, str(other.id)))
        patient = msgspec.json.encode(one.patient).decode()
        connection.execute(
            "UPDATE patient SET doc = ? WHERE id = ?", (patient, str(other.patient.id))
        )
    assert record.verify() == (
        f"Patient {other.patient.id} is stored as another patient.",
        f"Draft {other.id} is stored under another examination, patient or time.",
    )


def test_a_draft_of_an_unknown_patient_is_named(record: Record, folder: Path) -> None:
    saved(record)
    with second_connection(folder) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM patient")
    assert record.verify() == ("Row 1 of draft refers to something that is not in the record.",)


def test_a_broken_rule_of_a_table_is_named(record: Record, folder: Path) -> None:
    saved(record)
    with second_connection(folder) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE revision SET doc = '{'")
    database, draft = record.verify()
    assert database == "The database is damaged: CHECK constraint failed in revision."
    assert "cannot be read" in draft


@pytest.mark.parametrize("page", range(2, 60, 2))
def test_a_flipped_bit_in_any_page_is_found(folder: Path, page: int) -> None:
    with make(folder) as record:
        for number in range(3):
            saved(record, an_examination(note=str(number)))
        signed(record, noted(an_examination(), "signed"))
    path = folder / "record.db"
    data = bytearray(path.read_bytes())
    data[(page % (len(data) // 4096)) * 4096 + 1234] ^= 1
    path.write_bytes(data)
    try:
        with reopened(folder) as damaged:
            named = damaged.verify()
    except Exception as error:  # noqa: BLE001 - damage to the schema is told at opening
        named = (f"{type(error).__name__}: {error}",)
    assert named
    assert "damaged" in named[0]


def test_a_record_that_cannot_be_read_further_is_named(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: object) -> None:
        raise driver.DatabaseError("database disk image is malformed")

    monkeypatch.setattr("clinic_desktop.storage.triggers.installed", torn)
    assert record.verify() == (
        "The record is damaged and cannot be read in full (database disk image is malformed).",
    )
