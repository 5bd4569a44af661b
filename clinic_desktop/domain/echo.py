"""What was just recorded, in one short sentence for eyes that are on the patient."""

from typing import Final

from clinic_desktop.domain import phrases, red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import ConductionSign

_FEW: Final = 3


def difference(before: Examination, after: Examination, catalogue: Catalogue) -> str:
    """Return the responses, signs and red flags that are new or other; "" where there is none."""
    responses = [r for r in after.responses or () if r not in (before.responses or ())]
    signs = [s for s in after.conduction or () if s not in (before.conduction or ())]
    return "; ".join(
        (
            *(response_echo(response, catalogue) for response in responses),
            *_sign_echoes(signs, catalogue),
            *_flag_echoes(before, after, catalogue),
        )
    )


def response_echo(response: Response, catalogue: Catalogue) -> str:
    """Return such as "SLR LEFT: Fail (positive), 35°, familiar: yes, increase"."""
    place = f"{catalogue.tests[response.test].short} {response.side.value.upper()}"
    parts = [
        catalogue.label("outcome_window", response.outcome) if response.outcome else None,
        response.not_tested_reason
        and catalogue.words("not_tested_reason", response.not_tested_reason),
        _angles(response.onset_deg, response.limit_deg),
        response.familiar and f"familiar: {catalogue.words('familiar', response.familiar)}",
        _effect(response, catalogue),
        response.symptom_side and f"symptom: {catalogue.words('side', response.symptom_side)}",
        None
        if response.below_knee is None
        else f"below the knee: {'yes' if response.below_knee else 'no'}",
        None if response.nprs is None else f"NPRS {response.nprs}",
        response.variant and catalogue.words("variant", response.variant),
        f"\u201c{response.note}\u201d" if response.note else None,
    ]
    return f"{place}: {', '.join(filter(None, parts)) or 'not recorded'}"


def sign_echo(sign: ConductionSign, catalogue: Catalogue) -> str:
    """Return such as "L5 LEFT: Power 4 (against resistance)"."""
    line = f"{sign.root.value} {sign.side.value.upper()}: {phrases.sign_line(sign, catalogue)}"
    return f"{line}, \u201c{sign.note}\u201d" if sign.note else line


def _sign_echoes(signs: list[ConductionSign], catalogue: Catalogue) -> list[str]:
    if len(signs) > _FEW:
        return [f"{len(signs)} signs recorded"]
    return [sign_echo(sign, catalogue) for sign in signs]


def _flag_echoes(before: Examination, after: Examination, catalogue: Catalogue) -> list[str]:
    """Return the answer first, such as "No: Fever?"; many at once are those of one group."""
    was, now = red_flags.answers_of(before), red_flags.answers_of(after)
    groups = []
    for group in catalogue.red_flags.values():
        new = [i for i in group.items if now.get(i.id) and now.get(i.id) != was.get(i.id)]
        answers = {catalogue.label("yes_no", now[item.id]) for item in new}
        if len(new) > 1 and len(answers) == 1:
            groups.append(f"{answers.pop()}, {len(new)} times: {group.name}")
        else:
            groups += [f"{catalogue.label('yes_no', now[i.id])}: {i.question}" for i in new]
    return groups


def _angles(onset: int | None, limit: int | None) -> str | None:
    first = None if onset is None else f"{onset}\u00b0"
    last = None if limit is None else f"limit {limit}\u00b0"
    return ", ".join(filter(None, (first, last))) or None


def _effect(response: Response, catalogue: Catalogue) -> str | None:
    given = response.differentiation
    if given is None:
        return None
    movement = given.movement and catalogue.movement_words(given.movement)
    effect = given.effect and catalogue.words("effect", given.effect)
    return ": ".join(filter(None, (effect, movement))) or None  # a long name must not push it out
