"""The red-flag questions, in the groups in which they are asked."""

from enum import StrEnum

from clinic_desktop.domain.facts import Entry, Mark


class CarePathway(StrEnum):
    """How fast the pathway of a group of red flags is; what it is, is set where the clinic is."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"


class RedFlagItem(Entry, frozen=True, kw_only=True):
    """One red-flag question: `name` stands in reports, `question` on the screen."""

    id: str
    name: str
    question: str
    asked_again_after: tuple[str, ...] = ()
    mark: Mark


class RedFlagGroup(Entry, frozen=True, kw_only=True):
    """Red-flag questions that are asked together.

    Those of a group that goes `one_by_one` are answered before the first test, each for itself.
    `asked_again_after` holds the kinds of safety lines after which all its items are asked again.
    """

    name: str
    pathway: tuple[CarePathway, ...]
    one_by_one: bool = False
    asked_again_after: tuple[str, ...] = ()
    items: tuple[RedFlagItem, ...]
    mark: Mark
    sources: tuple[str, ...] = ()

    def items_after(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the items that are asked again after a safety line of this kind."""
        whole = kind in self.asked_again_after
        return tuple(item.id for item in self.items if whole or kind in item.asked_again_after)
