"""Says how far a denial or a doubt reaches over the clauses of a sentence."""

from collections.abc import Sequence

from clinic_desktop.intake.tags import Tag, Token


def since_last_start(ahead: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out what stands before "with", "but" and the like: its denial does not reach on."""
    starts = [
        n for n, t in enumerate(ahead) if t.tag is Tag.STRONG and t.value in ("with", "but", ";")
    ]
    return ahead[starts[-1] :] if starts else ahead


def joint_of(first: Token) -> str:
    """Return how a clause that begins with this word is joined to the one before."""
    if first.tag is Tag.STRONG:
        return str(first.value)
    if first.tag is Tag.NO:
        return "no"
    if first.tag is Tag.WEAK:
        return first.word if first.word in ("or", "/") else "and"
    return "bare"


def goes_on(joint: str, ahead: Sequence[Token], head: Token | None) -> bool:
    """Whether a denial reaches into the next clause."""
    if joint in ("or", "/"):
        return True
    if joint == "cause":
        return True
    if joint not in ("and", "bare") or (head is not None and head.tag is Tag.OPEN):
        return False
    first = next((t for t in ahead if t.tag is not Tag.WEAK), None)
    if first is not None and first.tag is Tag.LEVEL:
        return False
    return not fresh(ahead)


def fresh(ahead: Sequence[Token]) -> bool:
    """Whether a clause begins a new affirmation."""
    return any(t.tag in (Tag.GRADE, Tag.AFFIRM) for t in ahead)


def denies_degree(ahead: Sequence[Token]) -> bool:
    """Whether only a high degree is denied: "no severe stenosis" leaves the rest open."""
    grades = [t.value for t in ahead if t.tag is Tag.GRADE]
    return bool(grades) and all(grade in ("moderate", "severe") for grade in grades)
