"""What is printed commands no terminal, and a name is told whatever signs it has."""

import json

import pytest

from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.resources import read_catalogue
from clinic_desktop.terminal import one_line, print_json, reading_lines, shown


def test_a_text_is_shown_without_what_a_terminal_obeys() -> None:
    assert shown("A\x1b[2J\u0141") == "A\\x1b[2J\u0141"
    assert one_line(" two\n lines\x07 ") == "two lines\\x07"


def test_json_keeps_every_sign(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": "\u0141ukasz"})
    out = capsys.readouterr().out
    assert "\u0141ukasz" in out
    assert json.loads(out) == {"name": "\u0141ukasz"}


def test_nothing_is_told_of_a_text_in_which_nothing_was_read() -> None:
    assert list(reading_lines(ReportReading(language="en"), "", read_catalogue())) == []
