"""Page 1 stands alone: every result has its mark and its word, and an emergency is not missed."""

import msgspec
import pypdfium2
import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import ConductionRow, ImagingCell, MechanoRow, SignGrade
from clinic_desktop.domain.examination import Conclusion, Examination, Presentation
from clinic_desktop.domain.imaging import ImagingFinding, ImagingReport
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import Concern, RedFlags, SafetyAction
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.domain.versions import A_DRAFT, Edition
from clinic_desktop.report.comparison_section import findings_against_imaging
from clinic_desktop.report.document import write_report
from clinic_desktop.report.first_page import alarm, box
from clinic_desktop.report.parts import Line, Mark, Result, Section, Table, Tone
from clinic_desktop.report.tests_section import neurodynamic_tests
from tests.report.conftest import FONTS, Write
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, signed, version
from tests.report.hearing import heard
from tests.report.reading import pages, squeezed
from tests.report.test_document import NAMES, example, sample
from tests.report.test_structure_tree import CHANGE

REPLACE = msgspec.structs.replace
PATH = pypdfium2.raw.FPDF_PAGEOBJ_PATH


def cells(
    catalogue: Catalogue,
    mechano: MechanoRow | None = None,
    conduction: ConductionRow | None = None,
) -> list[Result]:
    """Return the examination's and the imaging report's cell of one row."""
    shown = example()
    compared = REPLACE(
        compare(shown, catalogue),
        mechanosensitivity=(mechano,) if mechano else (),
        conduction=(conduction,) if conduction else (),
    )
    section = findings_against_imaging(shown, compared, catalogue, proposed=True)
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    _, found, imaged, _ = table.rows[0]
    return [part for cell in (found, imaged) for part in cell if isinstance(part, Result)]


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        (ImagingCell.CHANGED, Mark.POSITIVE),
        (ImagingCell.OTHER_CHANGE, Mark.INCONCLUSIVE),
        (ImagingCell.NORMAL, Mark.NEGATIVE),
        (ImagingCell.NOT_MENTIONED, Mark.NOT_TESTED),
        (ImagingCell.NOT_IMAGED, Mark.NOT_TESTED),
    ],
)
def test_what_is_not_mentioned_never_looks_like_normal(
    cell: ImagingCell, mark: Mark, catalogue: Catalogue
) -> None:
    row = compare(example(), catalogue).mechanosensitivity[0]
    _, imaged = cells(catalogue, REPLACE(row, imaging=cell))
    assert imaged.mark is mark
    assert imaged.word.startswith(catalogue.label("imaging_cell", cell))


@pytest.mark.parametrize(
    ("counts", "mark"),
    [
        ({"positive": 1, "done": 3}, Mark.POSITIVE),
        ({"inconclusive": 1, "done": 2}, Mark.INCONCLUSIVE),
        ({"crossed": 1, "done": 1}, Mark.INCONCLUSIVE),
        ({"negative": 2, "done": 2}, Mark.NEGATIVE),
        ({"not_tested": 4}, Mark.NOT_TESTED),
    ],
)
def test_only_what_was_done_is_negative(
    counts: dict[str, int], mark: Mark, catalogue: Catalogue
) -> None:
    row = compare(example(), catalogue).mechanosensitivity[0]
    none = dict.fromkeys(
        ("positive", "negative", "inconclusive", "crossed", "done", "not_tested"), 0
    )
    found, _ = cells(catalogue, REPLACE(row, **{**none, **counts}))
    assert found.mark is mark


@pytest.mark.parametrize(
    ("signs", "is_loss", "mark", "words"),
    [
        ([("reflex", "reduced"), ("power", "5")], True, Mark.REDUCED, "Reflex reduced"),
        ([("reflex", "brisk"), ("power", "5")], False, Mark.INCREASED, "Reflex brisk"),
        (
            [("reflex", "absent"), ("pin_prick", "increased")],
            True,
            Mark.REDUCED,
            "Reflex absent, pin prick increased",
        ),
        ([("power", "5")], False, Mark.NEGATIVE, "Power 5 of 5"),
        ([], False, Mark.NOT_TESTED, "No sign recorded"),
    ],
)
def test_loss_and_gain_of_a_root_have_marks_of_their_own(
    signs: list[tuple[str, str]], is_loss: bool, mark: Mark, words: str, catalogue: Catalogue
) -> None:
    row = compare(example(), catalogue).conduction[0]
    graded = tuple(SignGrade(kind=kind, grade=grade) for kind, grade in signs)
    found, _ = cells(catalogue, conduction=REPLACE(row, signs=graded, loss=is_loss))
    assert (found.mark, found.word) == (mark, words)


