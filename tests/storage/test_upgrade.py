"""A record of an earlier version becomes one of this version whole, or stays as it was."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlcipher3 import dbapi2

from clinic_desktop.domain.backups import BEFORE_UPGRADE
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Clinic, Examination, Referrer, Therapist
from clinic_desktop.domain.practice import Account, Place, Role, Settings, State
from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import Handing, VersionKind
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import backup, driver, keys, schema, ways_in
from clinic_desktop.storage.errors import (
    BackupFailed,
    ExaminationWithdrawn,
    RecordAltered,
    UnknownExamination,
    UnknownPerson,
    WrongPassphrase,
)
from clinic_desktop.storage.record import Record
from tests.storage.samples import CHEAP, DATA, contents, new_sheet, note_of, noted, reopened

FIRST = DATA / "records" / "1"
SECOND = DATA / "records" / "2"
THIRD = DATA / "records" / "3"
FOURTH = DATA / "records" / "4"
GOLDEN = "golden passphrase"
GRETA = UUID(int=7)
TESTS = read_catalogue().tests


def opened(folder: Path, **options: Any) -> Record:
    """Open a copy of the first golden record."""
    return ways_in.unlock(folder, GOLDEN, tests=TESTS, cost=CHEAP, **options)


def drafts_of_the_first(folder: Path) -> dict[UUID, Examination]:
    """Return the drafts as the first version stored them."""
    key = keys.unlock(folder / "keys.json", GOLDEN).data_key
    with closing(driver.connect(folder / "record.db", key)) as db:
        rows = db.conn.execute("SELECT doc FROM draft").fetchall()
    read = [read_document(doc.encode(), TESTS) for (doc,) in rows]
    return {examination.id: examination for examination in read}


@contextmanager
def changing(folder: Path) -> Iterator[driver.Connection]:
    """Change a record of the first version by SQL."""
    key = keys.unlock(folder / "keys.json", GOLDEN).data_key
    with closing(driver.connect(folder / "record.db", key)) as db:
        yield db.conn


@pytest.fixture
def first(folder: Path) -> Path:
    """Return the folder of a copy of the first golden record."""
    shutil.copytree(FIRST, folder)
    return folder


@pytest.fixture(params=[SECOND, THIRD, FOURTH])
def lived_in(request: pytest.FixtureRequest, folder: Path) -> Path:
    """Return the folder of a copy of a golden record that holds signed examinations."""
    shutil.copytree(request.param, folder)
    return folder


@pytest.fixture
def third(folder: Path) -> Path:
    """Return the folder of a copy of the third golden record."""
    shutil.copytree(THIRD, folder)
    return folder


@pytest.fixture
def fourth(folder: Path) -> Path:
    """Return the folder of a copy of the fourth golden record."""
    shutil.copytree(FOURTH, folder)
    return folder


def test_everything_of_the_first_version_is_there_after_the_upgrade(first: Path) -> None:
    drafts = drafts_of_the_first(first)
    assert len(drafts) == 2
    with changing(first) as connection:
        (place,) = connection.execute("SELECT exam_id FROM place").fetchall()
        lines = connection.execute("SELECT exam_id, saved_at FROM draft").fetchall()
    with opened(first) as record:
        assert {line.id for line in record.lists.all()} == set(drafts)
        for examination in drafts.values():
            assert record.drafts.examination(examination.id) == examination
            (revision,) = record.drafts.revisions(examination.id)
            assert revision.saved_by == "Greta Golden"
            assert record.drafts.undo(examination.id) is None
        listed = {(str(line.id), line.saved_at.isoformat()) for line in record.lists.all()}
        assert listed == set(lines)
        assert record.account.id == GRETA
        assert (record.account.name, record.account.role) == ("Greta Golden", Role.OWNER)
        assert record.people.all() == (record.account,)
        assert record.clinic() == Clinic(name="Golden Clinic", address=("1 Fictional Street",))
        kept = record.place()
        assert kept is not None
        assert str(kept.examination) == place[0]
        actions = [entry.action for entry in record.trail.entries()]
        assert actions == [Action.UNLOCKED, Action.UPGRADED]
        assert record.patients.find("zlaty")
        examination = next(iter(drafts.values()))
        record.signed.sign(examination)
        assert record.verify() == ()
    assert json.loads((first / "keys.json").read_bytes())["version"] == 2
    with opened(first, account=GRETA) as record:
        assert [line.state for line in record.lists.all()] == [State.SIGNED, State.DRAFT]
        assert record.verify() == ()


def test_a_verified_backup_comes_first_and_is_upgraded_where_it_is_restored(
    first: Path, tmp_path: Path
) -> None:
    drafts = drafts_of_the_first(first)
    opened(first).close()
    (made,) = backup.backups_in(first / "backups")
    assert made.content.record == BEFORE_UPGRADE
    for place in (tmp_path / "elsewhere", first):
        with ways_in.restore(place, made.path, GOLDEN, tests=TESTS, cost=CHEAP) as record:
            assert record.account.id == GRETA
            for examination in drafts.values():
                assert record.drafts.examination(examination.id) == examination
            assert record.verify() == ()
        with opened(place) as record:
            assert record.account.id == GRETA


def test_no_backup_no_upgrade(first: Path) -> None:
    before = contents(first)
    (first / "backups.json").write_text(json.dumps({"folder": str(first / "unplugged")}))
    with pytest.raises(BackupFailed):
        opened(first)
    after = contents(first)
    assert {name: after[name] for name in before} == before
    (first / "backups.json").unlink()
    opened(first).close()


def test_a_wrong_passphrase_upgrades_nothing(first: Path) -> None:
    before = contents(first)
    with pytest.raises(WrongPassphrase):
        ways_in.unlock(first, "wrong", tests=TESTS, cost=CHEAP)
    after = contents(first)
    assert {name: after[name] for name in before} == before


class Refused(driver.DatabaseError):  # type: ignore[misc]
    """Stands for an error of the disk."""


class _Failing(dbapi2.Connection):  # type: ignore[misc]
    """A connection that fails at a statement."""

    left = 10_000

    def execute(self, *arguments: Any) -> Any:
        _Failing.left -= 1
        if _Failing.left == 0:
            raise Refused("disk I/O error")
        return super().execute(*arguments)


def test_an_upgrade_that_fails_at_any_statement_leaves_a_record_that_opens(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its commit the file is as it was; after it, the next opening goes on."""
    drafts, before = drafts_of_the_first(first), contents(first)
    shutil.rmtree(first)
    real = dbapi2.connect
    as_they_were, upgraded = 0, 0
    # What a power cut takes is tried elsewhere; here it would only cost time.
    monkeypatch.setitem(driver._PRAGMAS, "synchronous", 0)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for statement in range(1, 1000):
        shutil.copytree(FIRST, first)
        _Failing.left = statement
        with monkeypatch.context() as patch:
            # The backup has tests of its own.
            patch.setattr(backup, "make", lambda *_: None)
            patch.setattr(dbapi2, "connect", lambda *a, **k: real(*a, factory=_Failing, **k))
            try:
                opened(first).close()
            except Refused:
                pass
            else:
                break
            if (first / "record.db").read_bytes() == before["record.db"]:
                as_they_were += 1
                assert (first / "keys.json").read_bytes() == before["keys.json"]
            else:
                upgraded += 1
        if upgraded or statement % 8 == 0:
            with opened(first) as record:
                assert record.account.id == GRETA
                for examination in drafts.values():
                    assert record.drafts.examination(examination.id) == examination
                assert record.verify() == ()
        shutil.rmtree(first)
    assert as_they_were > 80
    assert upgraded > 5


