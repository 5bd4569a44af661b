"""Random small examinations in which tests, conduction and reports have something to say."""

from collections.abc import Collection
from typing import Any

from hypothesis import strategies as st

from tests.domain.build import Json

LUMBAR = ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")
CERVICAL = ("C4-C5", "C5-C6", "C6-C7", "C7-T1")
KINDS = [
    "normal",
    "bulge",
    "protrusion",
    "extrusion",
    "herniation",
    "canal_stenosis",
    "lateral_recess_stenosis",
    "foraminal_stenosis",
    "synovial_cyst",
    "spondylolisthesis",
    "disc_degeneration",
    "modic",
    "scar",
    "tarlov_cyst",
    "other",
    "fracture",
    "cord_compression",
]
LUMBAR_ROOTS = ["L1", "L3", "L4", "L4", "L5", "L5", "S1", "S1", "S2"]
CERVICAL_ROOTS = ["C5", "C6", "C8", "C8", "T1"]
GRADES = {
    "reflex": "absent reduced normal brisk clonus",
    "power": "0 3 4 5",
    "light_touch": "absent altered normal increased",
    "pin_prick": "absent altered normal increased",
}
BODY_SIDES = ("left", "right", "both", "midline")


def _or_not(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([*values, None])


def _parts(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(fields)


def _responses(tests: Collection[str]) -> st.SearchStrategy[Json]:
    return _parts(
        test=st.sampled_from(sorted(tests)),
        side=st.sampled_from(["left", "left", "left", "right", "midline"]),
        outcome=_or_not("positive", "positive", "negative", "inconclusive", "not_tested"),
        not_tested_reason=_or_not("pain", "time"),
        familiar=_or_not("yes", "partly", "no"),
        symptom_side=_or_not(*BODY_SIDES),
        onset_deg=st.none() | st.integers(0, 180),
        differentiation=st.none()
        | _parts(
            movement=_or_not(
                "ankle_dorsiflexion",
                "neck_extension",
                "hamstring_tendon_pressure",
                "hip_flexion_release",
                "elsewhere",
            ),
            effect=_or_not("increase", "decrease", "no_change", "not_done"),
        ),
    )


def _signs(roots: list[str]) -> st.SearchStrategy[Json]:
    return st.sampled_from(sorted(GRADES)).flatmap(
        lambda kind: _parts(
            root=st.sampled_from(roots),
            side=st.sampled_from(["left", "left", "right"]),
            kind=st.just(kind),
            grade=_or_not(*GRADES[kind].split()),
        )
    )


def _findings(levels: tuple[str, ...], roots: list[str]) -> st.SearchStrategy[Json]:
    return _parts(
        level=st.sampled_from([*levels, *levels, "T12-L1"]),
        kind=st.sampled_from(KINDS),
        side=_or_not(*BODY_SIDES),
        zone=_or_not("central", "subarticular", "foraminal", "extraforaminal"),
        root=st.none() | st.sampled_from(roots),
        root_relation=st.sampled_from([None, None, None, "none", "contact"]),
        grade=st.sampled_from([None, None, None, "none", "mild"]),
        status=_or_not("stated", "stated", "inferred"),
    )


def _reports(levels: tuple[str, ...], roots: list[str]) -> st.SearchStrategy[Json]:
    here = "lumbar" if levels == LUMBAR else "cervical"
    return _parts(
        modality=st.sampled_from(["MRI", "MRI", "CT", "xray", "EMG_NCS", None]),
        region=st.sampled_from([here, here, here, "whole_spine", "thoracic", None]),
        performed_on=_or_not("2024-02-29", "2026-01-31"),
        text=_or_not("", "Denervation."),
        findings=st.lists(_findings(levels, roots), max_size=4),
        stated_normal=st.lists(st.sampled_from(levels), max_size=6),
        rest_stated_normal=st.sampled_from([None, False, True]),
    )


def _once(
    entries: st.SearchStrategy[Json], at_least: int, at_most: int, *fields: str
) -> st.SearchStrategy[list[Json]]:
    return st.lists(
        entries,
        min_size=at_least,
        max_size=at_most,
        unique_by=lambda entry: tuple(entry[field] for field in fields),
    )


def small_documents(tests: Collection[str]) -> st.SearchStrategy[Json]:
    """Return a strategy of parts for `examination`, whose responses are of these tests.

    Either the legs or the arms: signs and findings at unrelated roots would hardly ever meet.
    """
    arms = [test for test in tests if test.startswith("ulnt")]
    legs = [test for test in tests if test not in arms]
    return _whole(legs, LUMBAR, LUMBAR_ROOTS) | _whole(arms, CERVICAL, CERVICAL_ROOTS)


def _whole(
    tests: Collection[str], levels: tuple[str, ...], roots: list[str]
) -> st.SearchStrategy[Json]:
    return _parts(
        protocol=_or_not("lumbar_core", "upper_quarter", "of my own"),
        responses=_once(_responses(tests), 2, 8, "test", "side"),
        conduction=_once(_signs(roots), 1, 5, "root", "side", "kind"),
        imaging=st.lists(_reports(levels, roots), min_size=1, max_size=3),
    )
