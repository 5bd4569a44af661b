"""The search for the patient's name finds it however it is written."""

import base64
from pathlib import Path

import pytest

from tests.torture.canary import NAME, _holds, _left_in, _told_to_programs
from tests.torture.strace import Call


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16-le", "utf-16-be"])
def test_a_name_is_found_in_any_encoding(encoding: str) -> None:
    assert _holds(b"\0\1" + f"Mr {NAME.upper()} came".encode(encoding).lower())
    assert not _holds(f"Mr {NAME[:-1]} came".encode(encoding))


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_name_is_found_in_base64_wherever_it_stands(before: str) -> None:
    assert _holds(base64.b64encode(f"{before}{NAME} and more".encode()))


def test_a_name_is_found_in_files_and_in_their_names(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "recent").write_text(NAME, "utf-16")
    (tmp_path / f"{NAME}.pdf").touch()
    (tmp_path / "chosen.pdf").write_text(NAME, "utf-8")
    found = set(_left_in(tmp_path, {str(tmp_path / "chosen.pdf")}))
    assert found == {f"a file's name: {NAME}.pdf", "left in cache/recent"}


def test_a_name_told_to_a_program_is_found() -> None:
    def started(*words: str) -> Call:
        written = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words]
        return Call(1, "execve", tuple(f'"{word}"' for word in written), "0")

    calls = (started("/usr/bin/lp", "-t", "Clinic Desktop"), started("/usr/bin/lp", "-t", NAME))
    assert list(_told_to_programs(calls)) == ["told to /usr/bin/lp"]
