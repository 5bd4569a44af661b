"""What the score of an outcome measure says, and the questionnaire it may be answered on."""

from enum import StrEnum

from clinic_desktop.domain.facts import Entry, Fact, Mark


class Better(StrEnum):
    """In which direction a score gets better."""

    LOWER = "lower"
    HIGHER = "higher"


class MeasureForm(Entry, frozen=True, kw_only=True):
    """The statements of a questionnaire in its authors' words, ticked where they apply."""

    instruction: str
    statements: tuple[str, ...]
    mark: Mark
    sources: tuple[str, ...]


class OutcomeMeasure(Entry, frozen=True, kw_only=True):
    """What an outcome measure's score says; `embedded` is one that may be answered here.

    `change` is the smallest change that matters, where one is known.
    """

    means: Fact
    min: int = 0
    max: int
    better: Better
    change: Fact | None = None
    licence: Fact
    embedded: bool = False
    form: MeasureForm | None = None
