"""Every report that left the program is kept, byte for byte."""

import hashlib
from pathlib import Path

import pytest

from clinic_desktop.domain.trail import Action
from clinic_desktop.domain.versions import A_DRAFT, DRAFT, FINAL, Edition, Handing, Paper
from clinic_desktop.storage.errors import RecordDamaged, UnknownExamination
from clinic_desktop.storage.record import Record
from tests.storage.samples import (
    Clock,
    an_edition,
    make,
    noted,
    reopened,
    saved,
    second_connection,
    signed,
)

PDF = b"%PDF-1.4 \x00\xff report"


def test_a_paper_is_kept_as_it_was_handed_out(folder: Path) -> None:
    with make(folder, now=Clock()) as record:
        draft = saved(record)
        record.papers.keep(draft, PDF, Handing.PRINTED, A_DRAFT)
        record.signed.sign(draft)
        edition = Edition(status=FINAL, versions=record.signed.versions(draft.id))
        record.papers.keep(draft, PDF + b"final", Handing.SAVED, edition)
        newest, oldest = record.papers.of(draft.id)
        assert oldest == Paper(
            examination=draft.id,
            issued_at=oldest.issued_at,
            issued_by="T. Herapist",
            how=Handing.PRINTED,
            status=DRAFT,
            version=1,
            sha256=hashlib.sha256(PDF).hexdigest(),
        )
        assert (newest.how, newest.status, newest.version) == (Handing.SAVED, FINAL, 1)
        assert newest.issued_at > oldest.issued_at
        assert record.papers.of(signed(record).id) == ()
    with reopened(folder) as record:
        assert record.papers.pdf(oldest.sha256) == PDF
        assert record.papers.pdf(newest.sha256) == PDF + b"final"
        assert record.verify() == ()


def test_a_paper_handed_out_again_is_listed_again_as_what_it_was(folder: Path) -> None:
    with make(folder, now=Clock()) as record:
        draft = saved(record)
        record.papers.keep(draft, PDF, Handing.SAVED, A_DRAFT)
        record.signed.sign(draft)
        (first,) = record.papers.of(draft.id)
        record.papers.keep_again(draft, first, Handing.PRINTED)
        again, _ = record.papers.of(draft.id)
        assert (again.how, again.status, again.version) == (Handing.PRINTED, DRAFT, 1)
        assert (again.sha256, again.issued_at > first.issued_at) == (first.sha256, True)
        entry = record.trail.entries(examination=draft.id)[0]
        assert (entry.action, entry.detail) == (Action.PRINTED, f"DRAFT 1 {first.sha256}")
        assert record.verify() == ()


def test_the_same_bytes_are_kept_once_and_each_handing_told(record: Record, folder: Path) -> None:
    examination = signed(record)
    for how in (Handing.PRINTED, Handing.PRINTED, Handing.SAVED):
        record.papers.keep(examination, PDF, how, an_edition())
    assert [paper.how for paper in record.papers.of(examination.id)] == [
        Handing.SAVED,
        Handing.PRINTED,
        Handing.PRINTED,
    ]
    with second_connection(folder) as connection:
        assert connection.execute("SELECT count(*) FROM paper").fetchone() == (1,)
    sha256 = hashlib.sha256(PDF).hexdigest()
    entries = record.trail.entries(3)
    assert [e.action for e in entries] == [Action.SAVED, Action.PRINTED, Action.PRINTED]
    assert {e.detail for e in entries} == {f"FINAL 1 {sha256}"}
    assert {(e.examination, e.patient) for e in entries} == {
        (examination.id, examination.patient.id)
    }
    assert [p.issued_at for p in record.papers.of(examination.id)] == [e.at for e in entries]


def test_papers_of_what_was_entered_in_error_are_marked(record: Record) -> None:
    wrong, right = signed(record), signed(record)
    for examination in (wrong, right):
        record.papers.keep(examination, PDF + examination.id.bytes, Handing.PRINTED, an_edition())
    assert record.papers.withdrawn() == ()
    record.signed.enter_in_error(wrong.id, "of somebody else")
    assert [paper.examination for paper in record.papers.withdrawn()] == [wrong.id]
    assert [paper.is_withdrawn for paper in record.papers.of(wrong.id)] == [True]
    assert [paper.is_withdrawn for paper in record.papers.of(right.id)] == [False]
    assert record.papers.pdf(record.papers.of(wrong.id)[0].sha256)


def test_an_unknown_or_erased_paper_is_told(record: Record, folder: Path) -> None:
    with pytest.raises(UnknownExamination, match="not in the record"):
        record.papers.pdf("0" * 64)
    examination = signed(record)
    record.papers.keep(examination, PDF, Handing.SAVED, an_edition())
    (paper,) = record.papers.of(examination.id)
    assert not paper.is_erased
    record.patients.erase(examination.patient.id, paper.issued_at.date().replace(year=2060), 1)
    (paper,) = record.papers.of(examination.id)
    assert paper.is_erased
    with pytest.raises(UnknownExamination, match="was erased"):
        record.papers.pdf(paper.sha256)
    with second_connection(folder) as connection:
        assert connection.execute("SELECT pdf FROM paper").fetchall() == [(None,)]


def test_an_empty_and_a_large_paper_are_kept(record: Record) -> None:
    examination = signed(record)
    for pdf in (b"", bytes(range(256)) * 8192):
        record.papers.keep(noted(examination, "any"), pdf, Handing.SAVED, an_edition())
        assert record.papers.pdf(hashlib.sha256(pdf).hexdigest()) == pdf


def test_a_paper_whose_bytes_were_changed_is_never_given_out(folder: Path) -> None:
    with make(folder) as record:
        record.papers.keep(saved(record), PDF, Handing.SAVED, A_DRAFT)
        with second_connection(folder) as connection:
            connection.execute("DROP TRIGGER paper_update")
            connection.execute("UPDATE paper SET pdf = x'00'")
        with pytest.raises(RecordDamaged, match="is not as it was handed out"):
            record.papers.pdf(hashlib.sha256(PDF).hexdigest())
