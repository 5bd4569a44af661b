"""Conduction signs: the closed grades of each kind, and which of them are a loss."""

import msgspec
import pytest

from clinic_desktop.domain.screening import ConductionSign, SignKind
from tests.domain.build import sign

SENSATION = ("absent", "altered", "normal", "increased")
GRADES = {
    "reflex": ("absent", "reduced", "normal", "brisk", "clonus"),
    "power": ("0", "1", "2", "3", "4", "5"),
    "light_touch": SENSATION,
    "pin_prick": SENSATION,
}
LOSS = {
    "reflex": ("absent", "reduced"),
    "power": ("0", "1", "2", "3", "4"),
    "light_touch": ("absent", "altered"),
    "pin_prick": ("absent", "altered"),
}


@pytest.mark.parametrize(
    ("kind", "grade"), [(kind, grade) for kind, grades in GRADES.items() for grade in grades]
)
def test_loss_is_reduced_or_absent_below_five_altered_or_absent(kind: str, grade: str) -> None:
    entry = msgspec.convert(sign("L5", "left", kind, grade), ConductionSign)
    assert entry.is_loss is (grade in LOSS[kind])


@pytest.mark.parametrize(
    ("kind", "grade"), [(kind, grade) for kind, grades in GRADES.items() for grade in grades]
)
def test_gain_is_brisk_clonus_or_increased_and_never_a_loss(kind: str, grade: str) -> None:
    entry = msgspec.convert(sign("L5", "left", kind, grade), ConductionSign)
    assert entry.is_gain is (grade in {"brisk", "clonus", "increased"})
    assert not (entry.is_gain and entry.is_loss)


@pytest.mark.parametrize("kind", list(SignKind))
def test_an_entry_without_grade_is_neither_loss_nor_gain(kind: SignKind) -> None:
    entry = msgspec.convert(sign("L5", "left", kind), ConductionSign)
    assert not entry.is_loss
    assert not entry.is_gain


@pytest.mark.parametrize("kind", list(SignKind))
def test_a_grade_of_another_kind_is_refused(kind: SignKind) -> None:
    every = {grade for grades in GRADES.values() for grade in grades}
    for wrong in [*sorted(every - set(GRADES[kind])), "", "6", "-1", "5-", "Normal"]:
        with pytest.raises(msgspec.ValidationError, match="`grade`"):
            msgspec.convert(sign("L5", "left", kind, wrong), ConductionSign)
