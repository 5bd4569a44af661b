"""The base of every value of the document, and the small types its fields share.

A value is frozen, refuses unknown fields, and writes only what was recorded: `None` means "not
recorded" and is left out, while an empty text or list that somebody wrote is kept as written.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct


class Value(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of the document's parts; each part adds `kw_only`, which msgspec does not inherit."""


class YesNoUnknown(StrEnum):
    """An answer that may be unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Examined(StrEnum):
    """Whether something was found, or not examined at all."""

    YES = "yes"
    NO = "no"
    NOT_EXAMINED = "not_examined"


Degrees = Annotated[int, Meta(ge=0, le=180)]
"""A joint angle in whole degrees."""

Nprs = Annotated[int, Meta(ge=0, le=10)]
"""Numeric pain rating, 0 (none) to 10 (worst imaginable)."""

Count = Annotated[int, Meta(ge=0)]

_TIMESTAMP: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII
)


def check_timestamp(name: str, value: str | None) -> None:
    """Refuse a text that is not an ISO 8601 time with its offset.

    The text itself is kept, so that the offset stays as it was written.

    Raises:
        ValueError: with the field's name.
    """
    if value is None:
        return
    if _TIMESTAMP.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return
    msg = f"`{name}` must be a date and time with its offset, such as 2026-11-18T09:30:00+01:00"
    raise ValueError(msg)
