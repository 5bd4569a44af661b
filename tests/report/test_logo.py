"""The clinic's logo: drawn in its box, told in words, and never worth a report."""

import logging
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.report.document import Report, write_report
from clinic_desktop.report.logo import BOX
from clinic_desktop.report.logo_file import read_logo
from tests.report.conftest import FONTS
from tests.report.hearing import faults, heard
from tests.report.test_document import example


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 300), mode: str = "RGBA") -> bytes:
    """Return a black bar in the middle of nothing, or of white."""
    made = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    middle = (size[0] // 4, size[1] // 3, size[0] * 3 // 4, size[1] * 2 // 3)
    ImageDraw.Draw(made).rectangle(middle, fill="black")
    out = BytesIO()
    made.save(out, kind)
    return out.getvalue()


def report(catalogue: Catalogue, logo: bytes | None) -> Report:
    shown = example()
    compared = compare(shown, catalogue)
    return write_report(shown, compared, catalogue, FONTS, number="R-17", logo=logo)


@pytest.mark.parametrize(
    ("size", "fits"),
    [((400, 300), "height"), ((900, 100), "width"), ((3000, 3000), "height")],
)
def test_the_logo_keeps_its_proportions_within_its_box(
    size: tuple[int, int], fits: str, catalogue: Catalogue
) -> None:
    pdf = report(catalogue, picture(size=size)).pdf
    figure = heard(pdf).all("Figure")[0]
    assert figure.words == "Logo of Riverside Physiotherapy"
    assert figure.pages == (0,)
    left, bottom, right, top = figure.box
    assert (right - left) / (top - bottom) == pytest.approx(size[0] / size[1], rel=0.02)
    full = right - left if fits == "width" else top - bottom
    assert full == pytest.approx(BOX[0] if fits == "width" else BOX[1])
    assert right - left <= BOX[0] + 0.01
    assert top - bottom <= BOX[1] + 0.01
    assert faults(pdf) == []


def test_what_is_transparent_in_a_file_is_white_on_paper(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(picture())
    pdf = report(catalogue, read_logo(file)).pdf
    left, bottom, right, top = heard(pdf).all("Figure")[0].box
    opened = pypdfium2.PdfDocument(pdf)
    page = opened[0]
    seen = page.render(scale=2).to_pil().convert("RGB")
    height = page.get_height()
    opened.close()

    def colour(x: float, y: float) -> object:
        return seen.getpixel((int(2 * x), int(2 * (height - y))))

    assert colour(left + 3, top - 3) == (255, 255, 255)
    assert colour((left + right) / 2, (bottom + top) / 2) == (0, 0, 0)
    with pikepdf.open(BytesIO(pdf)) as told:
        (image,) = told.pages[0].Resources.XObject.values()
        assert "/SMask" not in image
        assert image.ColorSpace == "/DeviceRGB"


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no picture",
        picture()[:200],
        picture("GIF", mode="RGB"),
        picture("JPEG", mode="RGB")[:90],
    ],
)
def test_a_picture_that_cannot_be_read_is_left_out_and_only_its_kind_is_logged(
    broken: bytes, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        made = report(catalogue, broken)
    assert not made.plain
    assert [one.words for one in heard(made.pdf).all("Figure") if "Logo" in one.words] == []
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["logo left out"]


def test_the_same_logo_gives_the_same_bytes(catalogue: Catalogue) -> None:
    jpeg = picture("JPEG", mode="RGB")
    assert report(catalogue, jpeg).pdf == report(catalogue, jpeg).pdf
    assert report(catalogue, jpeg).pdf != report(catalogue, None).pdf
