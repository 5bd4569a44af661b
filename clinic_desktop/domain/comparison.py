"""The comparison's values: what stands in its tables, as `compare` gives them."""

from enum import StrEnum

from msgspec import Struct

from clinic_desktop.domain.anatomy import Pathway, Root, Side, TestedSide
from clinic_desktop.domain.response import Outcome


class ImagingCell(StrEnum):
    """What the report says of the roots of a row on its side."""

    CHANGED = "changed"
    OTHER_CHANGE = "other_change"
    NORMAL = "normal"
    NOT_MENTIONED = "not_mentioned"
    NOT_IMAGED = "not_imaged"


class Reading(StrEnum):
    """Which of the two sources shows something. It pairs two recorded values, no more."""

    BOTH = "both"
    EXAMINATION_ONLY = "examination_only"
    IMAGING_ONLY = "imaging_only"
    NEITHER = "neither"
    INCONCLUSIVE = "inconclusive"
    CANNOT_COMPARE = "cannot_compare"


class Agreement(StrEnum):
    """How far the two sources name the same place, where both show something."""

    SIDE_AND_ROOT = "side_and_root"
    SIDE = "side"


class RuleResult(StrEnum):
    """Whether the recorded ingredients meet rule R1."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


class MechanoRow(Struct, frozen=True, kw_only=True):
    """Mechanosensitivity of one pathway on one side. `done` is what was tested there."""

    side: Side
    pathway: Pathway
    positive: int
    negative: int
    inconclusive: int
    crossed: int
    done: int
    not_tested: int
    imaging: ImagingCell
    imaging_roots: tuple[Root, ...]
    root_stated: bool
    reading: Reading
    agreement: Agreement | None
    note: str

    @property
    def key(self) -> str:
        """The row's name in the document's comments, such as "left/sciatic"."""
        return f"{self.side.value}/{self.pathway.value}"


class SignGrade(Struct, frozen=True, kw_only=True):
    """One recorded conduction sign."""

    kind: str
    grade: str


class ConductionRow(Struct, frozen=True, kw_only=True):
    """Conduction of one root on one side. `emg` is the text of the EMG/NCS reports, if any."""

    side: Side
    root: Root
    signs: tuple[SignGrade, ...]
    loss: bool
    imaging: ImagingCell
    root_stated: bool
    reading: Reading
    emg: str | None
    note: str

    @property
    def key(self) -> str:
        """The row's name in the document's comments, such as "left/L5"."""
        return f"{self.side.value}/{self.root.value}"


class RuleCheck(Struct, frozen=True, kw_only=True):
    """What the named rule says of one recorded response, beside what was recorded.

    `agrees` is null where the rule cannot tell or the response is inconclusive.
    """

    test: str
    side: TestedSide
    recorded: Outcome
    rule: str
    rule_result: RuleResult
    agrees: bool | None
    why: str


class SafetyLine(Struct, frozen=True, kw_only=True):
    """A line that stands above both tables."""

    kind: str
    text: str


class Comparison(Struct, frozen=True, kw_only=True):
    """Both tables, the rule checks and the safety lines."""

    mechanosensitivity: tuple[MechanoRow, ...]
    conduction: tuple[ConductionRow, ...]
    rule_checks: tuple[RuleCheck, ...]
    safety: tuple[SafetyLine, ...]
