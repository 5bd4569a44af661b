"""The printed form of a recovery key: eight groups of five, each with a check letter of its own.

A group is four letters of the secret and one that checks them and their place, so that a slip in
typing is told from the sheet of another record, and is found.
"""

import unicodedata
from typing import Final

from clinic_desktop.storage.errors import WrongRecoveryKey

SECRET_BYTES: Final = 20

# B, I, L and O are left out: on paper they pass for 8, 1, 1 and 0, and are read as such.
_LETTERS: Final = "0123456789ACDEFGHJKMNPQRSTUVWXYZ"
_READ_AS: Final = str.maketrans("BILO", "8110")
_GROUPS: Final = 8
_GROUP: Final = 5


def printed(secret: bytes) -> str:
    """Return how 20 bytes are printed: "04XK2-..." with 40 letters and digits in all.

    Raises:
        ValueError: when there are not 20 bytes.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a recovery key has {SECRET_BYTES} bytes")
    number = int.from_bytes(secret, "big")
    values = [number >> shift & 31 for shift in range(SECRET_BYTES * 8 - 5, -1, -5)]
    groups = [values[start : start + 4] for start in range(0, len(values), 4)]
    return "-".join(
        "".join(_LETTERS[value] for value in (*group, _double(_sum(place, group))))
        for place, group in enumerate(groups)
    )


def parsed(text: str) -> bytes:
    """Return the 20 bytes of a printed key, whatever its case, spaces and dashes.

    Raises:
        WrongRecoveryKey: when it is no printed key, with the groups that are mistyped.
    """
    typed = unicodedata.normalize("NFKC", text).upper().translate(_READ_AS)
    typed = "".join(letter for letter in typed if letter.isalnum())
    if len(typed) != _GROUPS * _GROUP:
        raise WrongRecoveryKey(
            f"A recovery key has {_GROUPS * _GROUP} letters and digits, in {_GROUPS} groups of "
            f"{_GROUP}; {len(typed)} were typed. Compare them with the sheet."
        )
    values = [_LETTERS.find(letter) for letter in typed]
    groups = [values[start : start + _GROUP] for start in range(0, len(values), _GROUP)]
    slips = [
        f"{place + 1}"
        for place, group in enumerate(groups)
        if -1 in group or _sum(place, group) != 0
    ]
    if slips:
        raise WrongRecoveryKey(
            f"Group {' and group '.join(slips)} of the recovery key is not as printed. "
            "Compare it with the sheet and type it again."
        )
    number = 0
    for group in groups:
        for value in group[:-1]:
            number = number << 5 | value
    return number.to_bytes(SECRET_BYTES, "big")


def _sum(place: int, values: list[int]) -> int:
    """Return the check sum: 0 for a whole group with its check letter.

    It is a polynomial over the field of 32 elements, so that every single slip and every swap of
    two letters of a group changes it.
    """
    total = place
    for value in values:
        total = _double(total) ^ value
    return total


def _double(element: int) -> int:
    """Multiply by x in GF(32), modulo x^5 + x^2 + 1."""
    return element << 1 ^ (0b100101 if element & 16 else 0)
