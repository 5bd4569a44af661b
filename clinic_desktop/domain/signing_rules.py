"""What the rules of signing look at, and what they tell."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.dates import day_of
from clinic_desktop.domain.entry_words import response_name
from clinic_desktop.domain.examination import Before, Conclusion, Consent, Examination, Presentation
from clinic_desktop.domain.practice import Account
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import RedFlags
from clinic_desktop.domain.versions import Amending


class Signing(Struct, frozen=True, kw_only=True):
    """What is about to be signed, and all that the rules look at beside it."""

    examination: Examination
    catalogue: Catalogue
    comparison: Comparison
    account: Account
    now: datetime
    before: Examination | None
    amending: Amending | None
    present: Examination | None

    @property
    def presentation(self) -> Presentation:
        """What the patient feels."""
        return self.examination.presentation or Presentation()

    @property
    def consent(self) -> Consent:
        """What the patient agreed to."""
        return (self.examination.before or Before()).consent or Consent()

    @property
    def flags(self) -> RedFlags:
        """The red flags, their level and reason."""
        return self.examination.red_flags or RedFlags()

    @property
    def conclusion(self) -> Conclusion:
        """The conclusion."""
        return self.examination.conclusion or Conclusion()

    @property
    def responses(self) -> tuple[Response, ...]:
        """The responses to the tests."""
        return self.examination.responses or ()

    @property
    def performed_on(self) -> date | None:
        """The day of the examination, in its own offset."""
        return day_of(self.examination.performed_at)

    @property
    def today(self) -> date:
        """The day of signing, in the offset the examination was written with."""
        performed = self.examination.performed_at
        zone = datetime.fromisoformat(performed).tzinfo if performed else None
        return (self.now.astimezone(zone) if zone else self.now).date()

    def flag_names(self, items: Iterable[str]) -> str:
        """Return the names of red-flag items, for the middle of a sentence."""
        return "; ".join(self.catalogue.words("red_flag", item) for item in items)

    def name(self, response: Response) -> str:
        """Return the name of a response: "SLR, left"."""
        return response_name(response, self.catalogue)

    @property
    def is_recorded_by_another(self) -> bool:
        """Whether somebody else than the signer recorded the examination."""
        recorder, signer = self.examination.therapist, self.account.therapist
        if recorder is None:
            return False
        if recorder.id and signer.id:
            return recorder.id != signer.id
        return not is_blank(recorder.name) and recorder.name != signer.name


Told = Iterator[tuple[str, str]]
"""Step and sentence of each remark a rule makes."""

Rule = Callable[[Signing], Told]


def is_blank(text: str | None) -> bool:
    """Whether nobody wrote anything that is more than blank."""
    return not (text and text.strip())