@pytest.mark.parametrize("page_size", ["A4", "Letter"])
@pytest.mark.parametrize("name", [*NAMES, "sample", "signed", "amended", "urgent"])
def test_page_1_is_whole(name: str, page_size: str, catalogue: Catalogue) -> None:
    flags = RedFlags(level=Concern.HIGH, reason="New retention.")
    edition = signed(version(1, signers=(AUTHOR, SUPERVISOR)))
    shown, edition_of_it = {
        **{known: (example(known), A_DRAFT) for known in NAMES},
        "sample": (sample(), A_DRAFT),
        "signed": (sample(), edition),
        "amended": (sample(), signed(version(1), amendment(2, CHANGE))),
        "urgent": (REPLACE(sample(), red_flags=flags), A_DRAFT),
    }[name]
    report = write_report(
        shown,
        compare(shown, catalogue),
        catalogue,
        FONTS,
        number="R-17",
        page_size="A4" if page_size == "A4" else "Letter",
        edition=edition_of_it,
    )
    first, second, *others = map(squeezed, pages(report.pdf))
    assert "itdoesnotdiagnose." in first
    if name not in NAMES[1:] and (page_size == "A4" or not edition_of_it.is_signed):
        assert "Reflexes,powerandsensationRootLeftRightS1" in first
    assert "Supportingdetail" in second[:120]
    assert len(others) <= (1 if name in NAMES else 2) + (name == "amended")


def test_the_reports_that_fill_no_row_are_named_once(catalogue: Catalogue) -> None:
    def told(*reports: dict[str, str]) -> list[str]:
        held = tuple(msgspec.convert(each, ImagingReport) for each in reports)
        shown = REPLACE(sample(), imaging=held)
        compared = compare(shown, catalogue)
        section = findings_against_imaging(shown, compared, catalogue, proposed=False)
        rows = [row for block in section.blocks if isinstance(block, Table) for row in block.rows]
        assert not [line for row in rows for line in row[3] if "also held" in str(line).lower()]
        lines = [block.text for block in section.blocks if isinstance(block, Line)]
        return [line for line in lines if line.startswith("Also held")]

    newest = {"modality": "MRI", "region": "lumbar", "performed_on": "2026-10-20"}
    neck = {**newest, "region": "cervical"}
    older = [{**newest, "performed_on": f"2024-10-0{day}"} for day in (1, 2)]
    assert told(newest) == told(newest, neck) == []
    assert told(newest, neck, *older) == [
        "Also held: MRI of 1 October 2024 (lumbar spine); MRI of 2 October 2024 (lumbar spine)."
    ]


def test_nerves_for_which_page_1_has_no_room_stand_first_on_page_2(write: Write) -> None:
    action = SafetyAction(at="2026-11-18T09:45:00+01:00", what="called", to_whom="Dr Robin Example")
    flags = RedFlags(level=Concern.SOME, reason="Sweats. " * 40, actions=(action,) * 3)
    first, second, *_ = map(squeezed, pages(write(REPLACE(sample(), red_flags=flags)).pdf))
    assert "itdoesnotdiagnose." in first
    assert "Reflexes,powerandsensationRoot" not in first
    assert "SupportingdetailReflexes,powerandsensationRootLeftRightS1" in second


