"""The finished report: whole, legible after a fax, and the same for the same record."""

import hashlib
import logging
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary

from clinic_desktop.domain.anatomy import Level, Root, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import (
    Conclusion,
    Examination,
    FunctionalTest,
    Identifier,
    Measure,
    MeasureItem,
    Presentation,
    Referrer,
)
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding
from clinic_desktop.domain.response import Familiar, Outcome, Response
from clinic_desktop.domain.screening import (
    Concern,
    ConductionSign,
    RedFlags,
    SafetyAction,
    Sensitisation,
    SignKind,
)
from clinic_desktop.domain.values import Examined, YesNoUnknown
from clinic_desktop.report import layout
from clinic_desktop.report.document import write_report
from clinic_desktop.resources import read_catalogue, resources_folder
from tests.often import often
from tests.report.conftest import FONTS, Write
from tests.report.hearing import heard
from tests.report.reading import edges, line_widths, lowest_words, pages, squeezed, whole, words
from tests.report.tokens import Tokens
from tests.strategies import examinations

DATA = Path(__file__).parents[1] / "data"
NAMES = ["tests-positive-imaging-normal", "tests-negative-imaging-protrusion", "unfinished-draft"]
SAMPLE = resources_folder() / "examples" / "sample-examination.json"
CATALOGUE = read_catalogue()
RED_FLAGS = [item.id for item in CATALOGUE.red_flag_items]
REPLACE = msgspec.structs.replace
PARTS = (
    "Supporting detail Symptoms",
    "Angles",
    "Imaging report MRI",
    "Responses Rule",
    "Conduction Tested",
    "Mechanisms",
    "Other sources",
    "Measures",
    "Published figures and sources Literature",
    "Sources 1.",
)
"""What belongs to the patient goes before what is the same for everyone."""


def example(name: str = NAMES[0]) -> Examination:
    return read_document((DATA / f"{name}.json").read_bytes(), CATALOGUE.tests)


def with_conclusion(text: str) -> Examination:
    return REPLACE(example(), conclusion=Conclusion(text=text))


def named(family_name: str) -> Examination:
    shown = example()
    return REPLACE(shown, patient=REPLACE(shown.patient, family_name=family_name))


def sample() -> Examination:
    return read_document(SAMPLE.read_bytes(), CATALOGUE.tests)


def test_the_sample_takes_four_pages_and_its_page_1_stands_alone(write: Write) -> None:
    report = write(sample())
    texts = [squeezed(page) for page in pages(report.pdf)]
    assert len(texts) == 4
    assert not report.plain
    assert report.missing == ()
    for told in ("Conclusion", "Requested of you", "Red-flag questions: all 32 asked", "Signature"):
        assert squeezed(told) in texts[0]
    places = ["".join(texts[1:]).index(squeezed(part)) for part in PARTS]
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES[:2])
def test_the_pages_of_a_whole_examination_are_well_filled(name: str, write: Write) -> None:
    for lowest in lowest_words(write(example(name)).pdf)[:2]:
        assert lowest < 842 * 0.25


@pytest.mark.parametrize("name", NAMES)
def test_an_example_takes_at_most_three_pages_in_the_usual_layout(name: str, write: Write) -> None:
    report = write(example(name))
    assert len(pages(report.pdf)) <= 3
    assert not report.plain
    assert report.missing == ()


@pytest.mark.parametrize("name", NAMES[:2])
def test_page_1_holds_conclusion_requests_and_signature(name: str, write: Write) -> None:
    shown = example(name)
    first = squeezed(pages(write(shown).pdf)[0])
    conclusion = shown.conclusion or Conclusion()
    asked = [request.text or "" for request in conclusion.requests or ()]
    expected = [conclusion.text or "", *asked, *(conclusion.plan or ()), "Signature"]
    expected += ["Red-flag questions", "does not diagnose", "Dr Sample Referrer", "HSS/2026/114"]
    for text in expected:
        assert squeezed(text) in first


