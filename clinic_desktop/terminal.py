"""What the command line prints: lines a terminal cannot be commanded by, and JSON."""

import json
from collections.abc import Iterator

import msgspec

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison, ConductionRow, MechanoRow
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import Quote
from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.domain.undated import undated_words


def comparison_lines(
    comparison: Comparison, examination: Examination, catalogue: Catalogue
) -> list[str]:
    """Return a comparison as lines of text."""
    lines = [f"Safety: {line.text}" for line in comparison.safety]
    lines += filter(None, [phrases.side_sentence(comparison)])
    lines.append(phrases.speaking_heading(examination, catalogue))
    lines += undated_words(examination, catalogue)
    rows: list[tuple[MechanoRow | ConductionRow, str]] = [
        (row, phrases.examination_cell(row, examination, catalogue))
        for row in comparison.mechanosensitivity
    ]
    rows += [(row, phrases.conduction_cell(row, catalogue)) for row in comparison.conduction]
    for row, cell in rows:
        lines += [
            "",
            phrases.row_name(row, catalogue),
            f"  examination: {cell}",
            f"  imaging:     {phrases.imaging_cell(row, examination, catalogue)}",
            f"  reading:     {phrases.reading_words(row, catalogue)} (proposed)",
        ]
        lines += [f"  note:        {row.note}"] if row.note else []
    return lines


def reading_lines(reading: ReportReading, text: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield what was read, each row with the words it was read from."""
    for finding in reading.findings:
        yield phrases.finding_summary(finding, catalogue)
        yield from _quoted(finding.quote, text)
    for level in reading.stated_normal:
        yield f"{level.value}: stated normal"
        yield from _quoted(reading.normal_quotes.get(level), text)
    if reading.rest_stated_normal:
        yield "The report says that what it does not list is normal."
        yield from _quoted(reading.rest_quote, text)
    if reading.not_mentioned:
        yield f"Not mentioned: {', '.join(level.value for level in reading.not_mentioned)}"


def _quoted(quote: Quote | None, text: str) -> Iterator[str]:
    if quote is not None and quote.span is not None:
        start, end = quote.span
        yield f'  "{" ".join(text[start:end].split())}"'


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(json.loads(msgspec.json.encode(value)), ensure_ascii=False, indent=1))


def shown(text: str) -> str:
    """Return a text without the characters a terminal would obey."""
    if text.isprintable():  # nearly always, and a list prints a hundred thousand names
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def one_line(sentence: str) -> str:
    """Return a sentence on one line, without such characters."""
    return shown(" ".join(sentence.split()))
