"""What tests the conduction of a root, and which roots are examined together."""

from msgspec import field

from clinic_desktop.domain.anatomy import Root
from clinic_desktop.domain.facts import Entry, Fact
from clinic_desktop.domain.screening import SignKind


class RootSigns(Entry, frozen=True, kw_only=True):
    """What tests the conduction of one root.

    `power` and `reflex` hold what is tested as a matter of course, the scheme's own first; none,
    there is nothing to test. `reflex_by_hand` holds reflexes that some test besides.
    """

    point: Fact
    power: tuple[Fact, ...] = ()
    reflex: tuple[Fact, ...] = ()
    reflex_by_hand: tuple[Fact, ...] = ()
    remarks: dict[SignKind, Fact] = field(default_factory=dict)

    def tested(self, kind: SignKind) -> tuple[Fact, ...]:
        """Return what is tested as a matter of course; none where there is nothing to test."""
        match kind:
            case SignKind.REFLEX:
                return self.reflex
            case SignKind.POWER:
                return self.power
        return (self.point,)

    def offered(self, kind: SignKind) -> tuple[Fact, ...]:
        """Return all that can be tested, what some test besides at the end."""
        by_hand = self.reflex_by_hand if kind is SignKind.REFLEX else ()
        return (*self.tested(kind), *by_hand)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that is said of the root."""
        items = (*self.power, *self.reflex, *self.reflex_by_hand)
        return (self.point, *items, *self.remarks.values())


class ConductionBlock(Entry, frozen=True, kw_only=True):
    """Roots examined together, cranial to caudal; `maps` says how sure their skin areas are."""

    name: str
    scheme: str
    maps: Fact
    roots: dict[Root, RootSigns]