def test_the_supporting_pages_count_clusters_and_cite_their_studies(write: Write) -> None:
    after_page_1 = squeezed("".join(pages(write(example()).pdf)[1:]))
    for text in (
        "Clusters Sciatic four: Left:",
        "3 positive of 3 done (SLR, Bragard, Slump); without a result:",
        "0 positive of 4 done",
        "2 negative of 2 done (SLR, Bragard)",
        "L5: 0 of 1 with loss; S1: 2 of 2 with loss (sensation, reflex)",
        "(Gonzalez Espinosa 2020; Homayouni 2018; sources disagree).",
        "Ekedahl 2018, Arch Phys Med Rehabil 99:726",
        "A count of what was done on one side.",
    ):
        assert squeezed(text) in after_page_1


def test_a_side_of_a_cluster_without_a_result_is_called_so(write: Write) -> None:
    left = Response(test="slr", side=TestedSide.LEFT, outcome=Outcome.POSITIVE)
    shown = REPLACE(example(), responses=(left,), conduction=None)
    told = (
        "1 positive of 1 done (SLR); without a result: Bragard, Slump, Bowstring. Right: no result"
    )
    assert squeezed(told) in whole(write(shown).pdf)


def test_page_1_sets_the_examination_against_the_imaging_report(write: Write) -> None:
    first = squeezed(pages(write(example()).pdf)[0])
    for text in (
        "MRI report of 5 October 2026, supine, 44 days before this examination",
        "3 positive of 3 done (SLR 35\u00b0, Bragard, Slump); Bowstring not tested (pain)",
        "Reading (proposed)",
        "Examination only",
        "Reflex reduced, light touch altered",
        "neither is the yardstick of the other",
        "First response: SLR (hip flexion) 35 degrees less on the left",
        "Not tested: Pain",
    ):
        assert squeezed(text) in first


@pytest.mark.parametrize("name", NAMES)
def test_every_page_tells_whose_report_it_is(name: str, write: Write) -> None:
    shown = example(name)
    texts = pages(write(shown).pdf)
    for number, page in enumerate(texts, start=1):
        text = squeezed(page)
        assert f"Page{number}of{len(texts)}" in text
        assert squeezed(f"{shown.patient.family_name}, {shown.patient.given_name}, born") in text
        assert squeezed("Confidential. Report R-17, version 1, DRAFT") in text


@pytest.mark.parametrize("length", [0, 60])
def test_every_entered_text_is_printed(length: int, write: Write, catalogue: Catalogue) -> None:
    tokens = Tokens(length)
    report = write(tokens.examination(list(catalogue.tests)[:3]))
    text = whole(report.pdf)
    assert not report.plain
    assert [token for token in tokens.made if token not in text] == []
    assert len(tokens.made) > 80


def test_signs_of_sensitisation_are_printed_with_what_they_amount_to(write: Write) -> None:
    yes = Examined.YES
    recorded = Sensitisation(
        over_three_months=yes, regional=yes, not_explained=yes, after_sensations=yes
    )
    gain = ConductionSign(
        root=Root.L5, side=Side.LEFT, kind=SignKind.PIN_PRICK, grade="increased", note="dorsum"
    )
    shown = REPLACE(example(), sensitisation=recorded, conduction=(gain,))
    text = whole(write(shown).pdf)
    for said in (
        "Features compatible with possible nociplastic pain (IASP 2021)",
        "not yet checked",
        "not recorded: history of sensitivity to touch",
        "Increased sensation found in conduction: L5 left, Pin prick increased, dorsum",
    ):
        assert squeezed(said) in text


def test_every_answer_on_sensitisation_is_printed_once(write: Write) -> None:
    labels = CATALOGUE.wording.labels["sensitisation"]
    for answers in (
        dict.fromkeys(labels, Examined.NO),
        dict.fromkeys(labels, Examined.YES),
        {**dict.fromkeys(labels, Examined.YES), "history": Examined.NOT_EXAMINED},
    ):
        report = write(REPLACE(example(), sensitisation=Sensitisation(**answers)))
        text = squeezed(heard(report.pdf).text).lower()  # as read, not as broken over pages
        assert [text.count(squeezed(label).lower()) for label in labels.values()] == [1] * 8


def test_other_sources_are_grouped_by_what_was_found(write: Write) -> None:
    text = whole(write(sample()).pdf)
    for told in (
        "Found: Nerve trunk tenderness (tibial nerve, left) Not found: Muscle trigger points;",
        "Left hip joint (full rotation, no familiar pain) Not examined: Joint micro-instability;",
    ):
        assert squeezed(told) in text


