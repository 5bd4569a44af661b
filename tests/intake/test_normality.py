"""A level is normal only where the report says so; what it leaves unsaid never is."""

import pytest

from clinic_desktop.intake.report_reading import read_report


def normal(text: str) -> list[str]:
    return [level.value for level in read_report(text).stated_normal]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("L1-2: Normal.", ["L1-L2"]),
        ("L1-L2 and L2-L3 are unremarkable.", ["L1-L2", "L2-L3"]),
        ("No abnormality is seen at the L3-4 level.", ["L3-L4"]),
        ("L1-2 to L3-4: within normal limits.", ["L1-L2", "L2-L3", "L3-L4"]),
        ("L3/4 nad.", ["L3-L4"]),
        ("L3-L4:\nNormal.", ["L3-L4"]),
        ("L3-4 is normal but L4-5 shows a bulge.", ["L3-L4"]),
        ("L4/5. Normal. L5/S1. Disc bulge.", ["L4-L5"]),
        ("L4-5: no disc bulge. Canal and foramina are patent.", ["L4-L5"]),
        ("L4-5: No disc herniation, canal stenosis or foraminal narrowing.", ["L4-L5"]),
        ("L4-5: disc normal; canal patent; foramina patent.", ["L4-L5"]),
        ("Upper lumbar levels are normal. L4-5 bulge.", ["L1-L2", "L2-L3"]),
    ],
)
def test_a_level_called_normal_or_denied_in_all_parts_is_normal(
    text: str, levels: list[str]
) -> None:
    reading = read_report(text)
    assert [level.value for level in reading.stated_normal] == levels
    for quote in reading.normal_quotes.values():
        assert quote.span is not None
        assert text[slice(*quote.span)].strip()


@pytest.mark.parametrize(
    "text",
    [
        "L3-4: normal disc.",
        "L3-4 disc is normal.",
        "L3-4: normal posterior disc margin.",
        "L3-4: no herniation.",
        "L3-4: no herniation. No canal stenosis.",
        "L3-4: canal and foramina are patent.",
        "L3-4: disc height preserved. Canal and foramina are patent.",
        "L3-4: no disc bulge. Canal patent. Left foramen patent.",
        "L3-4: facet joints normal.",
        "L3-4: normal facet joints.",
        "L3-4: normal alignment.",
        "L3-4: facets unremarkable, normal.",
        "L3-4: not normal.",
        "L3-4: mild bulge. Otherwise normal disc.",
        "L3-4: normal. L3-4 left protrusion.",
        "L3-4: desiccation. No disc bulge, canal or foraminal stenosis.",
        "The conus is normal and ends at L1-2. L4-5 bulge.",
        "L3-4: no severe canal or foraminal stenosis. No disc bulge.",
        "The other discs are normal. L3-4 bulge.",
        "|Level|Disc|Canal|Foramina|\n|L3-4|Normal|Mild stenosis|Normal|",
        "|Level|Facets|Canal|Foramina|\n|L3-4|Normal|Normal|Normal|",
    ],
)
def test_less_than_that_is_not_a_normal_level(text: str) -> None:
    assert normal(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "L4-5 bulge. Otherwise unremarkable study.",
        "L4-5 bulge; otherwise normal.",
        "L4-5 bulge. The remaining levels show no significant abnormality.",
        "T7-8 bulge. Remaining thoracic levels: no disc bulge, canal or foraminal stenosis.",
        "L4-5 bulge. The remaining levels are unremarkable.",
        "L4-5 bulge. All other levels normal.",
        "L4-5 bulge. No other abnormality.",
        "L4-5 bulge. No other significant abnormality is seen.",
        "L4-5 bulge. The remainder of the study is unremarkable.",
        "L4-5 bulge. Rest of the spine is normal.",
        "L4-5 bulge. The lumbar spine is otherwise normal.",
        "L4-5 bulge. Normal appearances elsewhere.",
        "L4-5 bulge. Other levels: no disc herniation, canal or foraminal stenosis.",
        "Normal MRI of the lumbar spine.",
        "Unremarkable study.",
    ],
)
def test_all_that_is_not_listed_can_be_called_normal(text: str) -> None:
    reading = read_report(text)
    assert reading.rest_stated_normal
    assert reading.rest_quote is not None
    assert reading.not_mentioned == ()
    assert reading.stated_normal == ()


