"""What a neurodynamic test is: its movements, how it is done, what is said of it."""

from enum import StrEnum

from clinic_desktop.domain.anatomy import Pathway, Root, TestedSide
from clinic_desktop.domain.facts import Entry, Fact, Mark
from clinic_desktop.domain.response import Effect, Outcome


class Couch(StrEnum):
    """How the patient lies, sits or stands for a test."""

    SUPINE = "supine"
    SITTING = "sitting"
    SIDE_LYING = "side_lying"
    PRONE = "prone"
    STANDING = "standing"


class Movement(Entry, frozen=True, kw_only=True):
    """A differentiation movement and the effect that speaks for the nerve, if one does.

    `key` is the letter that names it on the page of a test, `short` what is typed in shorthand.
    """

    name: str
    key: str
    short: str | None = None
    expects: Effect | None = None


class NeurodynamicTest(Entry, frozen=True, kw_only=True):
    """The definition of a test.

    `differentiation` lists movement ids (none: the familiar symptom alone decides); `control` is
    a movement recorded in the same field that speaks against the nerve. A crossed test counts on
    the side opposite to the tested one. In a relief test `familiar` says whether the symptom eased.

    `roots` are those it is said to load most; `loads` tells the wider range. `follows` names the
    test from whose end point this one starts, `follows_when` the outcome it wants of it,
    `variant_after_negative` the form in which it is done after a negative one. A midline test has
    no sides. `figure` names a drawing of the position, its own or another test's.
    """

    name: str
    short: str
    synonyms: tuple[str, ...] = ()
    pathway: Pathway | None = None
    loads: Fact
    roots: tuple[Root, ...] = ()
    crossed: bool = False
    relief: bool = False
    differentiation: tuple[str, ...] = ()
    control: str | None = None
    follows: str | None = None
    follows_when: Outcome | None = None
    variant_after_negative: str | None = None
    couch: Couch
    midline: bool = False
    figure: str | None = None
    variants: tuple[str, ...] = ()
    angle: str | None = None
    position: Fact
    steps: tuple[Fact, ...]
    positive_when: Fact
    differentiate_how: Fact | None = None
    sources: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[TestedSide, ...]:
        """The sides it is done on, in their places on the screen."""
        if self.midline:
            return (TestedSide.MIDLINE,)
        return TestedSide.LEFT, TestedSide.RIGHT

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All that is said of this test alone."""
        how = (self.differentiate_how,) if self.differentiate_how else ()
        return (self.loads, self.position, *self.steps, self.positive_when, *how)


class Protocol(Entry, frozen=True, kw_only=True):
    """An ordered list of tests."""

    name: str
    tests: tuple[str, ...]


class Applying(Entry, frozen=True, kw_only=True):
    """Base of what is said once for several tests.

    `applies_to` holds test ids and "pathway:sciatic" and the like; `None` is every test.
    """

    applies_to: tuple[str, ...] | None = None

    def applies(self, key: str, test: NeurodynamicTest) -> bool:
        """Whether this is said of a test."""
        if self.applies_to is None:
            return True
        return key in self.applies_to or f"pathway:{test.pathway}" in self.applies_to


class SharedFact(Applying, frozen=True, kw_only=True):
    """A fact of several tests: when not to test, when to stop, what to record."""

    text: str
    mark: Mark
    sources: tuple[str, ...] = ()


class FalsePositive(Applying, frozen=True, kw_only=True):
    """What else gives a positive, and how it is told apart."""

    cause: Fact
    tell: Fact
