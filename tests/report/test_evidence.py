"""What the report prints of the study itself, and of what is published beside its findings."""

from datetime import date

import msgspec
import pytest

from clinic_desktop.domain.anatomy import BodySide, Level, Region, Root, Side, TestedSide
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Examination, FunctionalTest, Mechanism
from clinic_desktop.domain.imaging import (
    Certainty,
    Electrodiagnosis,
    FindingKind,
    ImagingFinding,
    ImagingReport,
    Modality,
    Original,
    Status,
    StudiedRoot,
    StudyResult,
)
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import Concern, ConductionSign, RedFlags, SignKind
from clinic_desktop.domain.text_source import with_text_of
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.resources import read_catalogue, resources_folder
from tests.report.conftest import Write
from tests.report.reading import pages, squeezed, whole

REPLACE = msgspec.structs.replace
SAMPLE = resources_folder() / "examples" / "sample-examination.json"
CATALOGUE = read_catalogue()
BULGE = ImagingFinding(level=Level.L4_L5, kind=FindingKind.BULGE, side=BodySide.RIGHT)


def sample() -> Examination:
    return read_document(SAMPLE.read_bytes(), CATALOGUE.tests)


def with_report(*more: ImagingReport, **changed: object) -> Examination:
    (held,) = sample().imaging or ()
    return REPLACE(sample(), imaging=(REPLACE(held, **changed), *more))


def all_told(words: tuple[str, ...], text: str) -> None:
    assert [told for told in words if squeezed(told) not in text] == []


def test_how_the_study_was_made_and_from_which_file_it_came_is_printed(write: Write) -> None:
    original = Original(
        name="report.pdf",
        media_type="application/pdf",
        sha256="ab" * 32,
        size=48213,
        patient_name="SAMPLE^ADA",
        birth_date=date(1984, 6, 12),
        same_person=True,
    )
    shown = with_report(
        field_strength=1.5, contrast=YesNoUnknown.NO, quality="limited", original=original
    )
    told = (
        "Field strength: 1.5 T",
        "Contrast agent given: no",
        "Quality: limited",
        "File: report.pdf, application/pdf, 48213 bytes, SHA-256 abababababab",
        "Name in the file: SAMPLE^ADA",
        "Birth date in the file: 12 June 1984",
        "Same person, as answered by the therapist: yes",
    )
    all_told(told, whole(write(shown).pdf))
    another = with_report(original=REPLACE(original, same_person=False, sha256=None, size=None))
    text = whole(write(another).pdf)
    all_told(("answered by the therapist: no", "File: report.pdf, application/pdf Name"), text)
    assert "SHA-256" not in text


def test_a_finding_says_how_certain_it_is_and_how_its_root_is_known(write: Write) -> None:
    rows = (
        REPLACE(BULGE, certainty=Certainty.POSSIBLE),
        REPLACE(
            BULGE,
            level=Level.L5_S1,
            root=Root.L5,
            status=Status.INFERRED,
            root_reason="fragment has moved up",
        ),
        ImagingFinding(level=Level.L1_L2, kind=FindingKind.MODIC, root_reason="kept as written"),
    )
    told = (
        "disc bulge, right, called possible",
        "Root: L4, L5 (usual for level and zone)",
        "Root: L5 (root set by the therapist: fragment has moved up)",
        "Root: kept as written",
    )
    all_told(told, whole(write(with_report(findings=rows)).pdf))


def test_what_was_set_aside_is_not_printed(write: Write) -> None:
    aside = ImagingFinding(level=Level.L1_L2, kind=FindingKind.TARLOV_CYST)
    assert whole(write(with_report(set_aside=(aside,))).pdf) == whole(write(sample()).pdf)