def test_the_rule_is_named_beside_each_response_and_told_above(write: Write) -> None:
    text = whole(write(sample()).pdf)
    for told in (
        "R1: met (agrees with the result). NPRS before: 4 of 10; Familiar symptom: yes;",
        "R1: not met (symptom not familiar; agrees with the result).",
        "R1, familiar symptom only: cannot tell (familiar symptom not recorded).",
        "Rule R1: the familiar symptom is reproduced at least partly",
    ):
        assert squeezed(told) in text


def test_a_rule_met_by_an_inconclusive_response_says_why(write: Write) -> None:
    right = Response(
        test="bowstring",
        side=TestedSide.RIGHT,
        outcome=Outcome.INCONCLUSIVE,
        familiar=Familiar.YES,
    )
    text = whole(write(REPLACE(example(), responses=(right,))).pdf)
    assert squeezed("R1, familiar symptom only: met (familiar symptom reproduced).") in text


def test_angles_without_a_result_are_printed_with_the_response(write: Write) -> None:
    left = Response(test="slr", side=TestedSide.LEFT, onset_deg=31, limit_deg=47)
    text = whole(write(REPLACE(example(), responses=(left,))).pdf)
    assert squeezed("First response (hip flexion): 31 degrees") in text
    assert squeezed("Limit (hip flexion): 47 degrees") in text


@pytest.mark.parametrize(
    ("level", "root", "said", "unsaid"),
    [
        (Level.L4_L5, Root.L5, "Lumbar levels:", "Cervical levels:"),
        (Level.C5_C6, Root.C6, "Cervical levels:", "Lumbar levels:"),
    ],
)
def test_levels_and_roots_are_told_of_the_region_reported(
    level: Level, root: Root, said: str, unsaid: str, write: Write
) -> None:
    finding = ImagingFinding(level=level, kind=FindingKind.PROTRUSION, root=root)
    held = REPLACE((example().imaging or ())[0], findings=(finding,))
    text = whole(write(REPLACE(example(), imaging=(held,))).pdf)
    assert squeezed(said) in text
    assert squeezed(unsaid) not in text
    assert squeezed("Where the report names a root, that root is used, whatever the level.") in text


def test_increased_sensation_is_repeated_where_no_step_is_recorded(write: Write) -> None:
    gain = ConductionSign(
        root=Root.S1, side=Side.RIGHT, kind=SignKind.LIGHT_TOUCH, grade="increased"
    )
    shown = REPLACE(example(), sensitisation=None, conduction=(gain,))
    text = whole(write(shown).pdf)
    assert squeezed("found in conduction: S1 right, Light touch increased") in text
    assert "IASP" not in text


def test_items_of_measures_and_what_a_block_supports_are_printed(write: Write) -> None:
    activities = tuple(MeasureItem(item=name, score=3) for name in ("sitting", "driving", "socks"))
    measures = (
        Measure(measure="psfs", score=3, max=10, items=activities),
        Measure(measure="rmdq", score=1, max=24, items=(MeasureItem(item="17", score=1),)),
        Measure(measure="rmdq", score=0, max=24, items=()),
    )
    block = FunctionalTest(test="nerve_root_block", result="Eased for four hours")
    text = whole(write(REPLACE(example(), measures=measures, functional_tests=(block,))).pdf)
    for said in (
        "3 of 10; sitting: 3; driving: 3; socks: 3",
        "1 of 24; statements ticked: 17",
        "0 of 24",
        "Relief supports this root as a source of the pain",
        "(Beynon 2019)",
    ):
        assert squeezed(said) in text


def test_a_score_stands_beside_all_the_earlier_ones_of_its_measure_and_no_others(
    write: Write,
) -> None:
    now = (Measure(measure="nprs", score=4, max=10), Measure(score=7, note="not named"))
    before = (
        Measure(measure="nprs", score=6, max=10),
        Measure(measure="nprs", score=2, max=10),
        Measure(score=9),
    )
    earlier = REPLACE(example(), measures=before, performed_at="2026-10-02T09:00:00+01:00")
    text = whole(write(REPLACE(example(), measures=now), previous=earlier).pdf)
    assert squeezed("4 of 10 (on 2 October 2026: 6 of 10, 2 of 10)") in text
    assert squeezed("Measure: 7; not named") in text