@pytest.mark.parametrize(
    "text",
    [
        "L4-5 bulge. Marrow signal is otherwise normal.",
        "L4-5 bulge. The conus is otherwise unremarkable.",
        "L4-5 bulge. The remaining discs are normal.",
        "L4-5 bulge. Other levels: no disc herniation.",
        "L4-5 bulge. Remaining levels: no disc bulge, mild foraminal narrowing, canal patent.",
        "L4-5 bulge. No other disc herniation.",
        "L4-5 bulge. The remainder of the discs are normal in height.",
        "L4-5 bulge. Other levels are not imaged.",
    ],
)
def test_less_than_that_says_nothing_of_the_rest(text: str) -> None:
    assert not read_report(text).rest_stated_normal


def test_a_level_named_and_not_understood_does_not_pass_for_unlisted() -> None:
    reading = read_report("L3-4: limbus vertebra. L4-5 bulge. Otherwise normal study.")
    assert [(row.level.value, row.kind.value) for row in reading.findings] == [
        ("L3-L4", "other"),
        ("L4-L5", "bulge"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Axial images from L3-4 to L5-S1. L4-5 bulge. Otherwise normal study.",
        "MRI L1-S1. L4-5 bulge. Otherwise normal study.",
        "For numbering, L5-S1 is the last disc. L4-5 bulge. Otherwise normal study.",
        "The conus ends at L1-2. L4-5 bulge. Otherwise normal study.",
        "L3-4 disc normal. L4-5 bulge. Otherwise normal study.",
    ],
)
def test_where_a_level_is_only_imaged_or_counted_nothing_is_added(text: str) -> None:
    assert [row.kind.value for row in read_report(text).findings] == ["bulge"]


def test_a_level_called_normal_and_changed_is_told() -> None:
    reading = read_report("L3-4: normal. Impression: L3-4 disc protrusion.")
    assert reading.stated_normal == ()
    assert "The report calls L3-L4 normal and names a finding there." in reading.warnings


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ('"L1-2: Within normal limits.', ["L1-L2"]),
        ("**L1-2:** Normal.", ["L1-L2"]),
        ("1) L1-2 - normal\n2) L2-3 - bulge", ["L1-L2"]),
        ("L1-2 = normal, L2-3 = bulge", ["L1-L2"]),
        ("L1-2, L2-3: negative. L4-5: bulge.", ["L1-L2", "L2-L3"]),
        ("L1-2: nl. L4-5: bulge.", ["L1-L2"]),
        ("Upper lumbal levels are not remarkable. L4-5 bulge.", ["L1-L2", "L2-L3"]),
        ("L3-4 and the levels above it are clear. L4-5 bulge.", ["L1-L2", "L2-L3", "L3-L4"]),
        ("L4-5 bulge. Levels above this are negative.", ["L1-L2", "L2-L3", "L3-L4"]),
        ("L2-3: no bulge. The sac and foramina are adequate in size.", ["L2-L3"]),
        ("L2-3: No disc, canal or foraminal disease. L4-5 bulge.", []),
        ("L2-3: not clear. L4-5 bulge.", []),
        ("L2-3: not entirely normal. L4-5 bulge.", []),
        ("L2-3: no bulge. Canal and foramina patent. Mild ridging of bone.", []),
        ("L2-3: no bulge. Canal and foramina patent. Suspected abrasion.", []),
        ("L2-3: no bulge. Canal and foramina patent. A lesion of the body.", []),
        ("L2-3: no bulge, no canal or foraminal stenosis, but osteophytes are seen.", []),
        ("L2-3: no bulge, canal or foraminal stenosis. No osteophytes.", ["L2-L3"]),
    ],
)
def test_normal_in_the_words_people_use(text: str, levels: list[str]) -> None:
    assert normal(text) == levels


@pytest.mark.parametrize(
    "text",
    [
        "L4-5 bulge. Other levels of the lumbar spine are unremarkable.",
        "L4-5 bulge. The remaining levels look healthy and there is no fracture.",
        "L4-5 bulge. Otherwise negative.",
        "L4-5: bulge.\nOtherwise unremarkable.",
        "L4-5: bulge. Otherwise normal study.",
        "No significant abnormality of the lumbar spine.",
    ],
)
def test_the_rest_is_normal_in_other_words(text: str) -> None:
    assert read_report(text).rest_stated_normal


@pytest.mark.parametrize(
    "text",
    [
        "L4-5: bulge, otherwise normal.",
        "L4-5: bulge. Otherwise unremarkable. L5-S1: bulge.",
        "L6-S1: dry disc, otherwise unremarkable. L4-5: bulge.",
        "L4-5 bulge. The remaining levels are normal in alignment.",
    ],
)
def test_otherwise_normal_behind_a_label_is_said_of_that_level(text: str) -> None:
    assert not read_report(text).rest_stated_normal