def test_a_power_cut_before_the_keys_are_written_leaves_a_record_that_opens(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keys, "with_holder", power_cut)
        with pytest.raises(KeyboardInterrupt):
            opened(first)
    assert json.loads((first / "keys.json").read_bytes())["version"] == 1
    with opened(first) as record:
        assert record.account.id == GRETA
        assert record.people.all() == (record.account,)
        actions = [entry.action for entry in record.trail.entries()]
        assert actions == [Action.UNLOCKED, Action.UPGRADED, Action.UPGRADED]
        assert record.verify() == ()
    assert json.loads((first / "keys.json").read_bytes())["version"] == 2


def test_a_first_record_without_a_practice_gets_an_owner_without_a_name(first: Path) -> None:
    with changing(first) as connection:
        connection.execute("DELETE FROM practice")
    with opened(first) as record:
        owner = record.account
        assert (owner.name, owner.role) == ("Therapist without a name", Role.OWNER)
        assert record.clinic() is None
        assert record.place() is None
        assert record.verify() == ()
    with opened(first) as record:
        assert record.account == owner


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM practice",
        "UPDATE practice SET doc = json_remove(doc, '$.therapist.id')",
    ],
)
def test_a_backup_of_the_first_version_opens_for_whoever_upgraded_it(
    first: Path, change: str
) -> None:
    """The upgrade made an id that the backup does not hold."""
    with changing(first) as connection:
        connection.execute(change)
        connection.execute("DELETE FROM place")
    drafts = drafts_of_the_first(first)
    with opened(first) as record:
        owner = record.account
        sheet = new_sheet(record)
    (made,) = backup.backups_in(first / "backups")
    with ways_in.restore(first, made.path, GOLDEN, tests=TESTS, cost=CHEAP) as record:
        assert record.account == owner
        assert record.people.all() == (owner,)
        for examination in drafts.values():
            (revision,) = record.drafts.revisions(examination.id)
            assert revision.saved_by == (owner.therapist.name or "")
        assert record.verify() == ()
    with opened(first) as record:
        assert record.account == owner
        assert record.verify() == ()
    shutil.copyfile(FIRST / "record.db", first / "record.db")
    with changing(first) as connection:
        connection.execute(change)
    with ways_in.recover(first, sheet, owner.id, "new words", tests=TESTS, cost=CHEAP) as record:
        assert record.account == owner
        assert record.verify() == ()
    with pytest.raises(WrongPassphrase):
        opened(first)


