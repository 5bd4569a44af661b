"""Mechanisms that the studies held may not show, and sources of pain found outside structure.

Offered by how the studies were made, never by what the patient has: what speaks to one in the
examination stands beside it.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import Before, Examination, FunctionalTest, Mechanism
from clinic_desktop.domain.imaging import ImagingReport, Modality
from clinic_desktop.domain.literature import study_sentence
from clinic_desktop.domain.sensitisation import sensitisation_sentence
from clinic_desktop.domain.unshown_mechanism import StudyCondition, UnshownMechanism
from clinic_desktop.domain.values import Examined, YesNoUnknown

_UNKNOWN: Final = "unknown"
_CONTRAST: Final = "contrast"


class OfferedMechanism(Struct, frozen=True, kw_only=True):
    """A mechanism the studies held may not show.

    `key` is its id in the document, `reasons` why it is offered, `found` what the examination and
    functional tests say that speaks to it, `considered` the therapist's entry, where there is one.
    """

    key: str
    entry: UnshownMechanism
    reasons: tuple[str, ...]
    found: tuple[str, ...]
    considered: Mechanism | None


class FoundSource(Struct, frozen=True, kw_only=True):
    """A source of pain found outside the tested pathways, with the further test that looks at it.

    `mechanisms` are the ids of those it speaks to.
    """

    source: str
    words: str
    further: str | None
    mechanisms: tuple[str, ...]


def offered(examination: Examination, catalogue: Catalogue) -> tuple[OfferedMechanism, ...]:
    """Return the mechanisms that none of the studies held of a region could have shown."""
    found = []
    for key, entry in catalogue.mechanisms.items():
        groups = (_reasons(entry, studies, examination) for studies in _by_region(examination))
        if reasons := tuple(dict.fromkeys(chain.from_iterable(groups))):
            found.append(
                OfferedMechanism(
                    key=key,
                    entry=entry,
                    reasons=reasons,
                    found=tuple(_found(entry, examination, catalogue)),
                    considered=_considered(key, examination),
                )
            )
    return tuple(found)


def found_sources(examination: Examination, catalogue: Catalogue) -> tuple[FoundSource, ...]:
    """Return the non-structural sources found in the examination, signs of sensitisation last."""
    told = []
    for entry in examination.other_sources or ():
        if entry.found is Examined.YES and entry.source:
            clue = catalogue.other_sources.get(entry.source)
            told.append(
                FoundSource(
                    source=entry.source,
                    words=_noted(catalogue.label("source", entry.source), entry.note),
                    further=catalogue.cited(clue.further) if clue and clue.further else None,
                    mechanisms=tuple(
                        key
                        for key, mechanism in catalogue.mechanisms.items()
                        if entry.source in mechanism.sources
                    ),
                )
            )
    if sentence := _sensitised(examination, catalogue):
        speaking = (key for key, each in catalogue.mechanisms.items() if each.sensitisation)
        told.append(
            FoundSource(
                source="sensitisation", words=sentence, further=None, mechanisms=tuple(speaking)
            )
        )
    return tuple(told)


def results_of(test: str | None, examination: Examination) -> tuple[FunctionalTest, ...]:
    """Return the functional tests of a name that are recorded with a result."""
    return tuple(
        entry
        for entry in examination.functional_tests or ()
        if test and entry.test == test and entry.result and entry.result.strip()
    )


def result_words(entry: FunctionalTest, catalogue: Catalogue) -> str:
    """Return a functional test's result: "Dynamic ultrasound, 1 November 2026, left: it glides"."""
    about = (
        catalogue.label("proposed_test", entry.test),
        long_date(entry.performed_on) if entry.performed_on else None,
        entry.target,
        catalogue.words("side", entry.side) if entry.side else None,
    )
    return f"{', '.join(filter(None, about))}: {entry.result}"


def mechanism_evidence(entry: UnshownMechanism, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what is published of a mechanism, with its sources."""
    studies = (study_sentence(catalogue.studies[key], catalogue) for key in entry.studies)
    return (*studies, *(catalogue.cited(fact) for fact in entry.evidence))


def _by_region(examination: Examination) -> Iterator[list[ImagingReport]]:
    """Give the studies held of each region, those of nerves and muscles left out."""
    studies = [
        report for report in examination.imaging or () if report.modality is not Modality.EMG_NCS
    ]
    for region in Region:
        if of_region := [report for report in studies if report.covers(region)]:
            yield of_region
    if without := [report for report in studies if report.region is None]:
        yield without


def _reasons(
    entry: UnshownMechanism, studies: list[ImagingReport], examination: Examination
) -> list[str]:
    """Why none of these studies could have shown it; nothing where one could."""
    reasons = []
    for study in studies:
        fitting = next((when for when in entry.when if _fits(when, study, examination)), None)
        if fitting is None:
            return []
        reasons.append(fitting.reason)
    return reasons


def _fits(when: StudyCondition, study: ImagingReport, examination: Examination) -> bool:
    return (
        (not when.modalities or study.modality in when.modalities)
        and (not when.regions or study.region in when.regions)
        and (not when.positions or position_of(study) in when.positions)
        and set(when.without_sequences).isdisjoint(study.sequences or ())
        and not (when.without_contrast and _has_contrast(study))
        and (_had_procedure(examination) or not when.after_procedure)
    )


def position_of(study: ImagingReport) -> str:
    """Return the position a study was made in; one of an upright MRI is never lying."""
    if study.position and study.position != _UNKNOWN:
        return study.position
    return "upright_sitting" if study.modality is Modality.UPRIGHT_MRI else _UNKNOWN


def _has_contrast(study: ImagingReport) -> bool:
    return study.contrast is YesNoUnknown.YES or _CONTRAST in (study.sequences or ())


def _had_procedure(examination: Examination) -> bool:
    before = examination.before or Before()
    return bool(before.operations or before.injections)


def _found(
    entry: UnshownMechanism, examination: Examination, catalogue: Catalogue
) -> Iterator[str]:
    for source in examination.other_sources or ():
        if source.found is Examined.YES and source.source in entry.sources:
            yield _noted(catalogue.label("source", source.source), source.note)
    if entry.sensitisation and (sentence := _sensitised(examination, catalogue)):
        yield sentence
    for test in entry.tests:
        for result in results_of(test, examination):
            yield result_words(result, catalogue)


def _sensitised(examination: Examination, catalogue: Catalogue) -> str | None:
    """What the signs of sensitisation amount to, where one of them was found."""
    given = examination.sensitisation
    if given is None or Examined.YES not in (
        getattr(given, field) for field in given.__struct_fields__
    ):
        return None
    return sensitisation_sentence(given, catalogue)


def _considered(key: str, examination: Examination) -> Mechanism | None:
    entries = examination.mechanisms_considered or ()
    return next((entry for entry in entries if entry.mechanism == key), None)


def _noted(name: str, note: str | None) -> str:
    return f"{name} ({note})" if note and note.strip() else name
