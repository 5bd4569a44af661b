"""What a report's text says of person and study: many spellings, nothing guessed."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.incoming import StudyDetails
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.intake.details import details_in, merged
from clinic_desktop.resources import read_catalogue
from tests.intake import made

TABLE = """\
|PATIENT:|SAMPLE, PATIENT|PATIENT ID:|0000000|
|---|---|---|---|
|DATE OF BIRTH:|1/4/1967| | |
|EXAM DATE:|13/1/2024| | |
"""


def test_a_whole_report() -> None:
    assert details_in(made.TEXT.decode()) == StudyDetails(
        patient_name="SAMPLE, PATIENT",
        birth_date=date(1967, 4, 1),
        modality=Modality.MRI,
        region=Region.LUMBAR,
        performed_on=date(2026, 10, 5),
        reported_on=date(2026, 10, 6),
        reporter="Dr Sample Radiologist",
        site="Example Valley Imaging Centre",
        position="supine",
        sequences=("sag_t1", "sag_t2", "ax_t2", "stir"),
        field_strength=1.5,
        contrast=YesNoUnknown.NO,
        comparison="MRI of 25/07/2021.",
        quality="Motion artefact degrades the axial images",
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PATIENT: SAMPLE, PATIENT\nDOB: 1", "SAMPLE, PATIENT"),
        ("Patient Name: Jane Q. Sample-Fictive DOB: 13/02/1980 MRN: 1", "Jane Q. Sample-Fictive"),
        ("Name: Mr. José de la Muestra (M)", "Mr. José de la Muestra"),
        ("Name:\nSAMPLE, PATIENT\n", "SAMPLE, PATIENT"),
        ("| Patient name | SAMPLE, PATIENT | Sex | F |", "SAMPLE, PATIENT"),
        ("**Patient:** Pat O’Sample", "Pat O’Sample"),
        ("Re: Sample, Pat D.O.B. 01/02/1960", "Sample, Pat"),
        ("Name: SAMPLE^PATIENT", "SAMPLE^PATIENT"),
        (TABLE, "SAMPLE, PATIENT"),
        ("PATIENT: 45 year old man", None),
        ("Patient: complains of pain", None),
        ("Patient: Sample", None),
        ("Name: " + "Very " * 9 + "Long", None),
        ("The patient: Was Seen", None),
        ("Referring physician: REFERRER, SAMPLE", None),
        ("Patient ID: 12345", None),
        ("Patient's name - Jane Sample", "Jane Sample"),
        ("L4-L5: bulge", None),
        ("MRI lumbar spine of 20 November 2026. Patient: Fay Fictional. L5/S1: x", "Fay Fictional"),
        ("MRI lumbar spine. Patient: Otto Other.", "Otto Other"),
        ("MRI lumbar spine. Patient: Mr. Otto Other. Normal.", "Mr. Otto Other"),
        ("Dear Dr, re Otto OTHER dob 1.3.1955. MRI lumbar spine.", "Otto OTHER"),
        ("Dear Dr Sample,\nThe patient Otto Other, seen today", "Otto Other"),
        ("Thank you for sending Mr Otto Other, born 1 March 1955, to us", None),
        ("Report on this scan: Mr Otto Other, born 1 March 1955, MRI", "Mr Otto Other"),
        ("The patient was seen. Patient has pain.", None),
        ("Patient: complains of pain. Findings: Otto", None),
        ("MRI lumbar spine, born 1 March 1955", None),
    ],
)
def test_the_name(text: str, name: str | None) -> None:
    assert details_in(text).patient_name == name


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("DOB: 1967-04-01", date(1967, 4, 1)),
        ("D.O.B. 1 April 1967", date(1967, 4, 1)),
        ("Date of birth: 01-Apr-1967", date(1967, 4, 1)),
        ("Date of Birth | April 1st, 1967", date(1967, 4, 1)),
        ("Date of Birth |", None),
        ("Sample, born on 1st of April 1967,", date(1967, 4, 1)),
        ("DOB 1.4.1967", date(1967, 4, 1)),
        ("DOB: 19670401", date(1967, 4, 1)),
        ("DOB: 13/04/1967", date(1967, 4, 13)),
        ("DOB: 4/13/1967", date(1967, 4, 13)),
        ("DOB: 4/4/1967", date(1967, 4, 4)),
        # Neither date settles the order.
        ("DOB: 1/4/1967\nExam date: 2/3/2024", None),
        # The exam's date does.
        (TABLE, date(1967, 4, 1)),
        ("DOB: 1/4/1967\nExam date: 1/13/2024", date(1967, 1, 4)),
        # One of each order: neither can be relied on.
        ("DOB: 1/4/1967\nExam date: 1/13/2024\nPrior: 13/1/2020", None),
        # Without its century.
        ("DOB: 13/04/67", None),
        ("DOB: 31/31/1967", None),
        ("DOB: 1967-02-30", None),
        ("DOB: 31 February 1967", None),
        ("Date of birth: unknown", None),
    ],
)
def test_the_birth_date(text: str, day: date | None) -> None:
    assert details_in(text).birth_date == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("EXAM DATE: 25/10/2026", date(2026, 10, 25)),
        ("Date of exam: Oct 5, 2026 10:15", date(2026, 10, 5)),
        ("Study date 5 | 2026", None),
        ("Service date: 10-25-26", date(2026, 10, 25)),
        ("MRI LUMBAR SPINE 5 October 2026", date(2026, 10, 5)),
        ("MRI LUMBAR SPINE: 5 October 2026", date(2026, 10, 5)),
        ("Date: 5 October 2026\nReported: 6 October 2026", date(2026, 10, 5)),
        ("DOB: 5 October 1967", None),
        ("COMPARISON: MRI lumbar spine of 5 October 2020", None),
        # One line, as text copied from a PDF or a letter often is.
        ("MRI lumbar spine of 20 November 2026. Patient: Fay Fictional.", date(2026, 11, 20)),
        ("Patient: Fay Fictional. MRI lumbar spine of 20 November 2026.", date(2026, 11, 20)),
        (
            "MRI lumbar spine of 20 November 2026. Patient: Fay Fictional." + " L5/S1: bulge." * 9,
            date(2026, 11, 20),
        ),
        ("EMG/NCS of the lower limbs, 2 November 2026. Denervation.", date(2026, 11, 2)),
        ("The EMG of 2 November 2020 showed denervation.", None),
        ("Dear Dr, re Otto OTHER dob 1.3.1955. MRI lumbar spine.", None),
        ("MRI lumbar spine of Otto Other, born 1 March 1955, on 5 May 2026", date(2026, 5, 5)),
        ("MRI lumbar spine. Bulge. Compared with MRI of 3 March 2020.", None),
        ("MRI lumbar spine. Bulge. Unchanged since the MRI lumbar spine of 3 March 2020.", None),
        ("MRI lumbar spine. Comparison: MRI lumbar spine, 3 March 2020. L4-5: bulge.", None),
    ],
)
def test_the_day_of_the_examination(text: str, day: date | None) -> None:
    assert details_in(text).performed_on == day


@pytest.mark.parametrize(
    ("text", "modality", "region", "position"),
    [
        ("MRI LUMBAR SPINE", Modality.MRI, Region.LUMBAR, None),
        ("EXAM: MR L-SPINE W/O", Modality.MRI, Region.LUMBAR, None),
        ("Upright MRI of the cervical spine", Modality.UPRIGHT_MRI, Region.CERVICAL, "upright"),
        (
            "MRI lumbar spine\nTECHNIQUE: weight-bearing, seated, then in flexion and extension",
            Modality.UPRIGHT_MRI,
            Region.LUMBAR,
            "flexion_extension",
        ),
        ("CT thoracic spine", Modality.CT, Region.THORACIC, None),
        ("CT myelogram lumbar spine", Modality.CT_MYELOGRAPHY, Region.LUMBAR, None),
        ("Standing X-rays, lumbosacral spine", Modality.XRAY, Region.LUMBAR, "standing"),
        (
            "Lumbar spine radiographs, flexion/extension",
            Modality.XRAY,
            Region.LUMBAR,
            "flexion_extension",
        ),
        ("Ultrasound of the neck", Modality.ULTRASOUND, Region.CERVICAL, None),
        ("EMG and nerve conduction study", Modality.EMG_NCS, None, None),
        ("MR neurography of the lumbosacral plexus", Modality.MR_NEUROGRAPHY, Region.LUMBAR, None),
        ("MRI whole spine: cervical, thoracic, lumbar", Modality.MRI, Region.WHOLE_SPINE, None),
        ("MRI cervical and lumbar spine", Modality.MRI, None, None),
        ("C5/6: bulge. C6/7: normal.", None, Region.CERVICAL, None),
        ("L4-L5: bulge. T12-L1: normal.", None, Region.LUMBAR, None),
        ("L4-L5: bulge. C5-C6: bulge.", None, None, None),
        ("Sagittal T1, axial T2. No plain films. L4-5: bulge.", Modality.MRI, Region.LUMBAR, None),
        ("HISTORY: CT neck.\nFINDINGS: L5-S1: bulge.", None, Region.LUMBAR, None),
        ("FINDINGS: L5-S1: bulge.\nCOMPARISON: CT neck.", None, Region.LUMBAR, None),
        ("COMPARISON: CT neck.\n\nMRI shows L5-S1 bulge.", Modality.MRI, Region.LUMBAR, None),
        ("Bulge.", None, None, None),
    ],
)
def test_the_study(
    text: str, modality: Modality | None, region: Region | None, position: str | None
) -> None:
    found = details_in(text)
    assert (found.modality, found.region, found.position) == (modality, region, position)


@pytest.mark.parametrize(
    ("text", "sequences"),
    [
        ("Sagittal T1, T2. Axial T1, T2.", ("sag_t1", "sag_t2", "ax_t1", "ax_t2")),
        ("T1 and T2 weighted sagittal and axial images", ("sag_t1", "sag_t2", "ax_t1", "ax_t2")),
        ("T2 sagittal, T1 sagittal, T2 axial", ("sag_t1", "sag_t2", "ax_t2")),
        ("Sag T1/T2, STIR, oblique sagittal, coronal 3D", (
            "sag_t1", "sag_t2", "stir", "foraminal_oblique", "coronal_3d"
        )),
        ("Axial images at T1-T2 and C7-T1", ()),
        ("Low signal on T2", ()),
    ],
)  # fmt: skip
def test_the_sequences(text: str, sequences: tuple[str, ...]) -> None:
    assert details_in(f"TECHNIQUE: {text}").sequences == sequences
    assert set(sequences) <= set(read_catalogue().wording.offered["sequences"])


@pytest.mark.parametrize(
    ("text", "tesla"),
    [
        ("1.5T MRI", 1.5),
        ("at 3 Tesla", 3.0),
        ("0.6 T open magnet", 0.6),
        ("1,5 T", 1.5),
        ("3.0-T", 3.0),
        ("2 T2 images", None),
        ("L5 T", None),
        ("12.5 T", None),
    ],
)
def test_the_magnet(text: str, tesla: float | None) -> None:
    assert details_in(f"TECHNIQUE: {text}").field_strength == tesla


@pytest.mark.parametrize(
    ("text", "contrast"),
    [
        ("WITH AND WITHOUT CONTRAST", YesNoUnknown.YES),
        ("without and with intravenous contrast", YesNoUnknown.YES),
        ("without intravenous contrast", YesNoUnknown.NO),
        ("non-contrast", YesNoUnknown.NO),
        ("W/O CONTRAST", YesNoUnknown.NO),
        ("W WO CONTRAST", YesNoUnknown.YES),
        ("W/ CONTRAST", YesNoUnknown.YES),
        ("No gadolinium was given", YesNoUnknown.NO),
        ("with IV contrast", YesNoUnknown.YES),
        ("post-contrast images", YesNoUnknown.YES),
        ("Sagittal T2", None),
    ],
)
def test_the_contrast_medium(text: str, contrast: YesNoUnknown | None) -> None:
    assert details_in(f"MRI LUMBAR SPINE\nTECHNIQUE: {text}").contrast is contrast


def test_technique_without_its_heading() -> None:
    found = details_in(
        "MRI CERVICAL SPINE\nSagittal T2 weighted images were obtained in standing without "
        "gadolinium. There is no abnormal contrast uptake.\nC5-C6: normal."
    )
    assert found.modality is Modality.UPRIGHT_MRI
    assert found.position == "standing"
    assert found.contrast is YesNoUnknown.NO
    assert details_in("MRI CERVICAL SPINE\nThere is no abnormal contrast uptake.").contrast is None


@pytest.mark.parametrize(
    ("text", "comparison"),
    [
        ("COMPARISON: None\n\nFINDINGS: x", "None"),
        ("COMPARISON:\nMRI of 2021,\nCT of 2020.\n\nThe discs", "MRI of 2021, CT of 2020."),
        ("Prior studies: none available", "none available"),
        ("COMPARISON: " + "long " * 100, "long " * 59 + "long …"),
        ("Comparison is made with the MRI of 2019. L4-L5", "the MRI of 2019"),
        ("Findings: x", None),
    ],
)
def test_what_it_was_compared_with(text: str, comparison: str | None) -> None:
    assert details_in(text).comparison == comparison


@pytest.mark.parametrize(
    ("text", "reporter", "day"),
    [
        (
            "Electronically signed by: Dr Sample Reader on 06/13/2026 10:22",
            "Dr Sample Reader",
            date(2026, 6, 13),
        ),
        (
            "Radiologist: READER, SAMPLE, MD\nReported: 13.6.2026",
            "READER, SAMPLE, MD",
            date(2026, 6, 13),
        ),
        ("Findings.\n\nDr. Sample Reader\nConsultant", "Dr. Sample Reader", None),
        ("Findings.\nSample Reader, FRCR", "Sample Reader, FRCR", None),
        ("Reported by: 12", None, None),
        ("Reported by: Dr A Sample, GMC 1", "Dr A Sample", None),
        # Day and month cannot be told apart.
        ("Dictated by: READER, SAMPLE on 02/04/2025", "READER, SAMPLE", None),
        ("Findings.", None, None),
    ],
)
def test_who_reported_it_and_when(text: str, reporter: str | None, day: date | None) -> None:
    found = details_in(text)
    assert (found.reporter, found.reported_on) == (reporter, day)


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("Facility: Example Imaging\n", "Example Imaging"),
        ("# Example Valley Hospital\nMRI lumbar spine", "Example Valley Hospital"),
        ("Site: x", None),
        ("EXAMPLE NHS TRUST\nMRI lumbar spine", "EXAMPLE NHS TRUST"),
        ("Upright MRI of the lumbar spine", None),
        ("Referred to: Example Hospital", None),
    ],
)
def test_where_it_was_made(text: str, site: str | None) -> None:
    assert details_in(text).site == site


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        (
            "FINDINGS: The study is degraded by motion artifact. L4-L5: x",
            "The study is degraded by motion artifact",
        ),
        ("Limited study.", "Limited study."),
        ("Movement is limited.", None),
    ],
)
def test_how_good_the_pictures_are(text: str, quality: str | None) -> None:
    assert details_in(text).quality == quality


def test_what_the_format_says_goes_first() -> None:
    own = StudyDetails(patient_name="A", sequences=("stir",))
    told = StudyDetails(patient_name="B", site="C", sequences=("sag_t1",))
    assert merged(own, told) == StudyDetails(patient_name="A", site="C", sequences=("stir",))


def test_the_end_of_a_long_text_is_looked_at() -> None:
    text = "PATIENT: SAMPLE, PATIENT\n" + "word " * 30_000 + "\nReported by: Dr Sample Reader\n"
    found = details_in(text)
    assert (found.patient_name, found.reporter) == ("SAMPLE, PATIENT", "Dr Sample Reader")


PIECES = st.sampled_from(
    (
        *("PATIENT: ", "DOB: ", "COMPARISON: ", "TECHNIQUE: ", "EXAM ", "date: ", "Name", "by: "),
        *("SAMPLE, ", "1/4/1967", "25 December 2024", ", MD", "Dr. A", "signed ", "1.5 T "),
        *("T1 ", "sagittal ", "MRI ", "lumbar ", "L4-L5 ", "with ", "contrast ", "motion artefact"),
        *(". ", ": ", "*", "#", "|", "\n", "\n\n"),
    )
)


@given(st.one_of(st.text(max_size=500), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_gives_details_that_can_be_kept(text: str) -> None:
    found = details_in(text)
    assert details_in(text) == found
    assert msgspec.json.decode(msgspec.json.encode(found), type=StudyDetails) == found
    if found.patient_name:
        assert not any(map(str.isdigit, found.patient_name))


@given(st.dates(date(1800, 1, 1), date(2099, 12, 31)), st.booleans(), st.sampled_from("/-"))
def test_a_date_in_figures_is_read_as_written_or_left_out(
    day: date, is_day_first: bool, sign: str
) -> None:
    parts = [f"{day.day}", f"{day.month}"] if is_day_first else [f"{day.month}", f"{day.day}"]
    written = sign.join([*parts, f"{day.year}"])
    found = details_in(f"DOB: {written}").birth_date
    if day.day > 12 or day.day == day.month:
        assert found == day
    else:
        assert found is None
    settled = "31/12/2020" if is_day_first else "12/31/2020"
    assert details_in(f"DOB: {written}\nExam date: {settled}").birth_date == day
