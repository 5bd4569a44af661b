"""Three reports look and read as they did when a person last looked at them."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import Concern, RedFlags, SafetyAction
from clinic_desktop.domain.versions import A_DRAFT, Edition
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, signed, version
from tests.report.fax import printed_lines
from tests.report.golden import FOLDER, differences, keep, moved
from tests.report.printed import report_of
from tests.report.test_document import NAMES, REPLACE, example, sample
from tests.report.test_structure_tree import CHANGE

REMAKE = "pytest tests/report/test_golden.py --write-golden"


def referral() -> Examination:
    action = SafetyAction(
        at="2026-11-18T09:45:00+01:00", what="called", to_whom="Emergency department"
    )
    flags = RedFlags(level=Concern.HIGH, reason="New retention.", actions=(action,))
    return REPLACE(example(NAMES[1]), red_flags=flags)


CASES: dict[str, tuple[Examination, Edition]] = {
    "sample-amended": (
        sample(),
        signed(version(signers=(AUTHOR, SUPERVISOR)), amendment(2, CHANGE)),
    ),
    "urgent-referral": (referral(), A_DRAFT),
    "unfinished-draft": (example(NAMES[2]), A_DRAFT),
}


@pytest.mark.parametrize("name", CASES)
def test_a_report_looks_and_reads_as_it_did(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    examination, edition = CASES[name]
    pdf = report_of(examination, edition).pdf
    if request.config.getoption("--write-golden"):
        keep(name, pdf)
    found = differences(name, pdf, tmp_path)
    told = "\n".join(found)
    assert not found, f"{told}\nWhere this is as it should be, remake the files: {REMAKE}"


def first_page(scale: int = 1) -> Image.Image:
    page = pypdfium2.PdfDocument(report_of(sample()).pdf)[0]
    look: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    return look


def test_edges_drawn_otherwise_are_no_difference() -> None:
    page = first_page()
    assert moved(page, page.quantize(16, dither=Image.Dither.NONE)) == 0
    assert moved(page, page.filter(ImageFilter.GaussianBlur(0.5))) == 0
    assert moved(page, first_page(3).resize(page.size, Image.Resampling.BOX)) == 0


def test_a_line_that_goes_or_moves_is_a_difference() -> None:
    page = first_page()
    lines = printed_lines(pypdfium2.PdfDocument(report_of(sample()).pdf)[0])
    for line in lines:
        left, bottom, right, top = line.box
        gone = page.copy()
        height = page.height
        gone.paste(255, (int(left), int(height - top), int(right) + 1, int(height - bottom) + 1))
        # A number on its own may fill a square too little: that it is there is told by the text.
        assert moved(page, gone) or right - left < 20, line.text
    assert moved(page, ImageChops.offset(page, 0, 6)) > 100


def test_the_golden_files_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 400_000
