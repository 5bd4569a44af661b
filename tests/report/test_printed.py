"""Whatever is recorded, the report holds it all, within its margins, legible, on named pages."""

from io import BytesIO

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from clinic_desktop.domain.document import DocumentRefused, read_document
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import patient_name
from clinic_desktop.domain.versions import A_DRAFT, Edition, VersionKind
from clinic_desktop.report.document import Report
from clinic_desktop.report.text import clean
from tests.report.drawn import outside, smallest
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, signed, version
from tests.report.hearing import unheard
from tests.report.printed import CATALOGUE, as_drawn, intruders, lost, lost_in, report_of, strings
from tests.report.reading import line_widths, squeezed
from tests.report.test_document import NAMES, example, sample
from tests.report.test_structure_tree import CHANGE
from tests.report.tokens import Tokens
from tests.strategies import examinations

EDITIONS = (
    A_DRAFT,
    signed(version()),
    signed(version(signers=(AUTHOR, SUPERVISOR)), amendment(2, CHANGE)),
    signed(version(), amendment(2, kind=VersionKind.ENTERED_IN_ERROR)),
)


def logo() -> bytes:
    out = BytesIO()
    Image.effect_noise((300, 120), 90).save(out, "PNG")
    return out.getvalue()


LOGO = logo()

# Making a whole report smaller, again and again, takes minutes and tells little more.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)

# Each in every field, between two tokens.
HOSTILE = (
    '<img src="/some/folder/secret.png">',
    '<img src="https://clinic.example/a.png"/>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="file:///some/folder">x</a>',
    '<link destination="#top">x</link>',
    "<b>unclosed",
    "</para>x",
    "a<br>b",
    "<font face=none>",
    '<font color="[[[getattr(pow, Word)]]]">',
    '<onDraw name="none"/>',
    "ROM <R 40 >L 30",
    "x<y>z",
    "O'Brien <jr>",
    "AT&T &amp; &lt;b&gt; &#0; &#x41;",
    "pain <5/10, SLR<45\u00b0 and A < B",
    "]]> <!-- --> <?xml?> <![CDATA[x]]>",
    "(\\) BT /F1 9 Tf ET %%EOF endstream",
    "'; -- {{7*7}} %s %(x)s {0} \\n $HOME",
    "\x01\x07\x1b[31m\x7f\x9f",
    "a\tb\r\nc\vd\fe\x85f\u2028g\u2029h",
    "abc\u202edef\u202c\u2066ghi\u2069\u200b\u200f\ufeff",
    "e\u0301\u0323 o\u0308 Z\u0335\u0336\u0337\u0338 a" + "\u0301" * 40,
    "\u05e2\u05d1\u05e8\u05d9\u05ea \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\u6f22\u5b57\u304b\u306a \U00020bb7",
    "\U0001f9d1\U0001f3fd\u200d\u2695\ufe0f \U0001f512",
    "\ufffd\uffff\ufffe\U0010ffff\ue000",
    "W" * 400,
    "\u00a0\u00a0\u3000\u2003\u00ad" + "\u00a0".join("word" for _ in range(60)),
)


class Hostile(Tokens):
    """Fills every field with a token, a hostile text and the token again."""

    def __init__(self, texts: tuple[str, ...], first: int = 0) -> None:
        super().__init__(0)
        self._texts = texts
        self._next = first

    def _token(self) -> str:
        token = super()._token()
        self._next += 1
        return f"{token}{self._texts[self._next % len(self._texts)]}{token}"


def assert_holds_all(examination: Examination, report: Report, pictures: int = 0) -> None:
    """Assert what is true of every report."""
    assert not report.plain
    assert lost_in(report.pdf, examination) == []
    assert intruders(report.pdf, pictures) == []
    assert outside(report.pdf) == []
    assert smallest(report.pdf) >= 9
    assert min(line_widths(report.pdf)) >= 0.5
    texts = [squeezed(page) for page in unheard(report.pdf)]
    whose = as_drawn(clean(patient_name(examination.patient))[:60])
    for number, text in enumerate(texts, start=1):
        assert f"Page{number}of{len(texts)}" in text
        assert whose in text
        assert "ReportR-17" in text


