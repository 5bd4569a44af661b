"""Whatever is done in whatever order, the record holds what a plain model of it holds.

CLINIC_DESKTOP_LONG_RUN=1 lets it try for minutes what it otherwise tries for seconds.
"""

import atexit
import copy
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.imaging import ImagingReport, Original
from clinic_desktop.domain.practice import Place, Role, State
from clinic_desktop.domain.versions import AMENDMENTS, Handing, VersionKind
from clinic_desktop.storage import driver, ways_in
from clinic_desktop.storage.record import Record
from tests.often import LONG
from tests.storage.samples import (
    CHEAP,
    PASSPHRASE,
    TESTS,
    Clock,
    a_patient,
    a_person,
    an_edition,
    an_examination,
    make,
    note_of,
    noted,
    reopened,
)

_Chosen = TypeVar("_Chosen")

CHOICES = st.integers(0, 99)
NOTES = st.sampled_from(["", "burning", "łąka", "a\0b", "long " * 40])
FILES = {hashlib.sha256(data).hexdigest(): data for data in (b"", b"%PDF one", b"two" * 3000)}
OWNER, STUDENT = "owner", "student"


@dataclass
class Draft:
    """A draft: its document but for note and patient, what undoing and redoing lead to.

    An amendment has the patient `as_signed` until the patient is corrected or merged.
    """

    blank: Examination
    patient: UUID
    done: list[str]
    undone: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    amends: VersionKind | None = None
    as_signed: Patient | None = None

    def add(self, note: str) -> None:
        self.done.append(note)
        self.undone.clear()
        self.history.append(note)


@dataclass
class Version:
    """A signed version, and whether it waits for a counter-signature."""

    kind: VersionKind
    document: Examination
    awaits: bool


