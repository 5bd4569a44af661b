"""The makers of papers, as the window is handed them."""

from datetime import UTC, datetime

import pytest

from clinic_desktop.domain.trail import Action, Entry
from clinic_desktop.paperwork import paperwork
from clinic_desktop.report import signature
from clinic_desktop.resources import read_catalogue


def test_the_trail_s_file_says_what_was_done_in_words() -> None:
    catalogue = read_catalogue()
    at = datetime(2026, 11, 18, tzinfo=UTC)
    entry = Entry(number=1, at=at, who="", action=Action.PATIENTS_MERGED)
    told = paperwork(catalogue).trail_file([entry]).decode()
    assert catalogue.label("action", Action.PATIENTS_MERGED) in told


@pytest.mark.parametrize("is_there", [True, False])
def test_a_digital_signature_is_offered_where_what_signs_is_installed(
    monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    monkeypatch.setattr(signature, "can_sign", lambda: is_there)
    assert (paperwork(read_catalogue()).digitally_signed is not None) is is_there
