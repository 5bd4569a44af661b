"""Reading the findings in an imaging report's text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from clinic_desktop.intake.report_reading import read_report
from tests.bench.figure import Figure, within_a_frame
from tests.bench.size import Size
from tests.bench.turns import milliseconds

_TEXTS: Final = Path(__file__).parents[1] / "data" / "imaging-reports"
_CHARACTERS: Final = 2_000


def run(size: Size) -> Iterator[Figure]:
    """Measure reading reports of 2,000 characters."""
    texts = long_texts()
    for text in texts:
        read_report(text)
    took = tuple(
        milliseconds(lambda text=text: read_report(text))  # type: ignore[misc] # bound at once
        for _ in range(max(size.pairs // len(texts), 3))
        for text in texts
    )
    name = f"reading an imaging report of {_CHARACTERS:,} characters"
    yield within_a_frame(name, took, f"{len(texts)} texts")


def long_texts() -> tuple[str, ...]:
    """Return texts of 2,000 characters, each some of the test reports one after another."""
    texts, joined = [], ""
    for path in sorted(_TEXTS.glob("*.txt")):
        joined += path.read_text("utf-8").strip() + "\n\n"
        if len(joined) >= _CHARACTERS:
            texts.append(joined[:_CHARACTERS])
            joined = ""
    return tuple(texts)