def test_a_nerve_study_is_printed_beside_conduction_and_with_its_report(write: Write) -> None:
    study = ImagingReport(
        modality=Modality.EMG_NCS,
        electrodiagnosis=Electrodiagnosis(
            result=StudyResult.NORMAL,
            roots=(StudiedRoot(root=Root.S1, side=BodySide.LEFT),),
            h_reflex="2 ms later on the left",
        ),
    )
    loss = ConductionSign(root=Root.S1, side=Side.LEFT, kind=SignKind.REFLEX, grade="absent")
    report = write(REPLACE(with_report(study), conduction=(loss,)))
    first, *rest = map(squeezed, pages(report.pdf))
    told = "Result: normal; Roots named: S1 left; H-reflex: 2 ms later on the left"
    assert squeezed(f"EMG/NCS: {told}") in first
    long = REPLACE(study, text="Motor units of long duration. " * 12)
    shown = REPLACE(with_report(long), conduction=(loss,))
    told_shortly = "EMG/NCS: Result: normal; Roots named: S1 left; see the supporting detail."
    assert squeezed(told_shortly) in squeezed(pages(write(shown).pdf)[0])
    assert squeezed(told.replace("; ", " ")) in "".join(rest)
    assert squeezed("a normal EMG leaves a radiculopathy possible") in "".join(rest)


def test_page_1_tells_of_the_nerve_studies_of_its_roots_only(write: Write) -> None:
    here = ImagingReport(
        modality=Modality.EMG_NCS,
        region=Region.LUMBAR,
        text="Motor units of long duration. " * 12,
        electrodiagnosis=Electrodiagnosis(result=StudyResult.NORMAL),
    )
    arm = (StudiedRoot(root=Root.C6, side=BodySide.LEFT),)
    given = Electrodiagnosis(result=StudyResult.ACUTE_DENERVATION, roots=arm)
    elsewhere = REPLACE(here, region=Region.CERVICAL, text="Short.", electrodiagnosis=given)
    other_kind = REPLACE(elsewhere, modality=Modality.MRI, region=Region.LUMBAR)
    loss = ConductionSign(root=Root.S1, side=Side.LEFT, kind=SignKind.REFLEX, grade="absent")
    shown = REPLACE(sample(), imaging=(here, elsewhere, other_kind), conduction=(loss,))
    first = squeezed(pages(write(shown).pdf)[0])
    assert squeezed("EMG/NCS: Result: normal; see the supporting detail.") in first
    assert "C6" not in first


def test_imaging_kept_closed_and_opened_is_printed(write: Write) -> None:
    shown = REPLACE(sample(), examine_first=True, imaging_opened_at="2026-11-16T09:40:00+01:00")
    told = (
        "Imaging closed until the tests were recorded: yes",
        "Imaging opened: 16 November 2026, 09:40",
    )
    all_told(told, whole(write(shown).pdf))
    shown = REPLACE(sample(), examine_first=False)
    assert squeezed("tests were recorded: no") in whole(write(shown).pdf)


def test_a_mechanism_considered_has_its_test_and_the_result_held_of_it(write: Write) -> None:
    considered = Mechanism(
        mechanism="extraspinal_sciatic", proposed_test="dynamic_ultrasound", note="sits badly"
    )
    own = Mechanism(mechanism="of my own", proposed_test="look again")
    result = FunctionalTest(test="dynamic_ultrasound", side=BodySide.LEFT, result="It glides")
    shown = REPLACE(sample(), mechanisms_considered=(considered, own), functional_tests=(result,))
    told = (
        "Sciatic nerve irritated outside the spine: further test considered: Dynamic ultrasound;",
        "result held of Dynamic ultrasound, left: It glides; sits badly.",
        "The sciatic nerve may be irritated outside the spine",
        "of my own: further test considered: look again",
    )
    all_told(told, whole(write(shown).pdf))


def test_each_study_is_printed_once_beside_its_rows_and_its_source_has_its_doi(
    write: Write,
) -> None:
    first, *rest = map(squeezed, pages(write(sample()).pdf))
    text = "".join(rest)
    told = (
        "Both sources: Sciatic, left; S1, left",
        "Positive tests among 101 people who all had a disc change on MRI (Miranda 2021;",
        "52 positive, 42 negative: 55.3% (45.3 to 65.0)",
        "between 25 (26.6%) and 42 (44.7%) of 94",
        "No controls",
        "doi:10.1055/s-0040-1722590",
        "never how likely anything is in this patient",
    )
    all_told(told, text)
    assert text.count(squeezed("Readers of MRI agreed on disc morphology")) == 1
    assert "Miranda" not in first
    assert squeezed("foraminal compression on MRI (Ekedahl 2018, n = 99)") in first


