"""The report texts of `tests/data/imaging-reports` with what a careful reader takes from them."""

import json
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from clinic_desktop.domain.anatomy import Level, Root
from clinic_desktop.domain.imaging import FindingKind

FOLDER: Final = Path(__file__).parents[1] / "data" / "imaging-reports"
_SUPPLEMENT: Final = FOLDER / "supplement.json"

Disc = Literal[
    "normal",
    "no_herniation",
    "degeneration_only",
    "uncovered",
    "bulge",
    "protrusion",
    "herniation_unspecified",
    "extrusion",
    "sequestration",
]
Grade = Literal[
    "none",
    "present",
    "minimal",
    "mild",
    "mild-moderate",
    "moderate",
    "moderate-severe",
    "severe",
]
Relation = Literal["none", "proximity", "unspecified", "contact", "displacement", "compression"]
Certain = Literal["stated", "possible"]
DiscSide = Literal["left", "right", "midline", "bilateral"]
DiscZone = Literal["central", "paracentral", "subarticular", "foraminal", "extraforaminal"]
Danger = Literal["fracture", "tumour", "infection", "cauda_equina_compression", "cord_compression"]


class Closed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value whose file may hold nothing that is not listed here."""


class Sides(Closed, frozen=True, kw_only=True):
    left: Grade | list[Grade | None] | None
    right: Grade | list[Grade | None] | None


class GoldRoot(Closed, frozen=True, kw_only=True):
    root: Root
    side: Literal["left", "right", "unspecified"]
    relation: Relation | list[Relation]
    certainty: Certain
    root_named: bool

    @property
    def relations(self) -> tuple[Relation, ...]:
        return tuple(self.relation) if isinstance(self.relation, list) else (self.relation,)


class Slip(Closed, frozen=True, kw_only=True):
    direction: Literal["antero", "retro", "latero"]
    grade: int | None
    vertebra: str
    on: str


class GoldLevel(Closed, frozen=True, kw_only=True):
    """What is stated at one level; a list of grades, sides, zones or relations: each accepted."""

    disc: list[Disc] | None
    disc_zone: DiscZone | list[DiscZone] | None
    disc_side: DiscSide | list[DiscSide | None] | None
    canal_stenosis: Grade | list[Grade | None] | None
    lateral_recess: Sides
    foraminal: Sides
    roots: list[GoldRoot]
    spondylolisthesis: Slip | Literal["none"] | None
    disc_certainty: Certain = "stated"
    disc_predominance: DiscSide | None = None
    size_mm: list[float] = []
    migration: Literal["superior", "inferior"] | None = None
    pars_defect: DiscSide | None = None
    annular_fissure: bool = False
    annular_fissure_certainty: Certain = "stated"
    synovial_cyst: bool = False
    cyst_side: DiscSide | None = None
    scar: bool = False
    conjoined_root: bool = False

    @property
    def further_kinds(self) -> frozenset[FindingKind]:
        """Kinds beside disc, canal, recess and foramen that are stated here."""
        stated = {
            FindingKind.SPONDYLOLISTHESIS: isinstance(self.spondylolisthesis, Slip),
            FindingKind.SPONDYLOLYSIS: self.pars_defect is not None,
            FindingKind.ANNULAR_FISSURE: self.annular_fissure,
            FindingKind.SYNOVIAL_CYST: self.synovial_cyst,
            FindingKind.SCAR: self.scar,
            FindingKind.CONJOINED_ROOT: self.conjoined_root,
        }
        return frozenset(kind for kind, there in stated.items() if there)


class Overall(Closed, frozen=True, kw_only=True):
    spondylolisthesis: Literal["none"]


class Gold(Closed, frozen=True, kw_only=True, rename={"overall": "global"}):
    """What one report states.

    `stated_normal` are the levels a reader has to call normal, `may_be_normal` those that may be
    called so or not; any other is wrong. `rest_normal` null: either is accepted. `dangers` are
    affirmed or suspected; of `dangers_allowed` either is accepted.
    """

    id: str
    lang: str
    style: list[str]
    levels: dict[str, GoldLevel]
    overall: Overall | None = None
    other: list[str] = []
    stated_normal: list[Level]
    may_be_normal: list[Level] = []
    rest_normal: bool | None
    dangers: list[Danger]
    dangers_allowed: list[Danger] = []
    notes: str

    def at(self, level: Level) -> GoldLevel | None:
        """Return what is stated there; levels the document has no name for are left out."""
        return self.levels.get(level.value)


class Case(Struct, frozen=True):
    """A report's text and its gold reading."""

    text: str
    gold: Gold


def names() -> list[str]:
    """Return the names of all texts: r.. were given, the others written for this measure."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def case(name: str) -> Case:
    """Return one report; raise `msgspec.ValidationError` when its gold is not well formed."""
    gold = json.loads((FOLDER / f"{name}.gold.json").read_text("utf-8"))
    more = json.loads(_SUPPLEMENT.read_text("utf-8")).get(name, {})
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return Case(text, msgspec.convert(_merged(gold, more), Gold))


def cases() -> dict[str, Case]:
    """Return all reports by name."""
    return {name: case(name) for name in names()}


def _merged(under: Any, over: Any) -> Any:
    """Return `under` with the parts that `over` gives in their place."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return {**under, **{key: _merged(under.get(key), value) for key, value in over.items()}}