@dataclass
class World:
    """What the record is to hold. A withdrawn draft is `None`."""

    patients: dict[UUID, Patient] = field(default_factory=dict)
    merged: dict[UUID, UUID] = field(default_factory=dict)
    drafts: dict[UUID, Draft | None] = field(default_factory=dict)
    signed: dict[UUID, list[Version]] = field(default_factory=dict)
    filed_again: dict[UUID, UUID] = field(default_factory=dict)
    papers: dict[UUID, list[str]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    files: dict[UUID, set[str]] = field(default_factory=dict)

    def attach_named(self, examination: Examination) -> None:
        """Attach what a document names, as far as any examination has it."""
        there = set[str]().union(*self.files.values())
        self.files.setdefault(examination.id, set()).update(named(examination) & there)

    def let_go(self, one: UUID) -> None:
        """Let go of the files that no version of an examination names."""
        documents = [version.document for version in self.signed.get(one, ())]
        self.files.setdefault(one, set()).intersection_update(
            set[str]().union(*map(named, documents))
        )

    def filed_under(self, patient: UUID) -> UUID:
        return self.merged.get(patient, patient)

    def open_drafts(self) -> dict[UUID, Draft]:
        return {one: draft for one, draft in self.drafts.items() if draft is not None}

    def standing(self) -> dict[UUID, Version]:
        """Return the newest version of each examination that was not entered in error."""
        newest = {one: versions[-1] for one, versions in self.signed.items()}
        return {one: v for one, v in newest.items() if v.kind != VersionKind.ENTERED_IN_ERROR}

    def document(self, examination: UUID) -> Examination:
        """Return a draft as it is stored."""
        draft = self.drafts[examination]
        assert draft is not None
        patient = draft.as_signed or self.patients[draft.patient]
        blank = msgspec.structs.replace(draft.blank, patient=patient)
        return noted(blank, draft.done[-1])


def named(examination: Examination) -> set[str]:
    """Return the SHA-256 of the files a document names."""
    originals = [report.original for report in examination.imaging or ()]
    return {original.sha256 for original in originals if original and original.sha256}


@cache
def template() -> Path:
    """Return a record with an owner and a student, to begin from."""
    folder = Path(tempfile.mkdtemp(prefix="template-")) / "record"
    atexit.register(shutil.rmtree, folder.parent)
    with make(folder, now=Clock()) as record:
        a_person(record, STUDENT, Role.STUDENT)
    return folder


def without_repeats(notes: list[str | None]) -> list[str | None]:
    """Return notes without those equal to the one before: a correction repeats a state."""
    return [note for n, note in enumerate(notes) if n == 0 or note != notes[n - 1]]


class Practice(RuleBasedStateMachine):
    """A practice at work, with everything that can happen to its record."""

    def __init__(self) -> None:
        super().__init__()
        self.unsynced = ExitStack()
        # What a power cut takes is tried elsewhere; here it would only cost time.
        self.unsynced.enter_context(patch.dict(driver._PRAGMAS, {"synchronous": 0}))
        self.unsynced.enter_context(patch.object(os, "fsync", lambda _: None))
        self.folders = [Path(tempfile.mkdtemp(prefix="practice-")) / "record"]
        shutil.copytree(template(), self.folder)
        self.clock = Clock()
        self.world = World()
        self.passphrases = {OWNER: PASSPHRASE, STUDENT: STUDENT}
        self.backups: dict[str, World] = {}
        self.numbers: Iterator[int] = iter(range(1, 1 << 30))
        self.who = OWNER
        self.record = self.unlocked(OWNER)
        self.windows: dict[UUID, Examination] = {}

    @property
    def folder(self) -> Path:
        return self.folders[-1]

    def unlocked(self, who: str) -> Record:
        return reopened(self.folder, self.passphrases[who], now=self.clock)

    def change_to(self, who: str, opened: Callable[[str], Record]) -> None:
        self.record.close()
        self.who, self.windows = who, {}
        self.record = opened(who)

    def teardown(self) -> None:
        try:
            assert self.record.verify() == ()
        finally:
            self.record.close()
            self.unsynced.close()
            for folder in self.folders:
                shutil.rmtree(folder.parent)

    def chosen(self, among: dict[UUID, _Chosen], choice: int) -> UUID:
        return list(among)[choice % len(among)]

    def own_patients(self) -> dict[UUID, Patient]:
        return {p: d for p, d in self.world.patients.items() if p not in self.world.merged}

    def opened(self, examination: UUID) -> Examination:
        """Return a draft as a window shows it, which may be from before a correction."""
        if examination not in self.windows:
            self.windows[examination] = self.record.drafts.examination(examination)
        return self.windows[examination]

    @rule(choice=CHOICES, is_new=st.booleans(), note=NOTES)
    def begin(self, choice: int, is_new: bool, note: str) -> None:
        own = self.own_patients()
        if is_new or not own:
            patient = a_patient(f"Name {choice}", id=UUID(int=next(self.numbers)))
        else:
            patient = own[self.chosen(own, choice)]
        examination = an_examination(patient, note)
        examination = msgspec.structs.replace(examination, id=UUID(int=next(self.numbers)))
        self.record.drafts.save(examination)
        self.world.patients[patient.id] = patient
        self.world.drafts[examination.id] = Draft(
            blank=examination, patient=patient.id, done=[note], history=[note]
        )
        self.windows[examination.id] = examination

    @rule(choice=CHOICES, note=NOTES, sha256=st.sampled_from(sorted(FILES)))
    def bring_in(self, choice: int, note: str, sha256: str) -> None:
        """A document from elsewhere names a file, which may be in the record."""
        patient = a_patient(f"Name {choice}", id=UUID(int=next(self.numbers)))
        examination = msgspec.structs.replace(
            an_examination(patient, note),
            id=UUID(int=next(self.numbers)),
            imaging=(ImagingReport(original=Original(sha256=sha256)),),
        )
        assert self.record.add_document(examination)
        self.world.patients[patient.id] = patient
        self.world.drafts[examination.id] = Draft(
            blank=examination, patient=patient.id, done=[note], history=[note]
        )
        self.world.attach_named(examination)

    @precondition(lambda self: bool(self.world.open_drafts()))
    @rule(choice=CHOICES, sha256=st.sampled_from(sorted(FILES)))
    def attach(self, choice: int, sha256: str) -> None:
        one = self.chosen(self.world.open_drafts(), choice)
        original = self.record.originals.keep(one, "report.pdf", "application/pdf", FILES[sha256])
        assert original.sha256 == sha256
        self.world.files.setdefault(one, set()).add(sha256)

    @precondition(lambda self: bool(self.world.open_drafts()))
    @rule(choice=CHOICES, note=NOTES)
    def answer(self, choice: int, note: str) -> None:
        one = self.chosen(self.world.open_drafts(), choice)
        shown = noted(self.opened(one), note)
        self.record.drafts.save(shown)
        self.windows[one] = shown
        self.world.open_drafts()[one].add(note)

    @precondition(lambda self: bool(self.world.open_drafts()))
    @rule(choice=CHOICES)
    def undo(self, choice: int) -> None:
        one = self.chosen(self.world.open_drafts(), choice)
        draft = self.world.open_drafts()[one]
        found = self.record.drafts.undo(one)
        assert (found is None) == (len(draft.done) == 1)
        if found is not None:
            draft.undone.append(draft.done.pop())
            self.stepped(one, draft, found)

    @precondition(lambda self: bool(self.world.open_drafts()))
    @rule(choice=CHOICES)
    def redo(self, choice: int) -> None:
        one = self.chosen(self.world.open_drafts(), choice)
        draft = self.world.open_drafts()[one]
        found = self.record.drafts.redo(one)
        assert (found is None) == (not draft.undone)
        if found is not None:
            draft.done.append(draft.undone.pop())
            self.stepped(one, draft, found)

    def stepped(self, one: UUID, draft: Draft, found: Examination) -> None:
        draft.history.append(draft.done[-1])
        assert found == self.world.document(one)
        self.windows[one] = found

    @precondition(lambda self: bool(self.world.open_drafts()))
    @rule(choice=CHOICES, state=CHOICES)
    def restore_revision(self, choice: int, state: int) -> None:
        one = self.chosen(self.world.open_drafts(), choice)
        numbers = [revision.number for revision in self.record.drafts.revisions(one)]
        number = numbers[state % len(numbers)]
        note = note_of(self.record.drafts.revision(one, number)) or ""
        found = self.record.drafts.restore(one, number)
        self.world.open_drafts()[one].add(note)
        assert found == self.world.document(one)
        self.windows[one] = found

    @precondition(lambda self: bool(self.world.open_drafts()))
    @rule(choice=CHOICES)
    def withdraw(self, choice: int) -> None:
        one = self.chosen(self.world.open_drafts(), choice)
        self.record.drafts.withdraw(one, "begun twice")
        if self.world.open_drafts()[one].amends:
            del self.world.drafts[one]
            self.world.let_go(one)
        else:
            self.world.drafts[one] = None
        self.windows.pop(one, None)

    @precondition(lambda self: bool(self.world.open_drafts()))
    @rule(choice=CHOICES)
    def sign(self, choice: int) -> None:
        one = self.chosen(self.world.open_drafts(), choice)
        draft = self.world.open_drafts()[one]
        document = self.world.document(one)
        self.record.signed.sign(document)
        del self.world.drafts[one]
        self.windows.pop(one, None)
        kind = draft.amends or VersionKind.ORIGINAL
        version = Version(kind=kind, document=document, awaits=self.who == STUDENT)
        self.world.signed.setdefault(one, []).append(version)
        self.world.let_go(one)

    def amendable(self) -> dict[UUID, Version]:
        return {
            one: version
            for one, version in self.world.standing().items()
            if one not in self.world.drafts
        }

    @precondition(lambda self: bool(self.amendable()))
    @rule(choice=CHOICES, kind=st.sampled_from(AMENDMENTS))
    def amend(self, choice: int, kind: VersionKind) -> None:
        one = self.chosen(self.amendable(), choice)
        signed = self.amendable()[one].document
        draft = self.record.signed.amend(one, kind, "more is known")
        assert draft == signed
        self.windows[one] = draft
        note = note_of(draft) or ""
        self.world.drafts[one] = Draft(
            blank=draft,
            patient=signed.patient.id,
            done=[note],
            history=[note],
            amends=kind,
            as_signed=signed.patient,
        )

    @precondition(lambda self: bool(self.who != STUDENT and self.world.standing()))
    @rule(choice=CHOICES, right=st.none() | CHOICES)
    def enter_in_error(self, choice: int, right: int | None) -> None:
        one = self.chosen(self.world.standing(), choice)
        own = self.own_patients()
        patient = None if right is None else own[self.chosen(own, right)]
        document = self.world.signed[one][-1].document
        new = self.record.signed.enter_in_error(one, "of somebody else", patient)
        self.world.drafts.pop(one, None)
        self.windows.pop(one, None)
        self.world.signed[one].append(
            Version(kind=VersionKind.ENTERED_IN_ERROR, document=document, awaits=False)
        )
        self.world.let_go(one)
        assert (new is None) == (patient is None)
        if new is not None and patient is not None:
            blank = msgspec.structs.replace(document, id=new, patient=patient)
            note = note_of(document) or ""
            self.world.drafts[new] = Draft(
                blank=blank, patient=patient.id, done=[note], history=[note]
            )
            self.world.filed_again[one] = new
            self.world.attach_named(blank)

    @precondition(lambda self: bool(self.who == OWNER and self.awaiting()))
    @rule(choice=CHOICES)
    def countersign(self, choice: int) -> None:
        one = self.chosen(self.awaiting(), choice)
        self.record.signed.countersign(one)
        self.world.signed[one][-1].awaits = False

    def awaiting(self) -> dict[UUID, Version]:
        return {one: v for one, v in self.world.standing().items() if v.awaits}

    @precondition(lambda self: bool(self.own_patients()))
    @rule(choice=CHOICES, name=st.sampled_from(["Name", "Smith", "Łukasz"]))
    def correct_a_patient(self, choice: int, name: str) -> None:
        patient = self.own_patients()[self.chosen(self.own_patients(), choice)]
        corrected = msgspec.structs.replace(patient, family_name=name)
        self.record.patients.save(corrected)
        if corrected != patient:
            self.know(corrected)

    def know(self, patient: Patient) -> None:
        """Correct a patient and every draft that is filed under them."""
        self.world.patients[patient.id] = patient
        for draft in self.world.open_drafts().values():
            if self.world.filed_under(draft.patient) == patient.id:
                draft.patient = patient.id
                draft.as_signed = None

    @precondition(lambda self: len(self.own_patients()) > 1)
    @rule(choice=CHOICES)
    def merge(self, choice: int) -> None:
        own = list(self.own_patients())
        gone = own.pop(choice % len(own))
        into = own[choice % len(own)]
        self.record.patients.merge(gone, into)
        for patient, target in self.world.merged.items():
            if target == gone:
                self.world.merged[patient] = into
        self.world.merged[gone] = into
        self.know(self.world.patients[into])

    @precondition(lambda self: bool({**self.world.open_drafts(), **self.world.standing()}))
    @rule(choice=CHOICES, how=st.sampled_from(Handing), pdf=st.binary(max_size=3))
    def hand_out(self, choice: int, how: Handing, pdf: bytes) -> None:
        one = self.chosen({**self.world.open_drafts(), **self.world.standing()}, choice)
        pdf += one.bytes
        self.record.papers.keep(self.record.examination(one), pdf, how, an_edition())
        self.world.papers.setdefault(one, []).append(hashlib.sha256(pdf).hexdigest())

    @precondition(lambda self: bool({**self.world.drafts, **self.world.signed}))
    @rule(choice=CHOICES, step=st.sampled_from(["reason", "imaging"]))
    def go_somewhere(self, choice: int, step: str) -> None:
        one = self.chosen({**self.world.drafts, **self.world.signed}, choice)
        self.world.places[self.who] = Place(examination=one, step=step)
        self.record.set_place(self.world.places[self.who])

    @rule(who=st.sampled_from([OWNER, STUDENT]))
    def lock_and_unlock(self, who: str) -> None:
        self.change_to(who, self.unlocked)

    @rule()
    def change_passphrase(self) -> None:
        new = f"{self.who} {next(self.numbers)}"
        self.record.people.change_passphrase(self.passphrases[self.who], new)
        self.passphrases[self.who] = new

    @rule()
    def give_passphrase(self) -> None:
        if self.who == OWNER:
            student = next(p for p in self.record.people.all() if p.role is Role.STUDENT)
            self.passphrases[STUDENT] = f"given {next(self.numbers)}"
            self.record.people.give_passphrase(student.id, self.passphrases[STUDENT])

    @rule()
    def back_up(self) -> None:
        made = self.record.backups.make()
        self.backups[made.path.name] = copy.deepcopy(self.world)
        kept = {backup.path.name for backup in self.record.backups.all()}
        self.backups = {name: world for name, world in self.backups.items() if name in kept}

    @precondition(lambda self: bool(self.backups))
    @rule(choice=CHOICES, who=st.sampled_from([OWNER, STUDENT]))
    def restore_a_backup(self, choice: int, who: str) -> None:
        name = list(self.backups)[choice % len(self.backups)]

        def restored(who: str) -> Record:
            return ways_in.restore(
                self.folder,
                self.folder / "backups" / name,
                self.passphrases[who],
                tests=TESTS,
                cost=CHEAP,
                now=self.clock,
            )

        self.change_to(who, restored)
        self.world = copy.deepcopy(self.backups[name])

    @rule(who=st.sampled_from([OWNER, STUDENT]))
    def kill(self, who: str) -> None:
        """The program ends at once: what is on the disk at that moment goes on."""
        copied = Path(tempfile.mkdtemp(prefix="practice-")) / "record"
        shutil.copytree(self.folder, copied)
        self.folders.append(copied)
        self.record.close()
        self.who, self.windows = who, {}
        self.record = self.unlocked(who)

    @invariant()
    def holds_the_drafts(self) -> None:
        drafts = self.record.drafts
        for one, draft in self.world.drafts.items():
            found = drafts.find(one)
            if draft is None:
                assert found is None
                continue
            assert found is not None
            assert found[0] == self.world.document(one)
            states = [
                note_of(drafts.revision(one, revision.number))
                for revision in reversed(drafts.revisions(one))
            ]
            assert without_repeats(states) == without_repeats([*draft.history])
            amending = drafts.amending(one)
            assert (amending and amending.kind) == draft.amends

    @invariant()
    def holds_what_was_signed(self) -> None:
        for one, versions in self.world.signed.items():
            found = self.record.signed.versions(one)
            assert [(v.kind, v.awaits) for v in found] == [(v.kind, v.awaits) for v in versions]
            documents = self.record.signed.documents(one)
            assert documents == tuple(version.document for version in versions)
            assert self.record.signed.filed_again(one)[1] == self.world.filed_again.get(one)
        for one, version in self.world.standing().items():
            assert self.record.examination(one) == version.document

    @invariant()
    def lists_everything_once(self) -> None:
        drafts, standing = self.world.open_drafts(), self.world.standing()
        expected: dict[UUID, tuple[Any, ...]] = {}
        for one, draft in drafts.items():
            if one not in standing:
                expected[one] = (self.shown(draft.patient), State.DRAFT, False, True)
        for one, version in standing.items():
            state = State.SIGNED if len(self.world.signed[one]) == 1 else State.AMENDED
            patient = self.shown(version.document.patient.id)
            expected[one] = (patient, state, version.awaits, one in drafts)
        lines = self.record.lists.all()
        assert {
            line.id: (line.patient, line.state, line.awaits, line.is_open) for line in lines
        } == expected
        assert len(lines) == len(expected)
        assert {line.id for line in self.record.lists.unsigned()} == set(drafts)
        assert {line.id for line in self.record.lists.awaiting()} == set(self.awaiting())
        for patient_id, details in self.own_patients().items():
            own = {line.id for line in self.record.lists.of(patient_id)}
            assert own == {one for one, (shown, *_) in expected.items() if shown == details}
        found = self.record.patients.find(limit=1000)
        assert sorted(found, key=lambda p: p.id) == sorted(
            self.own_patients().values(), key=lambda p: p.id
        )

    def shown(self, patient: UUID) -> Patient:
        return self.world.patients[self.world.filed_under(patient)]

    @invariant()
    def holds_papers_and_places(self) -> None:
        for one, papers in self.world.papers.items():
            assert [paper.sha256 for paper in self.record.papers.of(one)][::-1] == papers
        place = self.world.places.get(self.who)
        shown = {**self.world.open_drafts(), **self.world.standing()}
        assert self.record.place() == (place if place and place.examination in shown else None)

    @invariant()
    def holds_the_files(self) -> None:
        originals = self.record.originals
        for one, files in self.world.files.items():
            assert {file.sha256 for file in originals.of(one)} == files
            assert all(originals.data(sha256) == FILES[sha256] for sha256 in files)


TestPractice = Practice.TestCase
TestPractice.settings = settings(
    max_examples=1000 if LONG else 20,
    stateful_step_count=60 if LONG else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
