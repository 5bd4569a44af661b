"""Every act, kind and role the trail and the lists name has its words, and no word is left over."""

from enum import StrEnum
from uuid import UUID

import msgspec
import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.signing import RemarkKind
from clinic_desktop.domain.trail import Action, Entry
from clinic_desktop.domain.versions import Handing, RevisionKind, VersionKind
from tests.domain.build import AN_ID

GROUPS: dict[type[StrEnum], str] = {
    Action: "action",
    VersionKind: "version_kind",
    Role: "role",
    Handing: "handing",
    RevisionKind: "revision_kind",
    RemarkKind: "remark_kind",
}


@pytest.mark.parametrize("enum", GROUPS, ids=lambda enum: enum.__name__)
def test_each_value_has_its_own_label(enum: type[StrEnum], catalogue: Catalogue) -> None:
    labels = catalogue.wording.labels[GROUPS[enum]]
    assert list(labels) == [value.value for value in enum]
    assert len(set(labels.values())) == len(labels)


def test_a_line_of_the_trail_names_what_it_concerns_by_id_only() -> None:
    line = {
        "number": 7,
        "at": "2026-11-18T08:31:00Z",
        "who": "Morgan Example",
        "action": "signed",
        "examination": AN_ID,
        "patient": AN_ID,
    }
    entry = msgspec.convert(line, Entry)
    assert (entry.examination, entry.patient, entry.detail) == (UUID(AN_ID), UUID(AN_ID), "")
    assert msgspec.to_builtins(entry) == line
