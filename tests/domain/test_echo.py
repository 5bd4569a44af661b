"""What was just recorded is said in one sentence, the side in capitals."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.echo import difference
from clinic_desktop.domain.shorthand import apply
from tests.domain.build import examination


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("slr l 35f y +", "SLR LEFT: Fail (positive), 35°, familiar: yes, increase"),
        ("slr r p", "SLR RIGHT: Pass (negative)"),
        ("bow r t time", "Bowstring RIGHT: Not tested, time"),
        (
            'slr l 35-60 neck- sr bk0 nprs6 "x"',
            (
                "SLR LEFT: 35°, limit 60°, neck flexion: decrease, symptom: right, "
                "below the knee: no, NPRS 6, “x”"
            ),
        ),
        ("slr l bk", "SLR LEFT: below the knee: yes"),
        ("s1 l reflex r", "S1 LEFT: Reflex reduced"),
        ('s1 l reflex r "x"; slr l p', "SLR LEFT: Pass (negative); S1 LEFT: Reflex reduced, “x”"),
        ("", ""),
    ],
)
def test_the_sentence_of_a_line(line: str, said: str, catalogue: Catalogue) -> None:
    before = examination(protocol="lumbar_core")
    assert difference(before, apply(line, before, catalogue), catalogue) == said


def test_what_stays_is_not_said(catalogue: Catalogue) -> None:
    before = apply("slr l p; s1 l reflex n", examination(), catalogue)
    after = apply("slr l p; slr r p; s1 l reflex n; l5 l power 5", before, catalogue)
    assert difference(before, after, catalogue) == (
        "SLR RIGHT: Pass (negative); L5 LEFT: Power 5 of 5"
    )
