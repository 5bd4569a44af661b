"""What one neurodynamic test gave on one tested side: the outcome and its ingredients."""

from enum import StrEnum

from clinic_desktop.domain.anatomy import BodySide, Side, TestedSide
from clinic_desktop.domain.values import Degrees, Nprs, Value


class Outcome(StrEnum):
    """The therapist's verdict. There is no default: `None` is "not recorded"."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    INCONCLUSIVE = "inconclusive"
    NOT_TESTED = "not_tested"


class Familiar(StrEnum):
    """Whether the patient's own complaint was reproduced (for a relief test: eased)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class LimitedBy(StrEnum):
    """What ended the movement."""

    SYMPTOM = "symptom"
    RESISTANCE = "resistance"
    THERAPIST = "therapist"
    FULL_RANGE = "full_range"


class Effect(StrEnum):
    """What structural differentiation did to the symptom."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NO_CHANGE = "no_change"
    NOT_DONE = "not_done"


class Differentiation(Value, frozen=True, kw_only=True):
    """A movement remote from the symptom, added or released, and its effect.

    `movement` is an open list: unlisted movements are kept as written.
    """

    movement: str | None = None
    effect: Effect | None = None


class Response(Value, frozen=True, kw_only=True):
    """What one test gave on one side.

    `side` is the tested side; `symptom_side` is where the symptom was felt (they differ in a
    crossed response). Angles are of the joint the test's definition names.
    """

    test: str
    side: TestedSide
    outcome: Outcome | None = None
    not_tested_reason: str | None = None
    variant: str | None = None
    baseline_nprs: Nprs | None = None
    familiar: Familiar | None = None
    symptom_side: BodySide | None = None
    areas: tuple[str, ...] | None = None
    below_knee: bool | None = None
    qualities: tuple[str, ...] | None = None
    nprs: Nprs | None = None
    onset_deg: Degrees | None = None
    limit_deg: Degrees | None = None
    limited_by: LimitedBy | None = None
    instrument: str | None = None
    differentiation: Differentiation | None = None
    note: str | None = None

    @property
    def body_side(self) -> Side | None:
        """The tested side as a side of the body; `None` for midline."""
        return None if self.side is TestedSide.MIDLINE else Side(self.side)

    @property
    def was_done(self) -> bool:
        """Whether the test was carried out and has an outcome."""
        return self.outcome is not None and self.outcome is not Outcome.NOT_TESTED

    @property
    def is_crossed_response(self) -> bool:
        """Whether a positive was felt on the side opposite to the tested one."""
        side = self.body_side
        return (
            self.outcome is Outcome.POSITIVE
            and side is not None
            and self.symptom_side is not None
            and self.symptom_side.value == side.opposite.value
        )


def counting_side(response: Response, *, crossed_test: bool) -> Side | None:
    """Return the side a response counts on; a crossed test counts opposite, midline nowhere."""
    side = response.body_side
    return side.opposite if side and crossed_test else side
