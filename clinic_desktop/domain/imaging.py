"""The imaging report: the radiologist's words, and what the therapist accepted from them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta

from clinic_desktop.domain.anatomy import BodySide, Level, Region, Root, Side, Zone, roots_at
from clinic_desktop.domain.values import Count, Value, YesNoUnknown


class Modality(StrEnum):
    """How the study was made."""

    MRI = "MRI"
    UPRIGHT_MRI = "upright_MRI"
    CT = "CT"
    CT_MYELOGRAPHY = "CT_myelography"
    MR_NEUROGRAPHY = "MR_neurography"
    XRAY = "xray"
    ULTRASOUND = "ultrasound"
    EMG_NCS = "EMG_NCS"
    OTHER = "other"


CROSS_SECTIONAL: Final = frozenset(
    {Modality.MRI, Modality.UPRIGHT_MRI, Modality.CT, Modality.CT_MYELOGRAPHY}
)
"""Studies that can show a level to be normal."""


class FindingKind(StrEnum):
    """What a report can describe at a level (disc terms: Fardon 2014)."""

    NORMAL = "normal"
    BULGE = "bulge"
    PROTRUSION = "protrusion"
    EXTRUSION = "extrusion"
    SEQUESTRATION = "sequestration"
    HERNIATION = "herniation"
    ANNULAR_FISSURE = "annular_fissure"
    DISC_DEGENERATION = "disc_degeneration"
    MODIC = "modic"
    CANAL_STENOSIS = "canal_stenosis"
    LATERAL_RECESS_STENOSIS = "lateral_recess_stenosis"
    FORAMINAL_STENOSIS = "foraminal_stenosis"
    SPONDYLOLISTHESIS = "spondylolisthesis"
    SPONDYLOLYSIS = "spondylolysis"
    FACET_ARTHROPATHY = "facet_arthropathy"
    LIGAMENTUM_FLAVUM = "ligamentum_flavum"
    SYNOVIAL_CYST = "synovial_cyst"
    SCAR = "scar"
    ARACHNOIDITIS = "arachnoiditis"
    TRANSITIONAL_VERTEBRA = "transitional_vertebra"
    CONJOINED_ROOT = "conjoined_root"
    TARLOV_CYST = "tarlov_cyst"
    FRACTURE = "fracture"
    TUMOUR = "tumour"
    INFECTION = "infection"
    CAUDA_EQUINA_COMPRESSION = "cauda_equina_compression"
    CORD_COMPRESSION = "cord_compression"
    OTHER = "other"


DANGERS: Final = frozenset(
    {
        FindingKind.FRACTURE,
        FindingKind.TUMOUR,
        FindingKind.INFECTION,
        FindingKind.CAUDA_EQUINA_COMPRESSION,
        FindingKind.CORD_COMPRESSION,
    }
)
_COUNTING: Final = frozenset(
    {
        FindingKind.BULGE,
        FindingKind.PROTRUSION,
        FindingKind.EXTRUSION,
        FindingKind.SEQUESTRATION,
        FindingKind.HERNIATION,
        FindingKind.CANAL_STENOSIS,
        FindingKind.LATERAL_RECESS_STENOSIS,
        FindingKind.FORAMINAL_STENOSIS,
        FindingKind.SPONDYLOLISTHESIS,
        FindingKind.SYNOVIAL_CYST,
    }
)
_IMPLIED_ZONE: Final = {
    FindingKind.FORAMINAL_STENOSIS: Zone.FORAMINAL,
    FindingKind.LATERAL_RECESS_STENOSIS: Zone.SUBARTICULAR,
    FindingKind.CANAL_STENOSIS: Zone.CENTRAL,
}


class RootRelation(StrEnum):
    """What the report says of a root beside the change."""

    NONE = "none"
    CONTACT = "contact"
    DISPLACEMENT = "displacement"
    COMPRESSION = "compression"


class Status(StrEnum):
    """Whether the report says it, or the therapist concluded it."""

    STATED = "stated"
    INFERRED = "inferred"


class Certainty(StrEnum):
    """Whether the report only considers a finding possible; left out where it does not."""

    STATED = "stated"
    POSSIBLE = "possible"


class StudyResult(StrEnum):
    """What an EMG or nerve conduction study gave as a whole."""

    NORMAL = "normal"
    ACUTE_DENERVATION = "acute_denervation"
    CHRONIC_REINNERVATION = "chronic_reinnervation"
    MIXED = "mixed"
    INCONCLUSIVE = "inconclusive"


class Quote(Value, frozen=True, kw_only=True):
    """A span of the report's text in Unicode code points, `end` exclusive."""

    start: Count | None = None
    end: Count | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """Start and end, where both are recorded."""
        return None if self.start is None or self.end is None else (self.start, self.end)

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            msg = "`end` of a quote must not lie before its `start`"
            raise ValueError(msg)