def test_keys_of_the_first_version_open_an_upgraded_record_for_its_owner(first: Path) -> None:
    """Somebody put back the only copy of keys.json there was."""
    with opened(first) as record:
        record.people.add(Therapist(name="Aaron"), Role.THERAPIST, "Aaron")
    shutil.copyfile(FIRST / "keys.json", first / "keys.json")
    with opened(first) as record:
        assert record.account.id == GRETA
        assert [one.name for one in record.people.all()] == ["Aaron", "Greta Golden"]
        assert record.verify() == ()


def test_a_first_record_with_signatures_is_refused_untouched(first: Path) -> None:
    """No program could sign in it."""
    with changing(first) as connection:
        connection.execute(
            "INSERT INTO exam_version SELECT 'v', exam_id, NULL, patient_id, NULL, saved_at, "
            "'Greta', NULL, doc, '' FROM draft LIMIT 1"
        )
    before = contents(first)
    with pytest.raises(RecordAltered, match="no version of Clinic Desktop made"):
        opened(first)
    after = contents(first)
    assert {name: after[name] for name in before} == before


def test_an_upgraded_record_has_the_tables_of_a_new_one(first: Path, tmp_path: Path) -> None:
    opened(first).close()
    ways_in.create(tmp_path / "new", GOLDEN, tests=TESTS, cost=CHEAP).close()

    def tables(folder: Path) -> list[tuple[str, str]]:
        with changing(folder) as connection:
            rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
            return [row for row in rows.fetchall() if row[1]]

    assert tables(first) == tables(tmp_path / "new")


def test_a_golden_record_that_was_lived_in_opens_and_is_sound(lived_in: Path) -> None:
    signed, error, by_student, erased, draft = (UUID(int=200 + number) for number in range(1, 6))
    with reopened(lived_in, GOLDEN) as record:
        assert record.account.id == GRETA
        sam = Account(
            id=UUID(int=8),
            therapist=Therapist(id=UUID(int=8), name="Sam Student"),
            role=Role.STUDENT,
        )
        assert record.people.all() == (record.account, sam)
        assert record.settings() == Settings(retention_years=10)
        assert record.place() == Place(examination=draft, step="reason", field="question")
        assert [v.kind for v in record.signed.versions(signed)] == [
            VersionKind.ORIGINAL,
            VersionKind.CORRECTION,
        ]
        notes = [note_of(document) for document in record.signed.documents(signed)]
        assert notes == ["signed and amended", "amended"]
        (paper,) = record.papers.of(signed)
        assert (paper.how, record.papers.pdf(paper.sha256)) == (
            Handing.PRINTED,
            b"%PDF-1.4 golden",
        )
        with pytest.raises(ExaminationWithdrawn):
            record.examination(error)
        _, filed_again = record.signed.filed_again(error)
        assert filed_again is not None
        assert note_of(record.drafts.examination(filed_again)) == "entered in error"
        names = [s.therapist.name for s in record.signed.versions(by_student)[0].signatures]
        assert names == ["Sam Student", "Greta Golden"]
        with pytest.raises(UnknownExamination):
            record.examination(erased)
        assert note_of(record.drafts.redo(draft)) == "two"
        assert len(record.trail.entries()) > 20
        assert len(record.patients.find()) == 3
        assert record.verify() == ()
    with reopened(lived_in, "student passphrase") as record:
        assert record.account == sam
        examination = record.drafts.examination(draft)
        record.drafts.save(noted(examination, "goes on"))
        record.signed.sign(noted(examination, "goes on"))
        assert record.verify() == ()