@settings(max_examples=20, phases=UNSHRUNK)
@given(
    examination=examinations(CATALOGUE.tests),
    edition=st.sampled_from(EDITIONS),
    page_size=st.sampled_from(["A4", "Letter"]),
    previous=st.none() | examinations(CATALOGUE.tests),
    picture=st.sampled_from([None, LOGO]),
)
def test_every_report_holds_all_that_was_entered_within_its_margins(
    examination: Examination,
    edition: Edition,
    page_size: str,
    previous: Examination | None,
    picture: bytes | None,
) -> None:
    report = report_of(examination, edition, page_size=page_size, previous=previous, logo=picture)
    assert_holds_all(examination, report, pictures=1 if picture else 0)


@pytest.mark.parametrize("edition", EDITIONS, ids=["draft", "signed", "amended", "withdrawn"])
def test_every_edition_of_the_sample_holds_all_of_it(edition: Edition) -> None:
    report = report_of(sample(), edition, page_size="Letter", previous=example(), logo=LOGO)
    assert_holds_all(sample(), report, pictures=1)


@pytest.mark.parametrize("first", [0, 10, 20])
def test_hostile_texts_are_printed_as_they_were_written(first: int) -> None:
    filled = Hostile(HOSTILE, first).examination(list(CATALOGUE.tests)[:1])
    report = report_of(filled)
    assert len(HOSTILE) == 29
    assert set(HOSTILE) <= {
        text for text in HOSTILE for entered in strings(filled) if text in entered
    }
    assert_holds_all(filled, report)


@pytest.mark.usefixtures("long_form")
@pytest.mark.parametrize("text", HOSTILE)
def test_each_hostile_text_in_every_field_is_printed_as_written(text: str) -> None:
    filled = Hostile((text,)).examination(list(CATALOGUE.tests)[:3])
    for edition in EDITIONS:
        assert_holds_all(filled, report_of(filled, edition))


@pytest.mark.parametrize("text", ["W" * 700, "some words, " * 60], ids=["a word", "words"])
def test_long_texts_in_every_field_are_printed_whole(text: str) -> None:
    filled = Hostile((text,)).examination(list(CATALOGUE.tests)[:1])
    assert_holds_all(filled, report_of(filled))


@pytest.mark.usefixtures("long_form")
@pytest.mark.parametrize("length", [3000, 12_000])
def test_texts_of_many_pages_in_every_field_are_printed_whole(length: int) -> None:
    for text in ("W" * length, "some words, " * (length // 12)):
        filled = Hostile((text,)).examination(list(CATALOGUE.tests)[:1])
        assert_holds_all(filled, report_of(filled))


@pytest.mark.usefixtures("long_form")
@settings(max_examples=1500, phases=UNSHRUNK)
@given(examination=examinations(CATALOGUE.tests), edition=st.sampled_from(EDITIONS))
def test_many_reports_hold_all_that_was_entered(examination: Examination, edition: Edition) -> None:
    assert_holds_all(examination, report_of(examination, edition))


def test_half_a_character_is_refused_before_it_can_be_printed() -> None:
    broken = b'{"format": "clinic-desktop-examination", "protocol": "\\ud800"}'
    with pytest.raises(DocumentRefused):
        read_document(broken, CATALOGUE.tests)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_printed_is_found_missing(name: str) -> None:
    """A search that finds anything would find what was never printed too."""
    shown = example(name)
    other = Tokens(0).examination(list(CATALOGUE.tests)[:1])
    missing = lost_in(report_of(shown).pdf, other)
    assert len(missing) > 60
    assert lost(shown) == []
