"""Each kind of change is read by its usual words, at its own level."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import present, said


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("disc buldge", "bulge"),
        ("annular bulging", "bulge"),
        ("disc osteophyte complex", "bulge"),
        ("disc protusion", "protrusion"),
        ("extruded disc", "extrusion"),
        ("sequestered fragment", "sequestration"),
        ("free disc fragment", "sequestration"),
        ("disc herniation", "herniation"),
        ("HNP", "herniation"),
        ("disc prolapse", "herniation"),
        ("PIVD", "herniation"),
        ("annular tear", "annular_fissure"),
        ("annular fissure", "annular_fissure"),
        ("high intensity zone", "annular_fissure"),
        ("disc desiccation", "disc_degeneration"),
        ("dessicated disc", "disc_degeneration"),
        ("loss of disc height", "disc_degeneration"),
        ("disc space narrowing", "disc_degeneration"),
        ("the disc is degenerate", "disc_degeneration"),
        ("disc height is reduced", "disc_degeneration"),
        ("Modic change", "modic"),
        ("Modic type 2 change", "modic modic 2"),
        ("Modic type 2 endplate changes", "modic modic 2"),
        ("Modic I change", "modic modic 1"),
        ("Modic type III signal change", "modic modic 3"),
        ("type 1 Modic change", "modic modic 1"),
        ("mild Modic 2 changes", "modic modic 2"),
        ("Modic type 1/2 change", "modic"),
        ("Modic types I and II changes", "modic"),
        ("endplate oedema", "modic"),
        ("facet arthropathy", "facet_arthropathy"),
        ("ligamentum flavum thickening", "ligamentum_flavum"),
        ("spondylolisthesis, grade II", "spondylolisthesis meyerding 2"),
        ("grade 1 anterolisthesis", "spondylolisthesis meyerding 1"),
        ("mild retrolisthesis", "spondylolisthesis mild"),
        ("bilateral pars defects", "spondylolysis both"),
        ("synovial cyst", "synovial_cyst"),
        ("epidural fibrosis", "scar"),
        ("arachnoiditis", "arachnoiditis"),
        ("conjoined root", "conjoined_root"),
        ("Tarlov cyst", "tarlov_cyst"),
        ("compression fracture", "fracture"),
        ("metastasis", "tumour"),
        ("discitis", "infection"),
        ("cauda equina compression", "cauda_equina_compression"),
        ("cord compression", "cord_compression"),
        ("myelomalacia", "cord_compression"),
        ("flattening of the cord", "cord_compression"),
    ],
)
def test_a_word_gives_its_kind(text: str, row: str) -> None:
    assert present(f"L4-5: there is {text} at L4-5.") == {f"L4-L5 {row}"}


@pytest.mark.parametrize(
    "text",
    [
        "pseudobulge of the disc",
        "disc height is preserved",
        "vertebral haemangioma",
        "mass effect on the thecal sac",
        "no cauda equina compression",
        "crowding of the cauda equina",
        "the posterior wall bulges",
        "indents the sac but does not reach the cord",
        "no cord compression",
        "no fracture",
        "no evidence of discitis or metastasis",
        "normal alignment",
        "facet joints unremarkable",
    ],
)
def test_what_is_denied_or_other_gives_none(text: str) -> None:
    assert present(f"L4-5: {text}.") == set()


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("L1 compression fracture.", "L1-L2 fracture"),
        ("Old fracture of T12. L4-5 bulge.", "T12-L1 fracture"),
        ("L4-5 bulge. Suspicious lesion in L3.", "L3-L4 tumour"),
        ("Sacralised L5.", "L5-S1 transitional_vertebra"),
        ("There is a transitional vertebra.", "L5-S1 transitional_vertebra"),
        ("Grade 1 slip of L5 on S1.", "L5-S1 spondylolisthesis meyerding 1"),
    ],
)
def test_a_vertebra_gives_the_level(text: str, row: str) -> None:
    assert row in present(text)


def test_the_height_a_fracture_lost_is_none_of_a_disc() -> None:
    assert present("L1 fracture with 30% loss of height. L4-5 bulge.") == {
        "L1-L2 fracture",
        "L4-L5 bulge",
    }


def test_a_danger_without_a_level_is_told_first() -> None:
    reading = read_report("L4-5 bulge. Vertebral metastases. Aortic aneurysm of 5 cm.")
    assert reading.warnings[:2] == (
        "Look at once: the report names tumour without a level.",
        "Look at once: the report names an aneurysm.",
    )


def test_a_danger_stands_only_at_a_level_of_its_own_sentence() -> None:
    reading = read_report("L4-5: bulge. There is a renal mass.")
    assert not any(finding.is_danger for finding in reading.findings)
    assert "Look at once: the report names tumour without a level." in reading.warnings


def test_a_danger_under_the_heading_of_a_level_is_at_that_level() -> None:
    assert present("L3-L4:\nDisc bulge.\nDiscitis.") == {"L3-L4 bulge", "L3-L4 infection"}


def test_cord_compression_without_a_level_is_told() -> None:
    reading = read_report("There is compression of the cauda equina.")
    assert reading.warnings == (
        "Look at once: the report names cauda equina compression without a level.",
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("L5-S1: mild thecal sac effacement centrally.", set()),
        ("L5-S1: the central canal is effaced.", {"L5-S1 canal_stenosis present"}),
        ("L2-3: mildly reduced AP diameter of the canal.", {"L2-L3 canal_stenosis mild"}),
        ("L2-3: the AP dimension of the canal is mildly reduced.", {"L2-L3 canal_stenosis mild"}),
        ("L5-S1: slight decrease in size of the protrusion.", {"L5-S1 protrusion"}),
        ("L5-S1: slightly larger protrusion.", {"L5-S1 protrusion"}),
        ("L5-S1: prolapse, predominantly to the left side.", {"L5-S1 herniation left"}),
        ("L5-S1: bulge, more on the left.", {"L5-S1 bulge"}),
        ("L5-S1: mild degenerative changes of the sacroiliac joints.", set()),
        ("L4-5: degeneration is seen in the facets.", {"L4-L5 facet_arthropathy"}),
        ("L4-5: the facets are not thickened.", set()),
        (
            "L4-5: a cyst of the left facet protruding into the canal.",
            {"L4-L5 synovial_cyst left"},
        ),
        ("L4-5: bulge. A renal cyst.", {"L4-L5 bulge"}),
        ("L4-5: disc space is narrowed.", {"L4-L5 disc_degeneration"}),
        ("L4-5: There is a vacuum phenomenon.", {"L4-L5 disc_degeneration"}),
        ("L4-5: bulge. Vertebral body height loss of L1.", {"L4-L5 bulge"}),
        ("L4-5: left hemilaminectomy with facet disease.", {"L4-L5 facet_arthropathy"}),
        ("L4-5: defects through both pars.", {"L4-L5 spondylolysis"}),
        ("L3-4: lesion bright on T2. L4-5: a T2 dark disc bulge.", {"L4-L5 bulge"}),
        ("L4-5: mild\nto moderate canal  stenosis.", {"L4-L5 canal_stenosis moderate"}),
        (
            "L4-5: severe bi  lateral recess narrowing.",
            {"L4-L5 lateral_recess_stenosis both severe"},
        ),
        (
            "L4-5: mild encroachment on the foramina. The encroachment is severe on the left.",
            {"L4-L5 foraminal_stenosis left severe", "L4-L5 foraminal_stenosis right mild"},
        ),
        (
            "L3-4: left bulge. It causes mild narrowing of the foramen.",
            {"L3-L4 bulge left", "L3-L4 foraminal_stenosis left mild"},
        ),
    ],
)
def test_findings_in_plain_words(text: str, rows: set[str]) -> None:
    assert present(text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("There is no neural narrowing.", {"foraminal_stenosis both none"}),
        (
            "No foraminal or canal disease is noted.",
            {"foraminal_stenosis both none", "canal_stenosis none"},
        ),
        ("No canal abnormality.", {"canal_stenosis none"}),
        ("The right foramen is not affected.", {"foraminal_stenosis right none"}),
        ("The thecal sac is adequate in size.", {"canal_stenosis none"}),
        ("Canal roomy, foramina ok.", {"foraminal_stenosis both none", "canal_stenosis none"}),
        ("Bulges w/out canal stenosis.", {"bulge", "canal_stenosis none"}),
    ],
)
def test_what_is_open_in_plain_words(text: str, rows: set[str]) -> None:
    assert said(f"L4-5: {text}") == {f"L4-L5 {row}" for row in rows}


def test_a_narrowing_lies_opposite_the_side_that_is_open() -> None:
    assert said("L3-4: mild foraminal narrowing. The right foramen is patent.") == {
        "L3-L4 foraminal_stenosis left mild",
        "L3-L4 foraminal_stenosis right none",
    }


def test_an_earlier_scan_told_in_passing_is_not_read() -> None:
    assert present("Two years ago there was a protrusion at L4-5. L5-S1: bulge.") == {"L5-S1 bulge"}
