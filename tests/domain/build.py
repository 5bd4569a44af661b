"""Small examinations in the words of the document, for tests of the domain."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import ConductionRow, MechanoRow, RuleCheck
from clinic_desktop.domain.examination import Examination

DATA: Final = Path(__file__).parents[1] / "data"
SIX_EXAMPLES: Final = sorted(DATA.glob("*.json"))
EXAMPLES: Final = [path for path in SIX_EXAMPLES if ".expected." not in path.name]

AN_ID: Final = "0197a001-0000-7000-8000-000000000001"
REQUIRED: Final = {
    "format": "clinic-desktop-examination",
    "version": 1,
    "id": AN_ID,
    "patient": {"id": AN_ID},
}

Json = dict[str, Any]


def examination(**parts: Any) -> Examination:
    """Return an examination of these parts, written as in the document."""
    return msgspec.convert({**REQUIRED, **parts}, Examination)


def response(test: str, side: str, outcome: str | None = None, **more: Any) -> Json:
    return {"test": test, "side": side, "outcome": outcome, **more}


def moved(movement: str | None, effect: str | None) -> Json:
    """Return the part that records a differentiation."""
    return {"differentiation": {"movement": movement, "effect": effect}}


def sign(root: str, side: str, kind: str, grade: str | None = None, **more: Any) -> Json:
    return {"root": root, "side": side, "kind": kind, "grade": grade, **more}


def report(*findings: Json, **more: Any) -> Json:
    """Return a lumbar MRI report unless told otherwise."""
    return {"modality": "MRI", "region": "lumbar", "findings": list(findings), **more}


def finding(level: str, kind: str, side: str | None = None, **more: Any) -> Json:
    """Return a stated finding unless told otherwise."""
    return {"level": level, "kind": kind, "side": side, "status": "stated", **more}


def mechano(examined: Examination, catalogue: Catalogue) -> Mapping[str, MechanoRow]:
    """Return the rows of the first table by "left/sciatic", in their order."""
    return {row.key: row for row in compare(examined, catalogue).mechanosensitivity}


def conduction(examined: Examination, catalogue: Catalogue) -> Mapping[str, ConductionRow]:
    """Return the rows of the second table by "left/L5", in their order."""
    return {row.key: row for row in compare(examined, catalogue).conduction}


def rule_checks(examined: Examination, catalogue: Catalogue) -> Mapping[str, RuleCheck]:
    """Return the rule checks by "slr/left", in their order."""
    checks = compare(examined, catalogue).rule_checks
    return {f"{check.test}/{check.side}": check for check in checks}


def with_imaging(*reports: Json, **parts: Any) -> Examination:
    """Return an examination with a positive left SLR and these reports."""
    slr = response("slr", "left", "positive", familiar="yes")
    return examination(**{"responses": [slr], "imaging": list(reports), **parts})
