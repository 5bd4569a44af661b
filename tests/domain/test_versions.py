"""Where an examination stands in its life: its status, its number, how late something came."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain import versions
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.versions import (
    A_DRAFT,
    AMENDMENTS,
    Edition,
    Signature,
    Version,
    VersionKind,
    days_late,
    status_of,
)
from tests.domain.build import AN_ID, examination

SIGNED_AT = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
AUTHOR = Signature(therapist=Therapist(name="Kim Student"), signed_at=SIGNED_AT)
COUNTER = Signature(therapist=Therapist(name="Morgan Example"), signed_at=SIGNED_AT, counter=True)


def version(number: int, *, awaits: bool = False) -> Version:
    return Version(
        id=UUID(int=number),
        examination=UUID(AN_ID),
        number=number,
        kind=VersionKind.ORIGINAL if number == 1 else VersionKind.ADDENDUM,
        recorded_from=SIGNED_AT,
        recorded_to=SIGNED_AT,
        signatures=(AUTHOR, COUNTER),
        awaits=awaits,
        sha256="0" * 64,
        seal="1" * 64,
    )


def test_the_first_signature_is_the_author_s() -> None:
    assert version(1).signature is AUTHOR


def test_an_original_and_a_withdrawal_are_no_amendments() -> None:
    assert set(VersionKind) - set(AMENDMENTS) == {
        VersionKind.ORIGINAL,
        VersionKind.ENTERED_IN_ERROR,
    }


@pytest.mark.parametrize(
    ("signed", "status"),
    [
        ((), "DRAFT"),
        ((version(1),), "FINAL"),
        ((version(1, awaits=True),), "AWAITING COUNTER-SIGNATURE"),
        ((version(1), version(2)), "AMENDED"),
        ((version(1), version(2, awaits=True)), "AWAITING COUNTER-SIGNATURE"),
        ((version(1, awaits=True), version(2)), "AMENDED"),
    ],
)
def test_the_newest_version_gives_the_status(signed: tuple[Version, ...], status: str) -> None:
    assert status_of(signed) == status


@pytest.mark.parametrize(
    ("edition", "number"),
    [
        (A_DRAFT, 1),
        (Edition(status=versions.DRAFT, versions=(version(1), version(2))), 3),
        (Edition(status=versions.FINAL, versions=(version(1),)), 1),
        (Edition(status=versions.AMENDED, versions=(version(1), version(2))), 2),
        (Edition(status=versions.AWAITING, versions=(version(1, awaits=True),)), 1),
        (Edition(status=versions.FINAL), 1),
    ],
)
def test_a_draft_becomes_the_version_after_the_signed_ones(edition: Edition, number: int) -> None:
    assert edition.number == number
    assert edition.is_signed is (edition.status != "DRAFT")


@pytest.mark.parametrize(
    ("performed", "recorded", "days"),
    [
        (None, "2026-11-20T00:00:00+00:00", 0),
        ("2026-11-18T09:30:00+01:00", "2026-11-18T08:30:00+00:00", 0),
        ("2026-11-18T09:30:00+01:00", "2026-11-18T22:59:59+00:00", 0),
        ("2026-11-18T09:30:00+01:00", "2026-11-18T23:00:00+00:00", 1),
        ("2026-11-18T09:30:00Z", "2026-11-19T00:30:00+01:00", 0),
        ("2026-11-18T09:30:00-08:00", "2026-11-19T07:59:00+00:00", 0),
        ("2026-11-18T09:30:00-08:00", "2026-11-19T08:00:00+00:00", 1),
        ("2026-11-19T01:00:00+14:00", "2026-11-18T13:00:00+00:00", 0),
        ("2026-11-18T09:30:00+01:00", "2026-12-09T08:00:00+00:00", 21),
        ("2024-02-28T09:30:00+00:00", "2024-03-01T09:30:00+00:00", 2),
        ("2026-11-18T09:30:00+01:00", "2026-11-17T08:00:00+00:00", 0),
    ],
)
def test_days_are_counted_in_the_offset_the_examination_was_written_with(
    performed: str | None, recorded: str, days: int
) -> None:
    examined = examination(performed_at=performed)
    assert days_late(examined, datetime.fromisoformat(recorded)) == days


@pytest.mark.parametrize(
    ("performed", "recorded"),
    [
        ("2026-03-29T00:30:00+01:00", "2026-03-29T23:30:00+02:00"),  # clocks go forward at 2
        ("2026-10-25T01:30:00+02:00", "2026-10-25T22:30:00+01:00"),  # clocks go back at 3
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"),  # the hour that comes twice
    ],
)
def test_the_day_the_clocks_change_is_one_day(performed: str, recorded: str) -> None:
    examined = examination(performed_at=performed)
    assert days_late(examined, datetime.fromisoformat(recorded)) == 0


@given(
    st.datetimes(
        min_value=datetime(2000, 1, 1),
        max_value=datetime(2100, 1, 1),
        timezones=st.integers(-14 * 60, 14 * 60).map(
            lambda minutes: timezone(timedelta(minutes=minutes))
        ),
    ),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000)),
    st.integers(-14, 14),
)
def test_how_late_does_not_depend_on_the_offset_of_the_second_time(
    performed: datetime, later: timedelta, hours: int
) -> None:
    examined = examination(performed_at=performed.isoformat())
    recorded = performed + later
    elsewhere = recorded.astimezone(timezone(timedelta(hours=hours)))
    assert days_late(examined, recorded) == days_late(examined, elsewhere)
    assert days_late(examined, recorded) == (recorded.date() - performed.date()).days