@pytest.mark.parametrize("golden", [SECOND, THIRD])
def test_an_earlier_version_is_upgraded_with_a_backup_and_the_trail_tells(
    folder: Path, golden: Path
) -> None:
    shutil.copytree(golden, folder)
    with reopened(folder, GOLDEN) as record:
        first, *_ = (e for e in record.trail.entries() if e.action is Action.UPGRADED)
        assert first.detail == str(schema.VERSION)
        assert record.address_book.find() == ()
        assert record.logo() is None
        assert record.verify() == ()
    (made,) = backup.backups_in(folder / "backups")
    assert made.content.record == BEFORE_UPGRADE
    with ways_in.restore(folder, made.path, GOLDEN, tests=TESTS, cost=CHEAP) as record:
        actions = [entry.action for entry in record.trail.entries()]
        assert actions[:3] == [Action.UNLOCKED, Action.UPGRADED, Action.RESTORED]
        assert record.verify() == ()


@pytest.mark.parametrize("golden", [SECOND, THIRD])
def test_an_earlier_record_without_its_guards_is_refused_untouched(
    folder: Path, golden: Path
) -> None:
    shutil.copytree(golden, folder)
    with changing(folder) as connection:
        connection.execute("DROP TRIGGER signature_update")
    before = contents(folder)
    with pytest.raises(RecordAltered, match="missing or changed"):
        reopened(folder, GOLDEN)
    after = contents(folder)
    assert {name: after[name] for name in before} == before


def test_the_files_of_the_third_golden_record_are_there_after_the_upgrade(third: Path) -> None:
    with reopened(third, GOLDEN) as record:
        signed, draft = UUID(int=206), UUID(int=207)
        assert [file.name for file in record.originals.of(signed)] == ["report.txt"]
        text, pdf = record.originals.of(draft)
        assert (text.media_type, pdf.added_by) == ("text/plain", "Greta Golden")
        assert record.originals.data(text.sha256).startswith(b"Golden report")
        assert record.originals.data(pdf.sha256) == b"%PDF-1.4 golden report"
        assert record.verify() == ()


def test_the_fourth_golden_record_opens_as_it_is_with_its_letters(fourth: Path) -> None:
    with reopened(fourth, GOLDEN) as record:
        other, petra = record.address_book.find()
        assert (other.id, other.practice) == (UUID(int=301), "Other Practice")
        assert petra == Referrer(
            id=UUID(int=300),
            name="Dr Petra Physician",
            practice="Golden Practice",
            address=("2 Fictional Street", "Sampletown"),
            phone="01 234",
            email="petra@example.org",
        )
        assert (record.logo() or b"").startswith(b"\x89PNG")
        assert record.verify() == ()
    assert not (fourth / "backups").exists()


def test_the_recovery_sheet_of_a_golden_record_opens_it(lived_in: Path) -> None:
    readme = (SECOND / "README.md").read_text()
    sheet = next(word for word in readme.split("`") if word.count("-") == 7)
    with pytest.raises(UnknownPerson):
        ways_in.recover(lived_in, sheet, UUID(int=9), "new", tests=TESTS, cost=CHEAP)
    with ways_in.recover(lived_in, sheet, GRETA, "new", tests=TESTS, cost=CHEAP) as record:
        assert record.account.name == "Greta Golden"
        assert record.verify() == ()


@pytest.mark.parametrize(("golden", "version"), [(FIRST, 1), (SECOND, 2), (THIRD, 3), (FOURTH, 4)])
def test_the_golden_records_are_of_their_versions(folder: Path, golden: Path, version: int) -> None:
    assert {path.name for path in golden.iterdir()} <= {"record.db", "keys.json", "README.md"}
    shutil.copytree(golden, folder)
    with changing(folder) as connection:
        assert len(schema.migrations.applied(driver.Database(connection))) == version
