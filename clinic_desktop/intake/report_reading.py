"""Reads the words of an imaging report into offers; nothing here counts until it is accepted."""

from typing import Final

from clinic_desktop.domain.anatomy import LUMBAR_LEVELS
from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.intake.caveats import caveats
from clinic_desktop.intake.language import UNCLEAR, language_of
from clinic_desktop.intake.levels import levels_in
from clinic_desktop.intake.merging import Merged, in_order
from clinic_desktop.intake.sentences import folded, sentences_in
from clinic_desktop.intake.walk import Walk

LONGEST: Final = 40_000
"""So many characters of a report are read; the longest seen have a tenth of it."""


def read_report(text: str) -> ReportReading:
    """Return what the rules read from a report's text.

    English only; of another language nothing is read and a warning says so. Any text is taken:
    what the rules do not understand is left out, never guessed. What a report does not mention is
    in `not_mentioned`, never normal.
    """
    part = text[:LONGEST]
    low = folded(part)
    language = language_of(low)
    if language != "en":
        return ReportReading(
            language=language, not_mentioned=LUMBAR_LEVELS, warnings=_not_read(language, low)
        )
    mentions = levels_in(low)
    sentences = sentences_in(part, low)
    walk = Walk(low, mentions, sentences)
    for sentence in sentences:
        walk.read(sentence)
    rest = walk.normality.rest
    merged = Merged(walk.statements)
    rows = merged.rows
    if rest is not None:
        rows = in_order([*rows, *walk.not_understood()])
    changed = {row.level for row in rows if not row.is_negated}
    normal = walk.normality.levels(changed)
    warnings = [
        *caveats(
            low,
            rows,
            walk.without_level,
            past=walk.past,
            shared_out=walk.shared_out,
            likened=walk.likened,
            slips=any(mention.slip for mention in mentions),
            not_read=walk.named.not_read,
        ),
        *merged.conflicts,
        *(
            f"The report calls {level.value} normal and names a finding there."
            for level in walk.normality.called
            if level in changed
        ),
    ]
    if len(text) > LONGEST:
        warnings.insert(0, f"Only the first {LONGEST} characters were read.")
    mentioned = {row.level for row in rows} | set(normal) | walk.named.spoken_of
    return ReportReading(
        language=language,
        findings=rows,
        stated_normal=tuple(normal),
        normal_quotes=normal,
        rest_stated_normal=rest is not None,
        rest_quote=rest,
        not_mentioned=()
        if rest is not None
        else tuple(level for level in LUMBAR_LEVELS if level not in mentioned),
        warnings=tuple(warnings),
    )


def _not_read(language: str, low: str) -> tuple[str, ...]:
    if not low.strip():
        return ()
    if language == UNCLEAR:
        return ("The language of the report is not clear; nothing was read from it.",)
    return (f"The report is not in English ({language}); nothing was read from it.",)
