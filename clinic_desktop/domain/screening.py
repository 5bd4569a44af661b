"""Red flags, conduction signs, other sources of pain and signs of sensitisation."""

from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from clinic_desktop.domain.anatomy import Root, Side
from clinic_desktop.domain.values import Examined, Value, YesNoUnknown, check_timestamp


class Concern(StrEnum):
    """The level of concern the therapist sets (Finucane 2020)."""

    NONE = "none"
    FEW = "few"
    SOME = "some"
    HIGH = "high"


class SafetyAction(Value, frozen=True, kw_only=True):
    """What was done about a concern: when, what, and with whom."""

    at: str | None = None
    what: str | None = None
    to_whom: str | None = None

    def __post_init__(self) -> None:
        check_timestamp("at", self.at)


class RedFlags(Value, frozen=True, kw_only=True):
    """The red-flag items asked (`answers`: item to answer) and the level of concern.

    `asked_again` holds the kinds of safety lines ("clonus", "power" ...) after which the items that
    belong to them were asked once more.
    """

    answers: dict[str, YesNoUnknown | None] | None = None
    level: Concern | None = None
    reason: str | None = None
    actions: tuple[SafetyAction, ...] | None = None
    asked_again: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        # null is "not recorded" here as everywhere: such an item was not asked.
        if self.answers is not None and None in self.answers.values():
            asked = {item: answer for item, answer in self.answers.items() if answer is not None}
            msgspec.structs.force_setattr(self, "answers", asked)


class SignKind(StrEnum):
    """The modality of a conduction sign."""

    REFLEX = "reflex"
    POWER = "power"
    LIGHT_TOUCH = "light_touch"
    PIN_PRICK = "pin_prick"


_SENSATION: Final = ("absent", "altered", "normal", "increased")
SIGN_GRADES: Final[dict[SignKind, tuple[str, ...]]] = {
    SignKind.REFLEX: ("absent", "reduced", "normal", "brisk", "clonus"),
    SignKind.POWER: ("0", "1", "2", "3", "4", "5"),
    SignKind.LIGHT_TOUCH: _SENSATION,
    SignKind.PIN_PRICK: _SENSATION,
}
NORMAL: Final[dict[SignKind, str]] = {
    kind: "5" if kind is SignKind.POWER else "normal" for kind in SignKind
}
_LOSS: Final[dict[SignKind, tuple[str, ...]]] = {
    SignKind.REFLEX: ("absent", "reduced"),
    SignKind.POWER: ("0", "1", "2", "3", "4"),
    SignKind.LIGHT_TOUCH: ("absent", "altered"),
    SignKind.PIN_PRICK: ("absent", "altered"),
}


class SignPlace(NamedTuple):
    """What a conduction sign is about: there is one for each root, side and kind."""

    root: Root
    side: Side
    kind: SignKind


class ConductionSign(Value, frozen=True, kw_only=True):
    """One sign at one root and side; without a grade it is not recorded.

    `item` names what was tested, such as "ankle dorsiflexion".
    """

    root: Root
    side: Side
    kind: SignKind
    grade: str | None = None
    item: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.grade is not None and self.grade not in SIGN_GRADES[self.kind]:
            known = ", ".join(SIGN_GRADES[self.kind])
            msg = f"`grade` of {self.kind.value} must be one of {known}, not {self.grade[:40]!r}"
            raise ValueError(msg)

    @property
    def place(self) -> SignPlace:
        """What the sign is about."""
        return SignPlace(self.root, self.side, self.kind)

    @property
    def is_loss(self) -> bool:
        """Whether the sign speaks for reduced conduction; a gain (brisk, increased) does not."""
        return self.grade in _LOSS[self.kind]

    @property
    def is_gain(self) -> bool:
        """Whether the sign is more than normal: brisk, clonus, increased."""
        recorded = self.grade is not None
        return recorded and not self.is_loss and self.grade != NORMAL[self.kind]


class OtherSource(Value, frozen=True, kw_only=True):
    """A source of pain other than the tested pathways."""

    source: str | None = None
    found: Examined | None = None
    note: str | None = None


EVOKED: Final = ("allodynia", "hyperalgesia", "after_sensations")
"""The features of `Sensitisation` that an examination evokes."""


class Sensitisation(Value, frozen=True, kw_only=True):
    """Features of sensitisation, each found, not found or not examined (Nijs 2021).

    `not_explained` is the therapist's judgement that a nociceptive or neuropathic mechanism does
    not entirely explain the pain.
    """

    over_three_months: Examined | None = None
    regional: Examined | None = None
    not_explained: Examined | None = None
    allodynia: Examined | None = None
    hyperalgesia: Examined | None = None
    after_sensations: Examined | None = None
    history: Examined | None = None
    comorbidity: Examined | None = None