def test_shares_by_age_stand_once_a_kind_with_what_stands_against_them(write: Write) -> None:
    rows = (BULGE, REPLACE(BULGE, level=Level.L5_S1))
    text = whole(write(with_report(findings=rows)).pdf)
    share = "Of people without pain aged about 40, 50% had a disc bulge (n = 151; Brinjikji 2015)."
    against = "Up to 50 years of age a disc bulge was more frequent with pain than without"
    assert text.count(squeezed(f"{share} {against}")) == 1


@pytest.mark.parametrize(
    ("kind", "cited", "uncited"),
    [
        (FindingKind.FACET_ARTHROPATHY, "AJNR 36(4)", "AJNR 36(12)"),
        (FindingKind.CANAL_STENOSIS, "", "AJNR"),
    ],
)
def test_only_what_is_printed_is_among_the_sources(
    kind: FindingKind, cited: str, uncited: str, write: Write
) -> None:
    text = whole(write(with_report(findings=(REPLACE(BULGE, kind=kind),))).pdf)
    assert squeezed(cited) in text
    assert squeezed(uncited) not in text


def test_a_referral_leaves_the_literature_out_with_the_comparison(write: Write) -> None:
    shown = REPLACE(sample(), red_flags=RedFlags(level=Concern.HIGH))
    text = whole(write(shown).pdf)
    assert "Literature" not in text
    assert "Miranda" not in text


def test_not_mentioned_is_only_what_the_text_does_not_name(write: Write) -> None:
    shown = with_report(
        text="L1-L2: no stenosis. L4-L5: bulge.",
        findings=(BULGE,),
        stated_normal=None,
        rest_stated_normal=None,
    )
    text = whole(write(shown).pdf)
    told = (
        "In the report's text, but no finding accepted: L1-L2",
        "Not mentioned: L2-L3, L3-L4, L5-S1",
    )
    all_told(told, text)


def test_an_edited_text_of_a_file_is_not_called_verbatim(write: Write) -> None:
    file = with_text_of(Original(name="report.txt"), "L4-L5: bulge.")
    came = whole(write(with_report(text="L4-L5: bulge.", original=file)).pdf)
    assert squeezed("Text of the file, verbatim: L4-L5: bulge.") in came
    edited = whole(write(with_report(text="L4-L5: no bulge.", original=file)).pdf)
    assert squeezed("Text of the file, edited here: L4-L5: no bulge.") in edited
    assert squeezed(f"Text as it came out of the file: SHA-256 {file.text_sha256}"[:52]) in edited
    assert "Textasitcame" not in came
    assert "verbatim" not in edited


def test_sources_that_only_define_tests_are_listed_apart_from_those_cited(write: Write) -> None:
    text = whole(write(sample()).pdf)
    cited, apart = text.split(squeezed("Of the tests' definitions, not cited above:"))
    cited = cited[cited.rindex("Sources1.") :]
    assert squeezed("Brinjikji 2015, AJNR") in cited
    assert squeezed("Supik and Broom 1994") in apart
    assert squeezed("Supik and Broom") not in cited


def test_every_study_named_beside_a_cluster_is_among_the_sources_cited(write: Write) -> None:
    done = tuple(
        Response(test=test, side=TestedSide.LEFT, outcome=Outcome.NEGATIVE)
        for test in ("ulnt1", "spurling")
    )
    text = whole(write(REPLACE(sample(), protocol=None, responses=done)).pdf)
    cited = text[text.rindex("Sources1.") :]
    cited = cited.split(squeezed("Of the tests' definitions, not cited above:"))[0]
    for key in ("wainner2003", "bjpt2026"):
        source = CATALOGUE.sources[key]
        assert squeezed(source.short) in text
        assert squeezed(source.whole) in cited
