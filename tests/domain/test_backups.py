"""Which backups are kept, and how a loss is told."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.backups import LAST, Backup, BackupContent, Loss, kept, sentence

CONTENT = BackupContent(
    record="c1",
    made_at=datetime(2026, 11, 18, 14, 32, 5, tzinfo=UTC),
    answers=7,
    last_answer_at=datetime(2026, 11, 18, 14, 31, tzinfo=UTC),
    signed=1,
    head="0" * 64,
    trail="1" * 64,
)
NOW = datetime(2026, 11, 18, 17, 0, tzinfo=timezone(timedelta(hours=1)))


def test_what_a_backup_of_an_earlier_program_tells_is_read_as_it_is() -> None:
    told = msgspec.to_builtins(CONTENT)
    assert not {"signatures", "keys"} & set(told)
    assert msgspec.convert(told, BackupContent) == CONTENT
    assert (CONTENT.signatures, CONTENT.keys) == (None, None)


times = st.frozensets(
    st.datetimes(datetime(2024, 12, 1), datetime(2026, 3, 1), timezones=st.just(UTC)), max_size=80
)


@given(times)
def test_the_last_ten_are_kept_and_never_more_than_33(made: frozenset[datetime]) -> None:
    keep = kept(made)
    assert keep <= made
    assert set(sorted(made, reverse=True)[:LAST]) <= keep
    assert len(keep) <= 33


@given(times)
def test_the_newest_of_each_of_the_last_days_weeks_and_months_is_kept(
    made: frozenset[datetime],
) -> None:
    keep = kept(made)
    for name, count in (("%Y-%m-%d", 7), ("%G-%V", 4), ("%Y-%m", 12)):
        periods: dict[str, list[datetime]] = {}
        for at in made:
            periods.setdefault(at.strftime(name), []).append(at)
        newest = sorted((max(each) for each in periods.values()), reverse=True)
        assert set(newest[:count]) <= keep


@given(times, st.timedeltas(timedelta(microseconds=1), timedelta(days=90)))
def test_removing_after_each_backup_keeps_what_removing_once_would(
    made: frozenset[datetime], later: timedelta
) -> None:
    new = max(made, default=datetime(2026, 1, 1, tzinfo=UTC)) + later
    assert kept(kept(made) | {new}) == kept(made | {new})
    assert new in kept(made | {new})


@given(times, st.timedeltas(timedelta(microseconds=1), timedelta(days=90)))
def test_what_was_removed_never_would_be_kept_again(
    made: frozenset[datetime], later: timedelta
) -> None:
    new = max(made, default=datetime(2026, 1, 1, tzinfo=UTC)) + later
    assert kept(made | {new}) - {new} <= kept(made)


def test_backups_every_quarter_of_an_hour_for_two_years_leave_the_last_of_every_month() -> None:
    keep: frozenset[datetime] = frozenset()
    last_of_month: dict[tuple[int, int], datetime] = {}
    begin = datetime(2024, 11, 18, 8, tzinfo=UTC)
    for morning in (begin + timedelta(days=day) for day in range(2 * 365)):
        if morning.isoweekday() > 5:
            continue
        for quarter in range(36):
            at = morning + timedelta(minutes=15 * quarter)
            keep = kept(keep | {at})
            last_of_month[at.year, at.month] = at
        # The running month is one of the twelve.
        assert set(list(last_of_month.values())[-12:]) <= keep
        if len(last_of_month) > 12:
            assert morning - min(keep) >= timedelta(days=303)
    assert len(last_of_month) == 25


def test_a_time_without_offset_is_no_time_of_a_backup() -> None:
    written = msgspec.json.encode(CONTENT)
    assert msgspec.json.decode(written, type=BackupContent) == CONTENT
    with pytest.raises(msgspec.ValidationError, match="timezone"):
        msgspec.json.decode(written.replace(b"05Z", b"05"), type=BackupContent)


@pytest.mark.parametrize(
    ("answers", "signed", "since", "words"),
    [
        (0, 0, "2026-11-18T13:32:59Z", "Everything up to the last answer is in this backup."),
        (1, 0, "2026-11-18T13:32:59Z", "1 answer after 14:32 is not in this backup."),
        (2, 0, "2026-11-18T13:32:59Z", "2 answers after 14:32 are not in this backup."),
        (
            2,
            0,
            "2026-11-17T13:32:59Z",
            "2 answers after 14:32 on 17 November 2026 are not in this backup.",
        ),
        (1, 0, "2026-11-17T23:10:00Z", "1 answer after 00:10 is not in this backup."),
        (5, 0, None, "5 answers are not in this backup."),
        (0, 0, None, "Everything up to the last answer is in this backup."),
        (
            None,
            None,
            "2026-11-17T13:32:59Z",
            (
                "Answers after 14:32 on 17 November 2026 are not in this backup; "
                "how many is not known."
            ),
        ),
        (
            1,
            1,
            "2026-11-18T13:32:59Z",
            "1 answer and 1 signature after 14:32 are not in this backup.",
        ),
        (0, 1, "2026-11-18T13:32:59Z", "1 signature after 14:32 is not in this backup."),
        (
            None,
            None,
            None,
            "This backup holds no answers yet; how many came later is not known.",
        ),
    ],
)
def test_a_loss_is_told_in_the_time_of_the_reader(
    answers: int | None, signed: int | None, since: str | None, words: str
) -> None:
    backup = Backup(path=Path("x.backup"), content=CONTENT)
    assert backup.made_at == CONTENT.made_at
    at = since and datetime.fromisoformat(since)
    loss = Loss(backup=backup, answers=answers, signed=signed, since=at or None)
    assert sentence(loss, NOW) == words
