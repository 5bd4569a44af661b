"""The conduction of every root examined, left beside right, as short as page 1 asks for."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clinic_desktop.domain.anatomy import Root, Side, in_order
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import sign_grade
from clinic_desktop.domain.screening import ConductionSign, SignKind
from clinic_desktop.report.parts import (
    Blocks,
    Cell,
    Line,
    Mark,
    Result,
    Section,
    Table,
    Tone,
    joined,
)

_RUN: Final = 3
"""From how many neighbouring roots on they are named as a run: "L2 to L5"."""

Signs = Sequence[ConductionSign]


def nerves(examination: Examination, catalogue: Catalogue) -> Section | None:
    """Return the section of the conduction signs, where one has a grade."""
    tables = tuple(nerve_conduction(examination.conduction or (), catalogue))
    return Section("Reflexes, power and sensation", tables) if tables else None


def nerve_conduction(signs: Signs, catalogue: Catalogue) -> Blocks:
    """Give a row for each root with a loss or gain, then one for all the others.

    A sign without a grade is not recorded, and not named.
    """
    graded = [sign for sign in signs if sign.grade]
    roots = in_order({sign.root for sign in graded})
    if not roots:
        return
    changed = [sign.root for sign in graded if sign.is_loss or sign.is_gain]
    groups = [(root,) for root in roots if root in changed]
    others = tuple(root for root in roots if root not in changed)
    yield Table(
        kind="nerves",
        heads=("Root", *(side.value.capitalize() for side in Side)),
        rows=tuple(
            (
                (Line(named(group), tone=Tone.ROOT),),
                *(_cell(group, side, graded, catalogue) for side in Side),
            )
            for group in (*groups, *((others,) if others else ()))
        ),
    )


def named(roots: Sequence[Root]) -> str:
    """Return roots in few words: "L2 to L5, S2"."""
    order = list(Root)
    runs: list[list[Root]] = []
    for root in roots:
        if runs and order.index(root) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(root)
        else:
            runs.append([root])
    return joined(
        *(
            f"{run[0].value} to {run[-1].value}"
            if len(run) >= _RUN
            else joined(*(root.value for root in run))
            for run in runs
        )
    )


def _cell(roots: Sequence[Root], side: Side, signs: Signs, catalogue: Catalogue) -> Cell:
    here = [sign for sign in signs if sign.root in roots and sign.side is side]
    if not here:
        return (Result("Not recorded"),)
    lost = _graded((sign for sign in here if sign.is_loss), catalogue)
    more = _graded((sign for sign in here if sign.is_gain), catalogue)
    normal = joined(*_normal(roots, here, catalogue), by="; ")
    return tuple(
        Result(words, mark)
        for words, mark in (
            (lost, Mark.REDUCED),
            (more, Mark.INCREASED),
            (f"Normal: {normal}" if normal else "", Mark.NEGATIVE),
        )
        if words
    )


def _graded(signs: Iterable[ConductionSign], catalogue: Catalogue) -> str:
    """Return what was found: "Reflex reduced, light touch altered"."""
    words = joined(
        *(
            f"{catalogue.words('sign_kind', sign.kind)} {sign_grade(sign, catalogue)}"
            for sign in signs
        )
    )
    return f"{words[:1].upper()}{words[1:]}"


def _normal(roots: Sequence[Root], here: Signs, catalogue: Catalogue) -> Iterator[str]:
    """Give what was normal, and at which of the roots where that is not all of them."""
    kinds: dict[tuple[Root, ...], list[str]] = {}
    for kind in SignKind:
        normal = [
            sign.root for sign in here if sign.kind is kind and not (sign.is_loss or sign.is_gain)
        ]
        if at := tuple(root for root in roots if root in normal):
            words = catalogue.words("sign_kind", kind)
            grade = " 5 of 5" if kind is SignKind.POWER else ""
            kinds.setdefault(at, []).append(f"{words}{grade}")
    for at, names in kinds.items():
        where = "" if at == tuple(roots) else f" ({named(at)})"
        yield f"{', '.join(names)}{where}"