def test_page_1_tells_what_was_asked_what_is_asked_by_when_and_whom_to_ring(write: Write) -> None:
    told = squeezed(pages(write(sample()).pdf)[0])
    question = squeezed("Question: Left leg pain for nine weeks.")
    answer = squeezed("Mechanosensitivity of the left sciatic pathway")
    asked = squeezed("2. Soon: Please advise on pain relief for sleep.")
    assert told.index("Telephone:01632960101") < told.index(question) < told.index(answer)
    assert told.index(answer) < told.index(asked) < told.index(squeezed("Review on 14 December"))


def test_a_draft_has_its_word_in_a_frame(write: Write) -> None:
    def frames(edition: Edition) -> int:
        pdf = pypdfium2.PdfDocument(write(sample(), edition).pdf)
        high = [each.get_bounds() for each in pdf[0].get_objects() if each.type == PATH]
        return sum(top > 780 and top - bottom > 10 for _, bottom, _, top in high)

    assert (frames(A_DRAFT), frames(signed(version(1)))) == (1, 0)


def test_a_long_question_leaves_page_1_to_its_answer(write: Write) -> None:
    presented = Presentation(question="Is the nerve sensitive to movement? " * 9)
    first, *others = map(squeezed, pages(write(REPLACE(sample(), presentation=presented)).pdf))
    assert "Question:" not in first
    assert squeezed("Question: Is the nerve") in "".join(others)


def test_what_is_the_same_for_every_patient_has_a_sheet_of_its_own(write: Write) -> None:
    *before, last = map(squeezed, pages(write(sample()).pdf))
    assert "PublishedfiguresandsourcesLiterature" in last[:150]
    assert not any("Publishedfigures" in page for page in before)


def test_responses_are_told_in_the_order_of_page_1(write: Write) -> None:
    told = squeezed("".join(pages(write(sample()).pdf)[1:]))
    marked = ("SLR left", "SLR right", "Bragard left", "Bragard right", "Slump left", "Slump right")
    places = [told.index(f"{squeezed(each)}\u2013") for each in marked]
    assert places == sorted(places)


def test_an_urgent_referral_stands_in_white_on_black_and_says_what_to_do_first(
    write: Write,
) -> None:
    urgent = write(REPLACE(sample(), red_flags=RedFlags(level=Concern.HIGH, reason="Retention.")))
    told = squeezed(pages(urgent.pdf)[0])
    assert told.index("Reason:Retention.") < told.index("Requestedofyou") < told.index("Conclusion")
    assert black(urgent.pdf) > black(write(sample()).pdf) + 12
    assert ("H2", "Urgent referral: level of concern high, set by the therapist") in [
        (each.tag, each.words) for each in heard(urgent.pdf).all("H2")
    ]


