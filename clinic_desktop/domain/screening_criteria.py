"""What to look for in other sources of pain, and what the signs of sensitisation amount to."""

from clinic_desktop.domain.facts import Entry, Fact


class SourceClue(Entry, frozen=True, kw_only=True):
    """What to look for in another source of pain, and the further test that looks at it."""

    exam: Fact
    further: Fact | None = None


class Grade(Entry, frozen=True, kw_only=True):
    """A grade of the features of sensitisation; it needs one step of each group in `needs`."""

    words: Fact
    needs: tuple[tuple[str, ...], ...]


class SensitisationCriteria(Entry, frozen=True, kw_only=True):
    """The steps, what to look for in each, and the grades from the lowest."""

    steps: dict[str, Fact]
    grades: dict[str, Grade]
    notes: tuple[Fact, ...] = ()
