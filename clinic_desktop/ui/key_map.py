"""Every key of the window, once: the help shows this table, and the README is held against it."""

from typing import Final, NamedTuple

from clinic_desktop.domain import progress


class Key(NamedTuple):
    """One or several keys that stand together, and what they do."""

    keys: tuple[str, ...]
    does: str


class Place(NamedTuple):
    """Where keys hold: a step's key or its prefix, or a place that is in no step."""

    name: str
    heading: str
    keys: tuple[Key, ...]


EVERYWHERE: Final = "everywhere"
PLACES: Final = (
    Place(
        progress.TEST_PREFIX,
        "On a test: one key answers for the side that is framed",
        (
            Key(("P",), "pass (negative), and on to the next side"),
            Key(("F",), "fail (positive), then familiar symptom, differentiation, angle"),
            Key(("I",), "inconclusive"),
            Key(("T",), "not tested; then the reason by its number"),
            Key(("Y", "M", "N"), "familiar symptom: yes, partly, no"),
            Key(("+", "=", "-"), "differentiation: increase, increase, decrease"),
            Key(("0", "X"), "differentiation: no change, not done"),
            Key(
                ("A letter",),
                "the movement that begins with it in its list, as D in \u201cD ankle\u201d",
            ),
            Key(("0 \u2026 9",), "before an outcome, and in its field: the angle"),
            Key(("Enter",), "next side, then the next step"),
            Key(("Backspace",), "a digit or a side back, then the step before"),
            Key(("Ctrl+Shift+N",), "lists the other tests of the side, to tick the negative ones"),
        ),
    ),
    Place(
        progress.SAFETY,
        "On the step \u201cSafety\u201d",
        (
            Key(("Y", "N", "U"), "yes, no, unknown, for the item that has the keyboard"),
            Key(("A",), "all of this group asked: none; not where each item is asked on its own"),
            Key(("S",), "asked again: the same answers"),
            Key(("1", "2", "3", "4"), "on the level of concern: the level"),
            Key(("Up", "Down"), "item before, next item"),
            Key(("Enter",), "the test that waits, once what it waits for is asked"),
        ),
    ),
    Place(
        progress.CONDUCTION,
        "On the step \u201cConduction\u201d",
        (
            Key(("0 \u2026 5",), "power"),
            Key(("N", "A"), "reflex, light touch, pin prick: normal, absent"),
            Key(("R", "B", "C"), "reflex: reduced, brisk, clonus"),
            Key(("L", "I"), "light touch, pin prick: altered, increased"),
            Key(("Arrows",), "the next cell that way; with Shift, several cells"),
            Key(("Space",), "the list of the cell"),
            Key(("Delete",), "takes the answer away"),
        ),
    ),
    Place(
        progress.COMPARISON,
        "On a table of the step \u201cComparison\u201d",
        (
            Key(("Arrows",), "the next row or cell that way"),
            Key(("L", "Enter"), "the literature beside the row, and away again"),
            Key(("W",), "the findings behind the row, with the report's words"),
            Key(("R",), "to another root for a finding of the row"),
            Key(("C",), "the comment on the row; Esc leads back"),
        ),
    ),
    Place(
        progress.REASON,
        "On the body chart of the step \u201cReason and symptoms\u201d",
        (
            Key(("Arrows",), "the next region that way"),
            Key(("1", "2", "3"), "mark pain, pins and needles, numbness from now on"),
            Key(("Space",), "marks the region, or takes the mark away"),
            Key(("Delete",), "takes every mark of the region away"),
        ),
    ),
    Place(
        progress.IMAGING,
        "On the step \u201cImaging report\u201d",
        (
            Key(("Ctrl+V",), "takes in the text that was copied, or the file"),
            Key(("Ctrl+O",), "opens a report\u2019s file"),
            Key(("A", "Enter"), "accepts the current offer"),
            Key(("Ctrl+Enter",), "accepts all offers; the button says how many"),
            Key(("E",), "accepts it and opens it for correcting"),
            Key(("X", "Delete"), "sets it aside: it counts nowhere, and can be offered again"),
            Key(("Up", "Down"), "offer before, next offer; its words are marked in the report"),
            Key(("Esc",), "from the report\u2019s words to the offers"),
        ),
    ),
    Place(
        progress.CONCLUSION,
        "In the preview of the report",
        (
            Key(("PgDn", "PgUp"), "further down, further up"),
            Key(("1 \u2026 9",), "that page"),
            Key(("Home", "End"), "first page, last page"),
            Key(("Ctrl++", "Ctrl+-"), "larger, smaller; the wheel with Ctrl, too"),
            Key(("Ctrl+0", "Ctrl+1", "Ctrl+2"), "the whole page, its true size, its width"),
        ),
    ),
    Place(
        "command",
        "In the command box",
        (
            Key(("Ctrl+K",), "opens it, from any step"),
            Key(("Enter",), "records the line"),
            Key(("Up", "Down"), "the line entered before, the one after it"),
            Key(("Esc",), "leaves it"),
        ),
    ),
    Place(
        "note",
        "In a note and every other text",
        (
            Key(("Esc",), "leaves the note; until then letters are text"),
            Key(("Ctrl+Space",), "phrases to choose from"),
        ),
    ),
    Place(
        "patients",
        "Among the patients",
        (
            Key(("Enter",), "the first one found, or the row chosen"),
            Key(("F2",), "corrects the patient's details"),
            Key(("F9",), "hides the names, and shows them again"),
            Key(("Delete",), "withdraws the draft chosen, after a reason"),
        ),
    ),
    Place(
        EVERYWHERE,
        "Everywhere in an examination",
        (
            Key(("Ctrl+PgDn", "Ctrl+PgUp"), "next step, step before"),
            Key(("Ctrl+Z", "Ctrl+Y"), "take the last answer back, give it again"),
            Key(("Ctrl+K",), "command box: a line of shorthand"),
            Key(("Ctrl+Shift+Enter",), "sign"),
            Key(("Tab", "Shift+Tab"), "next field, field before"),
            Key(("Space",), "presses or ticks what has the keyboard"),
            Key(("Ctrl+L",), "locks"),
            Key(("F1",), "this page"),
        ),
    ),
)


def places_for(step: str) -> tuple[Place, ...]:
    """Return the places, the one of an open step first and what holds everywhere after it.

    Args:
        step: a step's key, or "" where none is open.
    """
    here = [place for place in PLACES if step and step.startswith(place.name)]
    everywhere = [place for place in PLACES if place.name == EVERYWHERE]
    rest = [place for place in PLACES if place not in (*here, *everywhere)]
    return (*here, *everywhere, *rest)
