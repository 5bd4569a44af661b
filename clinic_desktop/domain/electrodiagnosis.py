"""What an EMG or nerve conduction study gave, in words."""

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import Electrodiagnosis, StudiedRoot

_Pairs = tuple[tuple[str, str | None], ...]


def electrodiagnosis_facts(
    given: Electrodiagnosis, catalogue: Catalogue
) -> tuple[tuple[str, str], ...]:
    """Return all that is recorded of a study as (name, words), the result and its roots first."""
    pairs = (
        *_outcome(given, catalogue),
        ("muscles", ", ".join(given.muscles or ())),
        ("paraspinal", _yes(given.paraspinal)),
        ("snap_normal", _yes(given.snap_normal)),
        ("h_reflex", given.h_reflex),
        ("f_wave", given.f_wave),
        ("entrapment", given.entrapment),
        (
            "weeks_since_onset",
            None if given.weeks_since_onset is None else f"{given.weeks_since_onset}",
        ),
    )
    return _labelled(pairs, catalogue)


def electrodiagnosis_words(given: Electrodiagnosis, catalogue: Catalogue) -> str:
    """Return all that is recorded of a study in one line."""
    return _line(electrodiagnosis_facts(given, catalogue))


def outcome_words(given: Electrodiagnosis, catalogue: Catalogue) -> str:
    """Return the result of a study and the roots it names, in one line."""
    return _line(_labelled(_outcome(given, catalogue), catalogue))


def _outcome(given: Electrodiagnosis, catalogue: Catalogue) -> _Pairs:
    return (
        ("result", given.result and catalogue.words("study_result", given.result)),
        ("roots", ", ".join(_root(each, catalogue) for each in given.roots or ())),
    )


def _labelled(pairs: _Pairs, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    return tuple(
        (catalogue.label("field", name), words) for name, words in pairs if words and words.strip()
    )


def _line(facts: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"{name}: {words}" for name, words in facts)


def _root(each: StudiedRoot, catalogue: Catalogue) -> str:
    side = f" {catalogue.words('side', each.side)}" if each.side else ""
    return f"{each.root}{side}"


def _yes(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "no")
