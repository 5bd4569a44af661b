"""Wrong passphrases are remembered while the record is locked, and make the next one wait."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.storage import attempts
from clinic_desktop.storage.attempts import (
    forget,
    refuse_when_waiting,
    remember,
    remembered,
    wait,
)
from clinic_desktop.storage.errors import TooManyAttempts
from clinic_desktop.storage.folder import ATTEMPTS

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
ANN = UUID(int=1)
NOTHING = timedelta()
STEPS = (10, 20, 40, 80, 160, 320, 640, 900, 900)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def fail(folder: Path, times: int, at: datetime = NOW) -> None:
    for _ in range(times):
        remember(folder, ANN, at)


def damage(folder: Path, content: bytes = b"{", at: datetime = NOW) -> Path:
    path = folder / ATTEMPTS
    path.write_bytes(content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_without_a_wrong_passphrase_there_is_no_wait_and_no_file(tmp_path: Path) -> None:
    assert wait(tmp_path, NOW) == NOTHING
    assert remembered(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_the_first_five_wrong_ones_do_not_wait(tmp_path: Path) -> None:
    for _ in range(5):
        refuse_when_waiting(tmp_path, NOW)
        remember(tmp_path, ANN, NOW)
    with pytest.raises(TooManyAttempts):
        refuse_when_waiting(tmp_path, NOW)


def test_each_further_one_doubles_the_wait_up_to_fifteen_minutes(tmp_path: Path) -> None:
    fail(tmp_path, 4)
    for step in STEPS:
        remember(tmp_path, None, NOW)
        assert wait(tmp_path, NOW) == seconds(step)
    fail(tmp_path, 100)
    assert wait(tmp_path, NOW) == seconds(900)


def test_the_wait_counts_from_the_last_wrong_one_and_ends(tmp_path: Path) -> None:
    fail(tmp_path, 5)
    fail(tmp_path, 1, NOW + seconds(60))
    assert wait(tmp_path, NOW + seconds(65)) == seconds(15)
    assert wait(tmp_path, NOW + seconds(79.5)) == seconds(0.5)
    for later in (80, 81, 1e6):
        assert wait(tmp_path, NOW + seconds(later)) == NOTHING
        refuse_when_waiting(tmp_path, NOW + seconds(later))


def test_the_refusal_tells_how_long_in_whole_seconds(tmp_path: Path) -> None:
    fail(tmp_path, 5)
    with pytest.raises(TooManyAttempts) as refused:
        refuse_when_waiting(tmp_path, NOW + seconds(2.5))
    assert refused.value.wait == seconds(7.5)
    assert str(refused.value) == ("Too many wrong passphrases. Wait 8 seconds, then try again.")
    assert "Wait 1 second, then" in str(TooManyAttempts(seconds(0.1)))


def test_what_is_forgotten_ends_the_wait(tmp_path: Path) -> None:
    fail(tmp_path, 6)
    remember(tmp_path, None, NOW + seconds(1))
    assert remembered(tmp_path) == ((NOW, ANN),) * 6 + ((NOW + seconds(1), None),)
    forget(tmp_path)
    assert remembered(tmp_path) == ()
    assert wait(tmp_path, NOW) == NOTHING
    assert list(tmp_path.iterdir()) == []


def test_the_newest_thousand_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(attempts, "write_private", lambda _, data: written.append(data))
    for number in range(3):
        remember(tmp_path, None, NOW + seconds(number))
        (tmp_path / ATTEMPTS).write_bytes(written[-1])
    content = json.loads(written[-1])
    content["attempts"] = content["attempts"][:1] * 998 + content["attempts"][1:]
    (tmp_path / ATTEMPTS).write_text(json.dumps(content))
    remember(tmp_path, ANN, NOW + seconds(9))
    (tmp_path / ATTEMPTS).write_bytes(written[-1])
    taken = remembered(tmp_path)
    assert len(taken) == 1000
    assert [at for at, _ in taken[-4:]] == [NOW + seconds(late) for late in (0, 1, 2, 9)]


def test_the_file_is_private_and_holds_times_and_accounts_only(tmp_path: Path) -> None:
    remember(tmp_path, ANN, NOW)
    path = tmp_path / ATTEMPTS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_bytes()) == {
        "waits_since": "2026-11-18T09:30:00Z",
        "attempts": [{"at": "2026-11-18T09:30:00Z", "account": str(ANN)}],
    }
    assert list(tmp_path.iterdir()) == [path]


@given(back=st.timedeltas(seconds(0.001), timedelta(days=9999)))
def test_a_clock_set_back_waits_one_whole_step_and_no_longer(
    tmp_path_factory: pytest.TempPathFactory, back: timedelta
) -> None:
    folder = tmp_path_factory.mktemp("back")
    fail(folder, 6)
    then = NOW - back
    assert wait(folder, then) == seconds(20)
    assert wait(folder, then + seconds(5)) == seconds(15)
    assert wait(folder, then + seconds(20)) == NOTHING
    assert [at for at, _ in remembered(folder)] == [NOW] * 6


@given(
    times=st.lists(st.datetimes(timezones=st.just(UTC)), min_size=1, max_size=12),
    now=st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_the_clock_says_the_wait_is_at_most_its_step(
    tmp_path_factory: pytest.TempPathFactory, times: list[datetime], now: datetime
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for at in times:
        remember(folder, None, at)
    step = seconds((0, 0, 0, 0, 0, *STEPS)[len(times)])
    assert NOTHING <= wait(folder, now) <= step
    assert [at for at, _ in remembered(folder)] == times


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"\xff",
        b"[" * 99999,
        b'{"waits_since": "2026-11-18T09:30:00Z", "attempts": []}',
        b'{"waits_since": "2026-11-18T09:30:00", "attempts": [{"at": "?", "account": null}]}',
        b" " * 2**20 + b"{}",
    ],
)
def test_a_damaged_file_counts_as_five_at_its_time(tmp_path: Path, content: bytes) -> None:
    damage(tmp_path, content)
    assert wait(tmp_path, NOW) == seconds(10)
    assert wait(tmp_path, NOW + seconds(10)) == NOTHING
    remember(tmp_path, ANN, NOW + seconds(11))
    assert wait(tmp_path, NOW + seconds(11)) == seconds(20)
    assert remembered(tmp_path) == ((NOW, None),) * 5 + ((NOW + seconds(11), ANN),)


@pytest.mark.parametrize("changed", [-1e9, 2.0**40])
def test_a_damaged_file_of_an_impossible_time_ends_its_wait_too(
    tmp_path: Path, changed: float
) -> None:
    os.utime(damage(tmp_path), (changed, changed))
    first = wait(tmp_path, NOW)
    assert first in {NOTHING, seconds(10)}
    assert wait(tmp_path, NOW + first) == NOTHING
    assert len(remembered(tmp_path)) == 5


def test_a_file_that_cannot_be_read_or_replaced_never_stops_for_ever(tmp_path: Path) -> None:
    path = tmp_path / ATTEMPTS
    path.mkdir()
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    remember(tmp_path, ANN, NOW)
    assert wait(tmp_path, NOW) == seconds(10)
    assert wait(tmp_path, NOW + seconds(10)) == NOTHING
    assert wait(tmp_path, NOW - seconds(1)) == NOTHING
    forget(tmp_path)
    assert len(remembered(tmp_path)) == 5


def test_a_folder_that_cannot_be_written_forgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(attempts, "write_private", refuse)
    fail(tmp_path, 9)
    assert wait(tmp_path, NOW) == NOTHING


def test_a_folder_that_is_not_there_forgets(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    fail(folder, 9)
    assert wait(folder, NOW) == NOTHING
    assert remembered(folder) == ()
    assert not folder.exists()
