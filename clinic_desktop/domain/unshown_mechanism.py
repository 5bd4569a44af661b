"""What a study may not show: the mechanism, what speaks for it, and which studies those are."""

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.facts import Entry, Fact
from clinic_desktop.domain.imaging import Modality


class StudyCondition(Entry, frozen=True, kw_only=True):
    """How a study was made for it not to show a mechanism; all that is given has to hold.

    `positions` and `without_sequences` are values of open lists; a position not recorded is
    "unknown". `without_contrast` asks that no contrast agent is recorded, `after_procedure` that an
    operation or injection is. `reason` says so in plain words.
    """

    reason: str
    modalities: tuple[Modality, ...] = ()
    regions: tuple[Region, ...] = ()
    positions: tuple[str, ...] = ()
    without_sequences: tuple[str, ...] = ()
    without_contrast: bool = False
    after_procedure: bool = False


class UnshownMechanism(Entry, frozen=True, kw_only=True):
    """A mechanism that a study may not show.

    `tests` are further tests that look at it, `studies` and `evidence` what is published,
    `sources` the other sources of pain whose finding speaks to it, `sensitisation` whether the
    signs of sensitisation do.
    """

    statement: Fact
    exam: Fact
    tests: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    evidence: tuple[Fact, ...] = ()
    sources: tuple[str, ...] = ()
    sensitisation: bool = False
    when: tuple[StudyCondition, ...]
