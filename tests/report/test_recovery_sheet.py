"""The recovery sheet: one page from which the key can be typed again."""

from datetime import date

from clinic_desktop.report.recovery_sheet import write_recovery_sheet
from clinic_desktop.storage.recovery_key import SECRET_BYTES, parsed, printed
from tests.report.conftest import FONTS
from tests.report.reading import edges, line_widths, pages, squeezed, words
from tests.report.test_document import CATALOGUE

SECRET = bytes(range(7, 7 + SECRET_BYTES))


def sheet(clinic: str = "Sample Clinic", key: str = printed(SECRET)) -> bytes:
    return write_recovery_sheet(
        clinic=clinic,
        recovery_key=key,
        made_on=date(2026, 11, 18),
        record="0197b000-0000-7000-8000-0000000000a1",
        fonts=FONTS,
    )


def test_it_is_one_page_that_tells_whose_it_is() -> None:
    (page,) = pages(sheet())
    for said in ("Recovery sheet", "Sample Clinic", "Made on 18 November 2026", "record 0197b000."):
        assert said in page
    assert [round(width) for width, _, _ in edges(sheet())] == [595]


def test_the_key_typed_from_the_page_is_the_key() -> None:
    page = pages(sheet())[0]
    groups = [line for line in page.splitlines() if len(squeezed(line)) == 5 and line.isupper()]
    assert len(groups) == 8
    assert parsed(" ".join(groups)) == SECRET


def test_the_key_is_large_and_in_numbered_groups() -> None:
    page = pages(sheet())[0]
    assert [f"Group {number}" in page for number in range(1, 10)] == [True] * 8 + [False]
    assert max(word.size for word in words(sheet())) >= 20


def test_only_a_key_without_look_alikes_is_said_to_have_none() -> None:
    said = squeezed("no letters B, I, L and O")
    assert said in squeezed(pages(sheet())[0])
    assert said not in squeezed(pages(sheet(key="ABCD-EFGH-IJKL"))[0])


def test_it_says_what_it_can_do_how_to_use_it_and_where_to_keep_it() -> None:
    page = squeezed(pages(sheet())[0])
    for said in (
        "passphrase is forgotten",
        "Whoever holds this sheet can open the whole record",
        "1. Start Clinic Desktop",
        "4. Lock the sheet away again",
        "Not with the computer, not as a file",
        "Making a new recovery sheet makes this one useless",
        "Kept where",
        "Kept by",
    ):
        assert squeezed(said) in page


def test_the_same_key_gives_the_same_bytes_and_another_key_others() -> None:
    assert sheet() == sheet()
    assert sheet() != sheet(key=printed(bytes(SECRET_BYTES)))


def test_any_clinic_name_is_printed_as_written() -> None:
    assert "<b>Wei & [U+4E2D]" in pages(sheet("<b>Wei & \u4e2d"))[0]
    assert "Clinic not recorded" in pages(sheet(" "))[0]


def test_it_is_black_legible_and_says_none_of_the_words_the_program_never_says() -> None:
    drawn = words(sheet())
    assert min(word.size for word in drawn) >= 9
    assert all(word.embedded for word in drawn)
    assert {word.colour for word in drawn} == {(0, 0, 0)}
    assert min(line_widths(sheet())) >= 0.5
    lowered = " ".join(pages(sheet())[0].lower().split())
    spoken = set(lowered.replace(".", " ").replace(",", " ").split())
    assert [
        word
        for word in CATALOGUE.wording.forbidden
        if (word in lowered if " " in word else word in spoken)
    ] == []
