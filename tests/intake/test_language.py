"""English is read; any other language is named where it is clear, and nothing is read of it."""

import pytest

from clinic_desktop.domain.anatomy import LUMBAR_LEVELS
from clinic_desktop.intake.language import language_of
from clinic_desktop.intake.report_reading import read_report

OTHERS = [
    ("Bandscheibenvorfall L4/5 links mit Kompression der Wurzel. Keine Stenose.", "de"),
    ("Hernie discale L5-S1 gauche avec compression de la racine S1.", "fr"),
    ("Hernia discal L5-S1 izquierda con compresión de la raíz. No se observa estenosis.", "es"),
    ("Ernia del disco L4-L5 con compressione della radice sinistra. Non si osserva altro.", "it"),
    ("Hérnia do disco L5-S1 com compressão da raiz esquerda. Não há estenose.", "pt"),
    ("Discushernia op niveau L4-L5 links met compressie van de wortel. Geen stenose.", "nl"),
    ("Przepuklina krążka na poziomie L5-S1 po stronie lewej, bez stenozy kanału.", "pl"),
    ("L4-5 düzeyinde disk protrüzyonu ve sol sinir kökü basısı izlenmektedir.", "tr"),
    (
        "Diskbråck på nivå L4-L5 till vänster med påverkan på roten, ingen stenos och inte mer.",
        "sv",
    ),
    ("Välilevy L4-L5 tasolla pullistuma vasemmalla, ei stenoosia ja hermojuuri vapaa.", "fi"),
    ("На уровне L5-S1 выявлена грыжа диска, эффект на корешок.", "ru"),
    ("На рівні L5-S1 грижа диска зліва.", "uk"),
    ("L4-L5椎间盘突出,压迫左侧神经根。", "zh"),
    ("L4/5椎間板ヘルニアを認める。", "ja"),
    ("디스크 탈출증 소견이 관찰됨", "ko"),
]


@pytest.mark.parametrize(("text", "code"), OTHERS)
def test_another_language_is_named_and_not_read(text: str, code: str) -> None:
    reading = read_report(text)
    assert reading.language == code
    assert reading.findings == ()
    assert reading.stated_normal == ()
    assert not reading.rest_stated_normal
    assert reading.not_mentioned == LUMBAR_LEVELS
    assert "not in English" in reading.warnings[0]


@pytest.mark.parametrize(
    "text",
    ["L4-5 disc bulge.", "L5/S1 HNP", "Normal.", "Left S1 root.", "No stenosis at L4-5", "NAD"],
)
def test_a_few_words_of_english_are_english(text: str) -> None:
    assert language_of(text.lower()) == "en"


@pytest.mark.parametrize("text", ["", "   ", "1234 L4-5", "xyzzy", "грижа диска"])
def test_what_is_not_clear_is_not_guessed(text: str) -> None:
    reading = read_report(text)
    assert reading.language == "und"
    assert reading.findings == ()
    assert bool(reading.warnings) is bool(text.strip())


def test_a_tie_between_two_other_languages_is_not_clear() -> None:
    assert language_of("og av") != "en"
    assert language_of("og på med") == "und"


@pytest.mark.parametrize("text", ["L5-S1 shows a bulge.", "L5-S1: marrow oedema, Modic type 1."])
def test_the_letters_of_levels_are_words_of_no_language(text: str) -> None:
    assert read_report(text).language == "en"
