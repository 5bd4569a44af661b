"""The angles of tests measured on both sides, for their drawing."""

from collections.abc import Iterator

from clinic_desktop.domain.anatomy import Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.phrases import angle_difference
from clinic_desktop.domain.progress import tests_of
from clinic_desktop.domain.response import Response
from clinic_desktop.report.parts import Blocks, Dial, Dials, joined


def angles(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give the tests with an angle on both sides; a side alone has nothing to be set against."""
    if dials := tuple(_dials(examination, catalogue)):
        yield Dials(dials)


def _dials(examination: Examination, catalogue: Catalogue) -> Iterator[Dial]:
    for test in tests_of(examination, catalogue):
        definition = catalogue.tests[test]
        sides = [_side(side, examination.response(test, TestedSide(side.value))) for side in Side]
        if any(onset is None and limit is None for _, onset, limit in sides):
            continue
        difference = angle_difference(test, examination, catalogue) or ""
        measured = definition.angle or "angle"
        told = joined(*map(_angles, sides), by="; ")
        first = f" First response: {difference}." if difference else ""
        yield Dial(
            name=definition.short,
            measured=measured,
            sides=tuple(sides),
            difference=difference.removeprefix(f"{definition.short} "),
            words=f"{definition.name} ({measured}): {told}.{first}",
        )


def _side(side: Side, response: Response | None) -> tuple[str, int | None, int | None]:
    if response is None:
        return side.value, None, None
    return side.value, response.onset_deg, response.limit_deg


def _angles(side: tuple[str, int | None, int | None]) -> str:
    """Return a side's angles: "left first response 35 degrees, limit 48 degrees"."""
    name, onset, limit = side
    return (
        name
        + " "
        + joined(
            None if onset is None else f"first response {onset} degrees",
            None if limit is None else f"limit {limit} degrees",
        )
    )
