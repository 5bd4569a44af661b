"""A recovery key survives paper: it is read back however it is typed, and a slip is found."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clinic_desktop.storage.errors import WrongRecoveryKey
from clinic_desktop.storage.recovery_key import parsed, printed

SECRET = bytes(range(20))
SECRETS = st.binary(min_size=20, max_size=20)
LETTERS = "0123456789ACDEFGHJKMNPQRSTUVWXYZ"


@given(SECRETS)
def test_what_is_printed_is_read_back(secret: bytes) -> None:
    assert parsed(printed(secret)) == secret


@given(SECRETS)
def test_a_key_is_printed_in_eight_groups_of_five_without_letters_that_pass_for_others(
    secret: bytes,
) -> None:
    assert re.fullmatch(rf"[{LETTERS}]{{5}}(-[{LETTERS}]{{5}}){{7}}", printed(secret))


def test_the_printed_form_stays_as_it_is_on_sheets_already_printed() -> None:
    assert printed(bytes(20)).startswith("00000-00005-0000A-0000G-")
    assert printed(SECRET) == "000H5-40S48-0N30R-F209Q-185HZ-S38F9-1W81K-24HMK"


@pytest.mark.parametrize("length", [0, 19, 21])
def test_a_secret_has_20_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        printed(bytes(length))


@given(SECRETS, st.sampled_from(["", " ", "\n", "\N{EN DASH}", " - ", "\N{NO-BREAK SPACE}"]))
def test_case_spaces_and_dashes_do_not_matter(secret: bytes, between: str) -> None:
    typed = printed(secret).lower().replace("-", between)
    assert parsed(f" {typed} ") == secret


@given(SECRETS, st.integers(0, 1))
def test_letters_that_look_like_digits_are_read_as_them(secret: bytes, nth: int) -> None:
    looks = ({"0": "O", "1": "I", "8": "B"}, {"0": "o", "1": "l", "8": "b"})[nth]
    assert parsed("".join(looks.get(letter, letter) for letter in printed(secret))) == secret


def test_a_slip_in_two_groups_names_both() -> None:
    typed = printed(SECRET).replace("000H5", "000H6").replace("24HMK", "24HM0")
    with pytest.raises(WrongRecoveryKey, match="Group 1 and group 8 of the recovery key"):
        parsed(typed)


@given(SECRETS, st.integers(0, 39), st.sampled_from(LETTERS + "\u00e9\u0416"))
def test_one_wrong_letter_is_found_in_its_group(secret: bytes, place: int, letter: str) -> None:
    typed = list(printed(secret).replace("-", ""))
    assume(typed[place] != letter)
    typed[place] = letter
    with pytest.raises(WrongRecoveryKey) as refused:
        parsed("".join(typed))
    assert str(refused.value) == (
        f"Group {place // 5 + 1} of the recovery key is not as printed. "
        "Compare it with the sheet and type it again."
    )


@given(SECRETS, st.integers(0, 7), st.integers(0, 4), st.integers(0, 4))
def test_two_letters_swapped_in_a_group_are_found(
    secret: bytes, group: int, one: int, other: int
) -> None:
    typed = list(printed(secret).replace("-", ""))
    one, other = group * 5 + one, group * 5 + other
    assume(typed[one] != typed[other])
    typed[one], typed[other] = typed[other], typed[one]
    with pytest.raises(WrongRecoveryKey, match=rf"^Group {group + 1} of"):
        parsed("".join(typed))


@given(SECRETS, st.permutations(range(8)))
def test_groups_in_another_order_are_found(secret: bytes, order: list[int]) -> None:
    groups = printed(secret).split("-")
    wrong = [str(place + 1) for place, group in enumerate(order) if place != group]
    assume(wrong)
    with pytest.raises(WrongRecoveryKey, match=rf"^Group {' and group '.join(wrong)} of"):
        parsed("-".join(groups[group] for group in order))


@pytest.mark.parametrize("count", [0, 1, 39, 41, 1000])
def test_another_number_of_letters_is_told(count: int) -> None:
    with pytest.raises(WrongRecoveryKey, match=rf"has 40 letters .* 8 groups of 5; {count} were"):
        parsed("0" * count)


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    with pytest.raises(WrongRecoveryKey):
        parsed(text + "!")
