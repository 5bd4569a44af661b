"""The tally beside a record tells how many answers it has, or nothing."""

import errno
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic_desktop.storage.tally import Counted, Tally, read

AT = datetime(2026, 11, 18, 14, 32, 5, 123456, tzinfo=UTC)


def test_the_last_tally_is_read_back(tmp_path: Path) -> None:
    tally = Tally(tmp_path, "c1")
    tally.write(123_456_789_012, 5, AT)
    tally.write(2, 1, AT)
    assert read(tmp_path) == Counted(record="c1", answers=2, signed=1, last_answer_at=AT)
    tally.write(0, 0, None)
    tally.close()
    tally.close()
    assert read(tmp_path) == Counted(record="c1", answers=0, signed=0, last_answer_at=None)
    file = tmp_path / "record.tally"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    Tally(tmp_path, "c1").close()
    assert read(tmp_path) == Counted(record="c1", answers=0, signed=0, last_answer_at=None)


def test_every_line_is_of_one_length(tmp_path: Path) -> None:
    tally = Tally(tmp_path, "c1")
    for answers, at in ((0, None), (2**63 - 1, AT)):
        tally.write(answers, answers, at)
        assert (tmp_path / "record.tally").stat().st_size == 192
    tally.close()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\0" * 128,
        b'{"record": "c1", "answers": 2',
        b'{"record": "c1", "answers": -1, "signed": 0, "last_answer_at": null}',
        b'{"record": "c1", "answers": 2, "signed": 0, "last_answer_at": "2026-11-18T14:32:05"}',
        b'{"record": "c1", "answers": 2, "signed": 0, "last_answer_at": "\xff"}',
        b"[" * 128,
    ],
)
def test_what_is_no_tally_tells_nothing(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "record.tally").write_bytes(line)
    assert read(tmp_path) is None


def test_no_tally_tells_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) is None


def test_a_tally_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    tally = Tally(tmp_path / "gone", "c1")
    tally.write(2, 1, AT)
    tally.close()
    assert read(tmp_path / "gone") is None


def test_a_tally_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    class Full:
        def seek(self, _: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            pass

    tally = Tally(tmp_path, "c1")
    tally.write(2, 1, AT)
    tally.close()
    tally._file = Full()  # type: ignore[assignment]
    tally.write(3, 1, AT)
    tally.close()
    assert read(tmp_path) == Counted(record="c1", answers=2, signed=1, last_answer_at=AT)
