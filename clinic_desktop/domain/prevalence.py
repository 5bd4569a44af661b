"""What share of pain-free people of an age had a finding, and how much more often it was with pain.

A published share, the same for everybody of that age: never the probability of anything in this
patient. It stands beside degenerative findings of the lumbar spine only, for these were counted.
"""

from datetime import date
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import LUMBAR_LEVELS
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import day_of
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.facts import Mark
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding
from clinic_desktop.domain.prevalence_table import AgeShare, WithPain

_FROM_AGE: Final = 15
_TO_AGE: Final = 84
"""The ages of which 20 to 80 is the nearest decade; none is carried beyond."""


class Prevalence(Struct, frozen=True, kw_only=True):
    """What is published of a finding at an age.

    `share` is null where no share is published of the kind or the age is not known or beyond the
    table; `why_no_share` says which. `counter` is empty where the kind was not compared with and
    without pain.
    """

    kind: FindingKind
    name: str
    age: int | None
    share: AgeShare | None
    counter: tuple[WithPain, ...]
    why_no_share: str | None


def age_at(born: date | None, on: date | None) -> int | None:
    """Return the age in whole years on a day; `None` where one is not known or before the birth."""
    if born is None or on is None or on < born:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def nearest_decade(age: int) -> int | None:
    """Return the decade of the table nearest to an age, 20 to 80; halfway is the next one.

    `None` below 15 and above 84: what is published is never carried beyond.
    """
    return (age + 5) // 10 * 10 if _FROM_AGE <= age <= _TO_AGE else None


def prevalence(
    finding: ImagingFinding, examination: Examination, catalogue: Catalogue
) -> Prevalence | None:
    """Return what is published of a finding at the patient's age on the day of the examination.

    `None` for a kind of which nothing is, for one that is negated, and outside the lumbar spine.
    """
    table = catalogue.prevalence
    row = next((each for each in table.findings.values() if finding.kind in each.kinds), None)
    counter = tuple(each for each in table.counter.findings.values() if _is_of(each, finding))
    named = row or next(iter(counter), None)
    if named is None or finding.is_negated or finding.level not in LUMBAR_LEVELS:
        return None
    age = age_at(examination.patient.birth_date, day_of(examination.performed_at))
    share = why = None
    if row is None:
        why = f"no share of pain-free people by age is published of {named.name}"
    elif age is None:
        why = "the age on the day of the examination is not known"
    elif (decade := nearest_decade(age)) is None:
        why = f"the table covers ages {_FROM_AGE} to {_TO_AGE}; it is not carried beyond"
    else:
        share = next(each for each in row.by_age if each.age == decade)
    return Prevalence(
        kind=finding.kind, name=named.name, age=age, share=share, counter=counter, why_no_share=why
    )


def _is_of(counted: WithPain, finding: ImagingFinding) -> bool:
    """Whether a finding is of what was counted: of one grade alone only where that is recorded."""
    recorded = finding.grade_system, finding.grade
    return finding.kind in counted.kinds and counted.graded in (None, recorded)


def prevalence_sentence(told: Prevalence, catalogue: Catalogue) -> str:
    """Return the share of pain-free people, and what stands against it.

    Such as "Of people without pain aged about 50, 60% had a disc bulge (n = 123; Brinjikji 2015).
    Up to 50 years of age a disc bulge was more frequent with pain than without: odds ratio 7.54
    (95% interval 1.28 to 44.56; Brinjikji 2015b)."
    """
    table = catalogue.prevalence
    cited = catalogue.sources[table.source].short
    if told.share is None:
        parts = [f"Share of people without pain ({cited}): {told.why_no_share}."]
    else:
        share = told.share
        about = "; ".join(filter(None, (_counted(share), cited, _checked(share, catalogue))))
        people = f"Of people without pain aged about {share.age}"
        parts = [f"{people}, {share.percent}% had {told.name} ({about})."]
    parts += (_against(each, catalogue) for each in told.counter)
    return " ".join(parts)


def _against(each: WithPain, catalogue: Catalogue) -> str:
    """Say whether a finding was more frequent with pain; with 1 in its interval it is not clear."""
    odds = each.odds_ratio
    clearly = "" if odds.low > 1 else "not clearly "
    return (
        f"Up to 50 years of age {each.name} was {clearly}more frequent with pain than without: "
        f"odds ratio {odds.value:.2f} (95% interval {odds.low:.2f} to {odds.high:.2f}; "
        f"{catalogue.sources[catalogue.prevalence.counter.source].short})."
    )


def _counted(share: AgeShare) -> str:
    if share.n is None:
        return "n not read"
    return f"n = {share.n}" if share.n else "estimate, no data"


def _checked(share: AgeShare, catalogue: Catalogue) -> str | None:
    return None if share.mark is Mark.SEEN else catalogue.words("mark", share.mark)
