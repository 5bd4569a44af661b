"""The report, complete, against a peer's untagged PDF of the same content and reportlab's floor.

Run as a module, by the Python that has the peers, it prints what each took; the argument is how
many pairs.
"""

import sys
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any, Final

import msgspec

from clinic_desktop import reports
from clinic_desktop.demo import sample
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.versions import A_DRAFT
from clinic_desktop.resources import read_catalogue, resources_folder
from tests.bench import peers
from tests.bench.figure import Figure, compared
from tests.bench.places import answer_of
from tests.bench.size import Size
from tests.bench.turns import in_turn

_REPORT: Final = "report, complete PDF/A-3a with FHIR and JSON"
_FACES: Final = (
    *(("Regular", "normal", "normal"), ("Bold", "bold", "normal")),
    *(("Italic", "normal", "italic"), ("BoldItalic", "bold", "italic")),
)
_STYLE: Final = """
@page { size: A4; margin: 15mm 15mm 18mm; @bottom-left { content: string(foot); font-size: 8pt; }
    @bottom-right { content: counter(page) " of " counter(pages); font-size: 8pt; } }
body { font: 10pt "Source Sans 3"; } h1 { font-size: 12.5pt; } h2 { font-size: 12.5pt; }
h3 { font-size: 11.5pt; } p { margin: 0 0 2pt; } table { width: 100%; border-collapse: collapse; }
td, th { border-bottom: .5pt solid #888; vertical-align: top; text-align: left; padding: 2pt; }
.small, .verbatim { font-size: 9pt; } .verbatim { white-space: pre-wrap; }
.box { border: 1pt solid #000; padding: 4pt; } .foot { string-set: foot content(); height: 0;
    overflow: hidden; } .details { break-before: page; }
"""


def run(size: Size) -> Iterator[Figure]:
    """Measure the report beside a peer, and beside the least that reportlab needs."""
    peer = f"{_REPORT}: WeasyPrint, untagged, without drawings and files"
    try:
        said: Any = answer_of("tests.bench.paper", size.pairs, python=str(peers.python()))
    except (peers.NoPeers, RuntimeError) as error:
        yield Figure(name=peer, most=0.6, not_measured=str(error))
        said = answer_of("tests.bench.paper", size.pairs, "floor")
    times = msgspec.convert(said, dict[str, tuple[tuple[float, ...], tuple[float, ...]]])
    if "peer" in times:
        yield compared(peer, *times["peer"], most=0.6)
    yield compared(f"{_REPORT}: an empty page with the same fonts", *times["floor"])


def _html(content: Any) -> str:
    """Return the content as one HTML page, in the order of the report's pages."""
    from clinic_desktop.report.parts import SUPPORTING_DETAIL

    boxed = "".join(map(_section, content.box))
    parties = "".join(
        f"<td><b>{escape(party.heading)}</b>{''.join(map(_part, party.lines))}</td>"
        for party in content.parties
    )
    further = [line for line in (content.replaced, content.late) if line]
    foot = f"{content.identity}. {content.edition}. {content.content_hash}"
    return (
        f'<html lang="en"><body><div class="foot">{escape(foot)}</div>'
        f"{''.join(map(_part, content.clinic))}<h1>{escape(content.title)}</h1>"
        f"<p>{escape(content.status)}. {escape(content.dated)}. {escape(content.edition)}.</p>"
        f"{''.join(map(_part, further))}<table><tr>{parties}</tr></table>"
        f"{_section(content.alarm) if content.alarm else ''}"
        f'<div class="box">{boxed}</div>{"".join(map(_section, content.first))}'
        f"<table><tr>{''.join(map(_cell, content.signature))}</tr></table>"
        f'{_part(content.intended_use)}<h2 class="details">{SUPPORTING_DETAIL}</h2>'
        f"{''.join(map(_section, content.detail))}</body></html>"
    )


def _section(section: Any) -> str:
    return f"<h3>{escape(section.heading)}</h3>{''.join(map(_block, section.blocks))}"


def _block(block: Any) -> str:
    from clinic_desktop.report.parts import Facts, Line, Table

    if isinstance(block, Line | Facts):
        return _part(block)
    if not isinstance(block, Table):
        return ""  # a drawing, which says nothing that is not said in words
    heads = "".join(f"<th>{escape(head)}</th>" for head in block.heads)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.rows)
    return f"<table><thead><tr>{heads}</tr></thead>{rows}</table>"


def _cell(cell: Any) -> str:
    return f"<td>{''.join(map(_part, cell))}</td>"


def _part(part: Any) -> str:
    from clinic_desktop.report.parts import Facts, Result

    if isinstance(part, Facts):
        told = " ".join(f"<b>{escape(label)}</b> {escape(words)}" for label, words in part.pairs)
        return f'<p class="small">{told}</p>'
    if isinstance(part, Result):
        return f"<p><b>{escape(part.word)}</b> {escape(part.detail)}</p>"
    label = f"<b>{escape(part.label)}</b> " if part.label else ""
    return f'<p class="{part.tone.value}">{label}{escape(part.text)}</p>'


def _peer(html: str) -> Any:
    """Return what makes a PDF of the page by WeasyPrint; fonts and style are read once."""
    from weasyprint import CSS, HTML  # type: ignore[import-not-found] # the peers' Python has it
    from weasyprint.text.fonts import (  # type: ignore[import-not-found] # the same
        FontConfiguration,
    )

    fonts = FontConfiguration()
    folder = (resources_folder() / "fonts").resolve().as_uri()
    faces = "".join(
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; '
        f'font-style: {slope}; src: url("{folder}/SourceSans3-{face}.ttf"); }}'
        for face, weight, slope in _FACES
    )
    style = CSS(string=faces + _STYLE, font_config=fonts)
    return lambda: HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts)


def _floor() -> None:
    """Draw the least: a page with one letter in each face, so that each is embedded."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(BytesIO(), pagesize=A4)
    for face, *_ in _FACES:
        canvas.setFont(f"SourceSans3-{face}", 10)
        canvas.drawString(0, 0, "a")
    canvas.save()


def main(pairs: int, *, has_peer: bool) -> None:
    """Measure here, and print."""
    from clinic_desktop.report.content import content_of

    catalogue = read_catalogue()
    examination = sample(catalogue)

    def report() -> None:
        reports.make_report(examination, catalogue)

    report()
    said = {"floor": in_turn(report, _floor, pairs)}
    if has_peer:
        content = content_of(
            examination,
            compare(examination, catalogue),
            catalogue,
            number=reports.report_number(examination.id),
            edition=A_DRAFT,
        )
        said["peer"] = in_turn(report, _peer(_html(content)), max(pairs // 3, 11))
    sys.stdout.write(msgspec.json.encode(said).decode() + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), has_peer="floor" not in sys.argv)