def test_a_referral_prints_every_text_though_the_comparison_is_left_out(
    write: Write, catalogue: Catalogue
) -> None:
    tokens = Tokens(0)
    filled = tokens.examination(list(catalogue.tests)[:3])
    flags = REPLACE(filled.red_flags or RedFlags(), level=Concern.HIGH)
    text = whole(write(REPLACE(filled, red_flags=flags)).pdf)
    assert "Urgentreferral" in text
    assert "Left out, because".replace(" ", "") in text
    assert [token for token in tokens.made if token not in text] == []


def test_comments_on_rows_page_1_leaves_out_name_their_row(write: Write) -> None:
    shown = REPLACE(sample(), red_flags=RedFlags(level=Concern.HIGH))
    assert squeezed("Comments Sciatic, left: Same side, same root.") in whole(write(shown).pdf)


def test_an_urgent_referral_says_who_was_called_and_when(write: Write) -> None:
    action = SafetyAction(
        at="2026-11-18T09:45:00+01:00", what="called", to_whom="Emergency department"
    )
    flags = RedFlags(level=Concern.HIGH, reason="New retention.", actions=(action,))
    first = squeezed(pages(write(REPLACE(example(), red_flags=flags)).pdf)[0])
    told = (
        "Urgent referral: level of concern high, set by the therapist",
        "Who was called, and when:",
        "18 November 2026, 09:45: Emergency department: called",
        "Reason: New retention.",
        "Conclusion",
    )
    places = [first.find(squeezed(words)) for words in told]
    assert places == sorted(places)
    assert places[0] >= 0
    uncalled = REPLACE(flags, actions=None)
    first = squeezed(pages(write(REPLACE(example(), red_flags=uncalled)).pdf)[0])
    assert squeezed("Who was called, and when: not recorded.") in first


def test_a_referral_is_named_one_at_the_head_of_every_page(write: Write) -> None:
    flags = RedFlags(level=Concern.HIGH)
    referral = pages(write(REPLACE(example(), red_flags=flags)).pdf)
    usual = pages(write(example()).pdf)
    assert all("Urgent referral" in page[:200] for page in referral[1:])
    assert not any("Urgent referral" in page for page in usual)


def test_what_the_referral_block_says_is_said_once(write: Write) -> None:
    answers: dict[str, YesNoUnknown | None] = dict.fromkeys(RED_FLAGS, YesNoUnknown.NO)
    answers.update(night_pain=YesNoUnknown.YES, past_cancer=YesNoUnknown.UNKNOWN)
    action = SafetyAction(at="2026-11-18T09:45:00+01:00", what="called", to_whom="Dr Robin Example")
    flags = RedFlags(answers=answers, level=Concern.SOME, reason="Sweats.", actions=(action,))
    report = write(REPLACE(sample(), red_flags=flags))
    text, first = whole(report.pdf), squeezed(pages(report.pdf)[0])
    for words_of_it in (
        "Reason: Sweats.",
        "Answered yes, of 32 asked: Severe night pain that does not ease",
        "Answered unknown: Past cancer",
        "18 November 2026, 09:45: Dr Robin Example: called",
    ):
        assert squeezed(words_of_it) in first
    assert text.count("Sweats.") == text.count("DrRobinExample:called") == 1
    assert text.count("Severenightpain") == text.count("Pastcancer") == 1
    assert "Redflags" in text.removeprefix(first)
    assert "Signature" in first


def test_what_was_recorded_at_high_concern_was_done_before(write: Write) -> None:
    words = squeezed("Done before concern was raised")
    shown = example()
    high = REPLACE(shown, red_flags=RedFlags(level=Concern.HIGH))
    assert whole(write(high).pdf).count(words) == 2  # above the tests, above the responses
    assert words not in whole(write(shown).pdf)
    assert words not in whole(write(REPLACE(high, responses=None)).pdf)


