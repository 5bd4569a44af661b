"""What was screened: the red flags, and where the conduction of the roots was tested."""

from collections.abc import Mapping

from clinic_desktop.domain.anatomy import Root, Side, in_order
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.screening import ConductionSign, RedFlags, SignKind, SignPlace
from clinic_desktop.report.parts import (
    Blocks,
    action_words,
    facts,
    joined,
    refers,
    worded,
    written,
)


def red_flags(flags: RedFlags | None, comparison: Comparison, catalogue: Catalogue) -> Blocks:
    """Give what was asked, the answers, and what was done about a concern.

    What was asked again after something that was since removed is said so.
    """
    if flags is None:
        return
    on_page_1 = refers(flags)  # the reason, what is not answered no, and what was done
    answers = flags.answers or {}
    asked = f"{len(answers)}" if "yes" in answers.values() else f"{len(answers)}, none answered yes"
    held = {line.kind for line in comparison.safety}
    again = (
        catalogue.words("safety_kind", kind) + ("" if kind in held else " (since removed)")
        for kind in flags.asked_again or ()
    )
    yield from facts(
        ("Asked", asked if answers else None),
        ("Asked again after", joined(*again, by="; ")),
        ("Level of concern set by the therapist", worded("concern", flags.level, catalogue)),
        ("Reason", None if on_page_1 else flags.reason),
    )
    listed = {item.id for item in catalogue.red_flag_items}
    # Where every question was asked, which ones answered no goes without saying.
    all_no = listed <= answers.keys() and all(answer == "no" for answer in answers.values())
    for answer in ("no",) if on_page_1 else ("yes", "unknown", "no"):
        items = [
            catalogue.label("red_flag", item)
            for item, given in answers.items()
            if given == answer and not (all_no and item in listed)
        ]
        yield from facts((f"Answered {answer}", joined(*items, by="; ")))
    for action in () if on_page_1 else flags.actions or ():
        yield from facts(("Done", action_words(action)))


def conduction(signs: tuple[ConductionSign, ...], catalogue: Catalogue) -> Blocks:
    """Give what was tested at each root, and what was noted; page 1 has the grades."""
    roots = in_order({sign.root for sign in signs})
    known = {sign.place: sign for sign in signs}
    tested: dict[str, list[str]] = {}
    for kind in SignKind:
        words = joined(*(_tested_at(root, kind, known) for root in roots), by="; ")
        tested.setdefault(words, []).append(catalogue.words("sign_kind", kind))
    yield from facts(
        *((f"Tested, {' and '.join(kinds)}", words) for words, kinds in tested.items()),
        *((f"Note on {_sign_name(sign, catalogue)}", sign.note) for sign in signs),
    )


def _sign_name(sign: ConductionSign, catalogue: Catalogue) -> str:
    return f"{sign.root} {sign.side}, {catalogue.words('sign_kind', sign.kind)}"


def _tested_at(root: Root, kind: SignKind, known: Mapping[SignPlace, ConductionSign]) -> str:
    """Return what was tested at a root: "S1 Achilles", or "S1 left eversion; S1 right raises"."""
    signs = (known.get(SignPlace(root, side, kind)) for side in Side)
    items = {sign.side: sign.item for sign in signs if sign and written(sign.item)}
    if len(items) > 1 and len(set(items.values())) == 1:
        return f"{root} {items[Side.LEFT]}"
    return joined(*(f"{root} {side} {item}" for side, item in items.items()), by="; ")