class ImagingFinding(Value, frozen=True, kw_only=True):
    """One confirmed row: a kind at a level, with side, zone, root and grade where given."""

    level: Level
    kind: FindingKind
    side: BodySide | None = None
    zone: Zone | None = None
    root: Root | None = None
    root_relation: RootRelation | None = None
    grade_system: str | None = None
    grade: str | None = None
    status: Status | None = None
    certainty: Certainty | None = None
    root_reason: str | None = None
    quote: Quote | None = None

    @property
    def is_negated(self) -> bool:
        """Whether the row says "none"."""
        return self.grade == "none"

    @property
    def is_danger(self) -> bool:
        """Whether the row is lifted out to the safety lines."""
        return self.kind in DANGERS and not self.is_negated

    @property
    def counts(self) -> bool:
        """Whether the finding can concern a root (exchange, section 2)."""
        if self.kind is FindingKind.NORMAL or self.kind in DANGERS or self.is_negated:
            return False
        if self.root_relation is RootRelation.NONE:
            return False
        return self.kind in _COUNTING or self.root is not None

    @property
    def roots(self) -> tuple[Root, ...]:
        """The roots the finding concerns: the one named, else those of its level and zone."""
        if self.root is not None:
            return (self.root,)
        return roots_at(self.level, self.zone or _IMPLIED_ZONE.get(self.kind))

    def is_on(self, side: Side) -> bool:
        """Whether the row speaks of this side; midline, both and no side speak of either."""
        return self.side not in (BodySide.LEFT, BodySide.RIGHT) or self.side.value == side.value


class Original(Value, frozen=True, kw_only=True):
    """The file a report came in as; its bytes are in the record, found by their SHA-256.

    `text_sha256` is of the text as it came out of the file (UTF-8): another hash of the report's
    text tells that it was edited.
    `patient_name` and `birth_date` stand as the file gives them; `same_person` is the therapist's
    answer where they differ from the patient's.
    """

    name: str | None = None
    media_type: str | None = None
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")] | None = None
    size: Count | None = None
    text_sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")] | None = None
    patient_name: str | None = None
    birth_date: date | None = None
    same_person: bool | None = None


class AttachedFile(Value, frozen=True, kw_only=True):
    """A file in the record that belongs to an examination, without its bytes.

    `sha256` and `size` are of its bytes; `added_at` is UTC, `added_by` the name of a person.
    """

    name: str
    media_type: str
    sha256: str
    size: int
    added_at: datetime
    added_by: str


class StudiedRoot(Value, frozen=True, kw_only=True):
    """A root that an EMG or nerve conduction study names, with its side."""

    root: Root
    side: BodySide | None = None


class Electrodiagnosis(Value, frozen=True, kw_only=True):
    """What an EMG or nerve conduction study gave, in its own fields."""

    weeks_since_onset: Count | None = None
    muscles: tuple[str, ...] | None = None
    paraspinal: bool | None = None
    result: StudyResult | None = None
    roots: tuple[StudiedRoot, ...] | None = None
    snap_normal: bool | None = None
    h_reflex: str | None = None
    f_wave: str | None = None
    entrapment: str | None = None


class ImagingReport(Value, frozen=True, kw_only=True):
    """One report: its study, its words verbatim, and the findings accepted from them.

    A level is changed, stated normal, or not mentioned; not mentioned is never normal.

    `field_strength` is in tesla. `set_aside` are findings read from the text that the therapist did
    not take over; they are kept so that they are not offered again, and count nowhere.
    """

    id: UUID | None = None
    modality: Modality | None = None
    region: Region | None = None
    performed_on: date | None = None
    reported_on: date | None = None
    reporter: str | None = None
    site: str | None = None
    position: str | None = None
    sequences: tuple[str, ...] | None = None
    field_strength: Annotated[float, Meta(gt=0, le=20)] | None = None
    contrast: YesNoUnknown | None = None
    quality: str | None = None
    comparison: str | None = None
    text: str | None = None
    original: Original | None = None
    findings: tuple[ImagingFinding, ...] | None = None
    set_aside: tuple[ImagingFinding, ...] | None = None
    stated_normal: tuple[Level, ...] | None = None
    rest_stated_normal: bool | None = None
    symptoms_changed_since: YesNoUnknown | None = None
    limits: str | None = None
    electrodiagnosis: Electrodiagnosis | None = None

    def covers(self, region: Region) -> bool:
        """Whether the study shows this region of the spine; without a region it shows none."""
        return self.region is Region.WHOLE_SPINE or self.region is region

    def states_normal(self, level: Level, side: Side) -> bool:
        """Whether the report calls this level normal on this side."""
        here = [row for row in self.findings or () if row.level is level and row.is_on(side)]
        if any(row.is_danger for row in here):
            return False
        if level in (self.stated_normal or ()):
            return True
        if any(row.kind is FindingKind.NORMAL and row.status is Status.STATED for row in here):
            return True
        return bool(self.rest_stated_normal) and not here