def test_what_was_asked_again_is_printed_with_what_was_found(write: Write) -> None:
    flags = REPLACE(example().red_flags or RedFlags(), asked_again=("clonus", "power"))
    signs = (
        ConductionSign(root=Root.S1, side=Side.LEFT, kind=SignKind.REFLEX, grade="clonus"),
        ConductionSign(root=Root.L5, side=Side.LEFT, kind=SignKind.POWER, grade="3"),
    )
    shown = REPLACE(example(), red_flags=flags, conduction=signs)
    text = whole(write(shown).pdf)
    assert squeezed("Asked again after: clonus; power 3 or less Level") in text
    text = whole(write(REPLACE(shown, conduction=signs[:1])).pdf)
    assert squeezed("Asked again after: clonus; power 3 or less (since removed)") in text


def test_a_level_of_concern_that_refers_stands_before_the_conclusion(write: Write) -> None:
    flags = RedFlags(level=Concern.SOME, reason="Night sweats for three weeks.")
    first = pages(write(REPLACE(example(), red_flags=flags)).pdf)[0]
    assert first.index("Night sweats") < first.index("Conclusion")


def test_an_examination_in_which_nothing_is_recorded_gives_a_report(write: Write) -> None:
    shown = example(NAMES[2])
    empty = Examination(
        format=shown.format, version=1, id=shown.id, patient=REPLACE(shown.patient, sex=None)
    )
    text = whole(write(empty).pdf)
    for words_of_it in ("Conclusionnotrecorded", "Norequestrecorded", "Recipientnotrecorded"):
        assert words_of_it in text