def black(pdf: bytes) -> int:
    """Return how many lines of page 1 are mostly black, as a fax sees it."""
    opened = pypdfium2.PdfDocument(pdf)
    seen = opened[0].render(scale=1).to_pil().convert("1")
    opened.close()
    width, height = seen.size
    dark = [sum(not seen.getpixel((x, y)) for x in range(width)) for y in range(height)]
    return sum(count > width // 2 for count in dark)


def test_the_sources_lead_to_their_doi_and_nowhere_else(write: Write, catalogue: Catalogue) -> None:
    document = heard(write(sample()).pdf)
    links = document.all("Link")
    assert links
    known = {source.doi for source in catalogue.sources.values()}
    for link in links:
        (address,) = set(link.links)
        assert address.startswith("https://doi.org/10.")
        doi = address.removeprefix("https://doi.org/")
        assert doi in known
        assert f"doi:{doi}" in link.words
    listed = document.all("L")[-1]
    assert [item.tag for item in listed.kids] == ["LI"] * len(listed.kids)


def lines_of(section: Section | None) -> list[Line]:
    assert section is not None
    return [block for block in section.blocks if isinstance(block, Line)]


def endangered(flags: RedFlags | None) -> Examination:
    """An examination whose report names cauda equina compression."""
    shown = sample()
    assert shown.imaging
    first, *others = shown.imaging
    danger = msgspec.convert(
        {"level": "L4-L5", "kind": "cauda_equina_compression", "status": "stated"}, ImagingFinding
    )
    named = msgspec.structs.replace(first, findings=(danger,))
    return msgspec.structs.replace(shown, imaging=(named, *others), red_flags=flags)


@pytest.mark.parametrize("level", [Concern.SOME, Concern.HIGH])
def test_the_danger_that_led_to_a_referral_stands_in_its_block_and_only_there(
    level: Concern, catalogue: Catalogue
) -> None:
    examined = endangered(RedFlags(level=level))
    compared = compare(examined, catalogue)
    block = lines_of(alarm(examined.red_flags, compared, catalogue))
    assert compared.safety[0].text in [line.text for line in block if line.label == "Safety:"]
    for section in box(examined, compared, catalogue):
        assert not any(line.label == "Safety:" for line in lines_of(section))


def test_a_danger_without_a_referral_stands_with_the_conclusion(catalogue: Catalogue) -> None:
    examined = endangered(None)
    compared = compare(examined, catalogue)
    assert alarm(None, compared, catalogue) is None
    first = lines_of(box(examined, compared, catalogue)[0])[0]
    assert (first.label, first.text) == ("Safety:", compared.safety[0].text)


def test_a_referral_without_red_flag_answers_says_that_they_are_not_recorded(
    catalogue: Catalogue,
) -> None:
    examined = endangered(RedFlags(level=Concern.HIGH, answers={}))
    block = lines_of(alarm(examined.red_flags, compare(examined, catalogue), catalogue))
    told = [(line.label, line.text) for line in block]
    assert ("Red-flag questions:", "not recorded.") in told
    assert not any(label.startswith("Answered") for label, _ in told)


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"night_pain": YesNoUnknown.YES}, True),
        ({"ces_bladder": YesNoUnknown.UNKNOWN}, True),
        ({"night_pain": YesNoUnknown.UNKNOWN}, False),
        ({"night_pain": YesNoUnknown.NO}, False),
    ],
)
def test_a_flag_at_a_low_level_of_concern_stands_first_in_bold(
    answers: dict[str, YesNoUnknown | None], catalogue: Catalogue, *, first: bool
) -> None:
    examined = endangered(RedFlags(answers=answers, level=Concern.FEW, reason="Known."))
    lines = lines_of(box(examined, compare(examined, catalogue), catalogue)[0])
    (told,) = [line for line in lines if line.text.startswith("Red-flag questions: 1 asked")]
    assert told is lines[0 if first else -1]
    assert told.tone is (Tone.STRONG if first else Tone.SMALL)


@pytest.mark.parametrize(
    ("course", "told"),
    [
        ("Gradual easing", "Gradual easing. Review on 14 December 2026."),
        ("Gradual easing. ", "Gradual easing. Review on 14 December 2026."),
        ("Gradual easing?", "Gradual easing? Review on 14 December 2026."),
    ],
)
def test_the_expected_course_is_ended_before_the_review(
    course: str, told: str, catalogue: Catalogue
) -> None:
    concluded = msgspec.convert({"review_on": "2026-12-14", "expected_course": course}, Conclusion)
    examined = msgspec.structs.replace(sample(), conclusion=concluded)
    asked = lines_of(box(examined, compare(examined, catalogue), catalogue)[1])
    assert told in [line.text for line in asked]


def test_the_tests_say_where_a_symptom_was_felt_that_was_not_on_the_tested_side(
    catalogue: Catalogue,
) -> None:
    def told(felt: str | None, outcome: str = "positive") -> str:
        given = {"test": "slr", "side": "right", "outcome": outcome, "symptom_side": felt}
        responses = msgspec.convert([{**given, "onset_deg": 60}], tuple[Response, ...])
        examined = msgspec.structs.replace(sample(), responses=responses)
        table = neurodynamic_tests(examined, catalogue).blocks[0]
        assert isinstance(table, Table)
        (result,) = table.rows[0][2]
        assert isinstance(result, Result)
        assert result.word == catalogue.label("outcome_report", Outcome(outcome))
        return result.detail

    assert told("left") == "felt on the left, 60\u00b0"
    assert told("both") == "felt on both sides, 60\u00b0"
    assert told("right") == told(None) == "60\u00b0"