@settings(max_examples=often(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(examination=examinations(CATALOGUE.tests), page_size=st.sampled_from(["A4", "Letter"]))
def test_any_valid_examination_gives_a_report(examination: Examination, page_size: str) -> None:
    report = write_report(
        examination,
        compare(examination, CATALOGUE),
        CATALOGUE,
        FONTS,
        number="R-17",
        page_size="A4" if page_size == "A4" else "Letter",
    )
    texts = pages(report.pdf)
    assert not report.plain
    assert squeezed(f"Page {len(texts)} of {len(texts)}") in squeezed(texts[-1])


@settings(max_examples=often(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.sampled_from("abW <>&\u00e9\u4e2d\n"), max_size=6000),
    tests=st.integers(1, 20),
)
def test_text_of_any_length_is_laid_out_within_the_margins(text: str, tests: int) -> None:
    shown = example()
    responses = tuple(
        REPLACE((shown.responses or ())[0], test=test, note=text)
        for test in list(CATALOGUE.tests)[:tests]
    )
    notes = REPLACE(
        shown,
        responses=responses,
        referrer=Referrer(name=text, address=(text,)),
        presentation=Presentation(question=text),
    )
    report = write_report(notes, compare(notes, CATALOGUE), CATALOGUE, FONTS, number="R-17")
    assert not report.plain
    for width, left, right in edges(report.pdf):
        assert left >= 42
        assert right <= width - 42


def test_a_conclusion_of_3000_words_is_printed_whole(write: Write) -> None:
    told = " ".join(f"word{number}" for number in range(3000))
    report = write(with_conclusion(told))
    text = whole(report.pdf)
    assert not report.plain
    assert [word for word in told.split() if word not in text] == []


@pytest.mark.parametrize("field", ["family_name", "conclusion", "clinic", "identifier", "note"])
def test_a_word_of_5000_letters_stays_on_the_page_and_is_whole(field: str, write: Write) -> None:
    long = "".join(f"{number:05d}" for number in range(1000))
    shown = example()
    patient, clinic = shown.patient, shown.clinic
    assert clinic
    changed = {
        "family_name": named(long),
        "conclusion": with_conclusion(long),
        "clinic": REPLACE(shown, clinic=REPLACE(clinic, name=long)),
        "identifier": REPLACE(
            shown, patient=REPLACE(patient, identifiers=(Identifier(system="a", value=long),))
        ),
        "note": REPLACE(shown, responses=(REPLACE((shown.responses or ())[0], note=long),)),
    }[field]
    report = write(changed)
    text = "".join(squeezed(page) for page in pages(report.pdf))
    assert not report.plain
    assert all(long[start : start + 10] in text for start in range(0, 300, 5))
    for width, left, right in edges(report.pdf):
        assert left >= 42
        assert right <= width - 42


def test_forty_responses_with_long_notes_are_printed(write: Write, catalogue: Catalogue) -> None:
    first = (example().responses or ())[0]
    sides = [first.side, (example().responses or ())[1].side]
    responses = tuple(
        REPLACE(first, test=test, side=side, note=f"note{number}{side.value} " * 12)
        for number, test in enumerate(list(catalogue.tests)[:20])
        for side in sides
    )
    report = write(REPLACE(example(), responses=responses))
    text = whole(report.pdf)
    assert len(responses) == 40
    assert not report.plain
    assert all(f"note{number}left" in text for number in range(20))


def test_ten_reports_of_20000_characters_are_printed_whole(write: Write) -> None:
    shown = example()
    held = (shown.imaging or ())[0]
    told = [[f"r{number}w{word:04d}" for word in range(2900)] for number in range(10)]
    reports = tuple(REPLACE(held, text=" ".join(words_of_it)) for words_of_it in told)
    assert min(len(each.text or "") for each in reports) > 20_000
    report = write(REPLACE(shown, imaging=reports))
    text = whole(report.pdf)
    assert not report.plain
    assert [word for words_of_it in told for word in words_of_it if word not in text] == []


@pytest.mark.parametrize(
    "name",
    [
        "<b>unclosed",
        '<img src="/some/folder/secret.png">',
        "AT&T",
        "ROM <R 40 >L 30",
        "</para>x",
        "a<br>b",
        '<a href="javascript:alert(1)">x</a>',
        "&lt;b&gt;",
        '<font color="[[[]]]">',
    ],
)
def test_markup_in_a_text_is_printed_as_written(name: str, write: Write) -> None:
    report = write(named(name))
    assert squeezed(name) in whole(report.pdf)
    with pikepdf.open(BytesIO(report.pdf)) as opened:
        for page in opened.pages:
            assert "/XObject" not in page.Resources
        led_to = [
            str(held["/URI"])
            for held in opened.objects
            if isinstance(held, Dictionary) and "/URI" in held
        ]
        led_to += [str(link.A.URI) for page in opened.pages for link in page.obj.get("/Annots", ())]
        assert led_to
        assert all(address.startswith("https://doi.org/10.") for address in led_to)
    assert not report.plain


def test_a_character_without_a_glyph_is_printed_as_its_number_and_told(write: Write) -> None:
    report = write(named("Wei \u4e2d \U0001f9d1"))
    assert report.missing == ("\u4e2d", "\U0001f9d1")
    assert "Wei[U+4E2D][U+1F9D1]" in whole(report.pdf)


def test_nothing_is_smaller_than_9_points_and_everything_black_and_embedded(write: Write) -> None:
    for name in NAMES:
        pdf = write(example(name)).pdf
        drawn = words(pdf)
        assert min(word.size for word in drawn) >= 9
        assert all(word.embedded for word in drawn)
        assert {word.colour for word in drawn} == {(0, 0, 0)}
        assert min(line_widths(pdf)) >= 0.5


def test_the_same_record_gives_the_same_bytes_in_any_process(write: Write) -> None:
    here = hashlib.sha256(write(example()).pdf).hexdigest()
    assert hashlib.sha256(write(example()).pdf).hexdigest() == here
    program = (
        "import hashlib, sys\n"
        "from tests.report.test_document import CATALOGUE, FONTS, compare, example, write_report\n"
        "shown = example()\n"
        "report = write_report(shown, compare(shown, CATALOGUE), CATALOGUE, FONTS, number='R-17')\n"
        "print(hashlib.sha256(report.pdf).hexdigest())\n"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=DATA.parents[1],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == here


def test_letter_paper_has_its_own_width(catalogue: Catalogue) -> None:
    shown = example()
    pdf = write_report(
        shown, compare(shown, catalogue), catalogue, FONTS, number="R-17", page_size="Letter"
    ).pdf
    assert {width for width, _, _ in edges(pdf)} == {612}
    assert squeezed("Consider nerve conduction studies") in squeezed(pages(pdf)[0])


def test_content_that_cannot_be_laid_out_still_comes_out_whole(
    write: Write,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Sample, Ada")

    monkeypatch.setattr(layout.Layout, "_story", fail)
    tokens = Tokens(0)
    with caplog.at_level(logging.WARNING):
        report = write(tokens.examination(list(catalogue.tests)[:3]))
    text = whole(report.pdf)
    assert report.plain
    assert "Nothingisleftout." in text
    assert [token for token in tokens.made if token not in text] == []
    assert "Ada" not in caplog.text


def test_the_program_says_none_of_the_words_it_never_says(write: Write) -> None:
    said = "".join(
        " ".join(pages(write(example(name)).pdf)).replace(
            CATALOGUE.wording.statements["intended_use"], ""
        )
        for name in NAMES
    )
    lowered = " ".join(said.split()).lower().replace("it does not diagnose.", "")
    spoken = set(lowered.replace(".", " ").replace(",", " ").split())
    found = [
        word
        for word in CATALOGUE.wording.forbidden
        if (word in lowered if " " in word else word in spoken)
    ]
    assert found == []


def test_left_stands_under_left_and_right_under_right(write: Write) -> None:
    """A swapped heading is the worst fault this paper can have: read it by where words stand."""
    responses = (
        Response(test="slr", side=TestedSide.LEFT, outcome=Outcome.POSITIVE, onset_deg=31),
        Response(test="slr", side=TestedSide.RIGHT, outcome=Outcome.NEGATIVE, onset_deg=77),
    )
    pdf = pypdfium2.PdfDocument(write(REPLACE(example(), responses=responses)).pdf)
    page = pdf[0].get_textpage()

    def place(words: str) -> float:
        table = page.search("Left (first").get_next()[0]
        index, count = page.search(words, table).get_next()
        return min(float(page.get_charbox(index + n)[0]) for n in range(count))

    assert place("Left (first") < place("31\u00b0") < place("Right (first") < place("77\u00b0")
    pdf.close()


@pytest.mark.parametrize("lines", range(0, 60, 3))
def test_a_heading_stands_on_the_page_of_what_it_heads(lines: int, write: Write) -> None:
    question = "word " * 19 * lines
    shown = REPLACE(sample(), presentation=Presentation(question=question))
    texts = [squeezed(page) for page in pages(write(shown).pdf)]
    for heading, first in (
        ("Responses", "RuleR1"),
        ("Clusters", "Sciaticfour"),
        ("Literature", "Bothsources"),
    ):
        assert any(f"{heading}{first}" in text for text in texts)


def test_a_very_long_text_is_printed_whole_in_the_usual_layout(write: Write) -> None:
    report = write(with_conclusion("some words of a sentence. " * 4000 + "the very end"))
    assert not report.plain
    text = squeezed(whole(report.pdf))
    assert "theveryend" in text
    assert text.count("sentence.") == 4000


def test_which_red_flags_were_asked_is_printed_unless_all_were(
    write: Write, catalogue: Catalogue
) -> None:
    def printed(count: int) -> str:
        asked = catalogue.red_flag_items[:count]
        answers: dict[str, YesNoUnknown | None] = {item.id: YesNoUnknown.NO for item in asked}
        given = REPLACE(example(NAMES[0]), red_flags=RedFlags(answers=answers, level=Concern.NONE))
        return " ".join(" ".join(pages(write(given).pdf)).split())

    first = catalogue.label("red_flag", catalogue.red_flag_items[0].id)
    assert first in printed(3)
    assert first not in printed(len(catalogue.red_flag_items))


@pytest.mark.parametrize("sentences", range(60, 92, 4))
def test_the_heading_of_the_details_stands_on_the_page_of_the_first(
    sentences: int, write: Write
) -> None:
    shown = sample()
    assert shown.conclusion is not None
    text = "Mechanosensitivity of the left sciatic pathway was found. " * sentences
    longer = msgspec.structs.replace(
        shown, conclusion=msgspec.structs.replace(shown.conclusion, text=text)
    )
    told = [squeezed(each) for each in pages(write(longer).pdf)]
    (page,) = (each for each in told if "Supportingdetail" in each)
    assert "Symptoms" in page[page.index("Supportingdetail") :]
