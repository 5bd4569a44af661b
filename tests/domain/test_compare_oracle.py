"""The comparison against a second reading of the contract, on random examinations.

The second reading works on the document itself and takes tests, pathways and movements from the
contract's own lists, never from the catalogue or the domain.
"""

from itertools import product
from typing import Any

import msgspec
from hypothesis import HealthCheck, event, given, settings

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from tests.domain.build import Json, examination
from tests.domain.drawn import small_documents
from tests.often import often

ROOTS = [
    "C2",
    "C3",
    "C4",
    "C5",
    "C6",
    "C7",
    "C8",
    "T1",
    "L1",
    "L2",
    "L3",
    "L4",
    "L5",
    "S1",
    "S2",
    "S3",
]
# pathway: its tests, its roots, its levels
PATHWAYS = {
    "sciatic": (
        (
            "slr bragard bragard_mod sicard turyn neri cslr eslr slr_tib slr_sur slr_per bowstring "
            "slump slump_sit_slr"
        ),
        "L4 L5 S1 S2 S3",
        "L3-L4 L4-L5 L5-S1",
    ),
    "femoral": ("fnst fnst_crossed skb", "L2 L3 L4", "L1-L2 L2-L3 L3-L4 L4-L5"),
    "median": ("ulnt1 ulnt2a", "C6 C7 C8 T1", "C5-C6 C6-C7 C7-T1"),
    "radial": ("ulnt2b", "C5 C6 C7 C8 T1", "C4-C5 C5-C6 C6-C7 C7-T1"),
    "ulnar": ("ulnt3", "C8 T1", "C7-T1"),
}
LEVELS_OF_ROOT = {
    "C3": "C2-C3",
    "C4": "C3-C4",
    "C5": "C4-C5",
    "C6": "C5-C6",
    "C7": "C6-C7",
    "C8": "C7-T1",
    "L1": "L1-L2",
    "L2": "L1-L2 L2-L3",
    "L3": "L2-L3 L3-L4",
    "L4": "L3-L4 L4-L5",
    "L5": "L4-L5 L5-S1",
    "S1": "L5-S1",
}
CROSSED = ("cslr", "fnst_crossed")
PROTOCOLS = {"lumbar_core": "slr bragard slump bowstring", "upper_quarter": "ulnt1 ulnt2b ulnt3"}
DANGERS = ("fracture", "tumour", "infection", "cauda_equina_compression", "cord_compression")
COUNTING = [
    "bulge",
    "protrusion",
    "extrusion",
    "sequestration",
    "herniation",
    "canal_stenosis",
    "lateral_recess_stenosis",
    "foraminal_stenosis",
    "spondylolisthesis",
    "synovial_cyst",
]
SPEAKS = {
    "ankle_dorsiflexion": "increase",
    "hip_internal_rotation": "increase",
    "neck_flexion": "increase",
    "neck_side_bend_away": "increase",
    "ankle_dorsiflexion_release": "decrease",
    "hip_internal_rotation_release": "decrease",
    "neck_extension": "decrease",
    "neck_side_bend_towards": "decrease",
}
LOSS = {
    ("reflex", "reduced"),
    ("reflex", "absent"),
    *product(["power"], "01234"),
    *product(["light_touch", "pin_prick"], ["altered", "absent"]),
}
TESTS = [test for tests, _, _ in PATHWAYS.values() for test in tests.split()]
TESTS += ["spurling", "distraction"]
OTHER = {"left": "right", "right": "left"}
SIDES = ("left", "right")


def on(finding: Json, side: str) -> bool:
    return str(finding["side"]) != OTHER[side]


def counts(finding: Json) -> bool:
    never = (
        finding["kind"] == "normal",
        finding["grade"] == "none",
        finding["root_relation"] == "none",
        finding["kind"] in DANGERS,
    )
    return not any(never) and (finding["kind"] in COUNTING or bool(finding["root"]))


def roots_of(finding: Json) -> set[str]:
    if finding["root"]:
        return {finding["root"]}
    upper, lower = finding["level"].split("-")
    if upper[0] == "T":
        return set()
    if upper[0] == "C":
        return {"C8" if upper == "C7" else lower}
    exits, traverses = {upper}, {lower}
    zone = finding["zone"] or finding["kind"]
    return {
        "foraminal": exits,
        "extraforaminal": exits,
        "foraminal_stenosis": exits,
        "subarticular": traverses,
        "central": traverses,
        "lateral_recess_stenosis": traverses,
        "canal_stenosis": traverses,
    }.get(zone, exits | traverses)


def covers(report: Json, root: str) -> bool:
    return report["region"] in ("whole_spine", "lumbar" if root[0] in "LS" else "cervical")


def filling(document: Json, root: str) -> Json | None:
    reports = [
        (report["performed_on"] or "", place, report)
        for place, report in enumerate(document["imaging"])
        if covers(report, root) and report["modality"] != "EMG_NCS"
    ]
    best = [one for one in reports if one[2]["modality"] in ("MRI", "upright_MRI", "CT")]
    return max(best or reports, key=lambda one: one[:2])[2] if reports else None


def findings(report: Json | None) -> list[Json]:
    return (report or {}).get("findings") or []


def stated_normal(report: Json, level: str, side: str) -> bool:
    rows = [row for row in findings(report) if row["level"] == level and on(row, side)]
    if any(row["kind"] in DANGERS and row["grade"] != "none" for row in rows):
        return False
    return (
        level in report["stated_normal"]
        or any(row["kind"] == "normal" and row["status"] == "stated" for row in rows)
        or (report["rest_stated_normal"] is True and not rows)
    )


def cell(document: Json, side: str, roots: list[str], levels: list[str]) -> Json:
    report = filling(document, roots[0])
    rows = [row for row in findings(report) if on(row, side)]
    counting = [row for row in rows if counts(row) and roots_of(row) & set(roots)]
    found = [root for root in ROOTS if root in roots and any(root in roots_of(r) for r in counting)]
    at_levels = [row for row in rows if row["level"] in levels]
    dangers = [row for row in at_levels if row["kind"] in DANGERS and row["grade"] != "none"]
    others = [
        row
        for row in at_levels
        if row not in dangers and row["kind"] != "normal" and row["grade"] != "none"
    ]
    if report is None:
        state = "not_imaged"
    elif counting:
        state = "changed"
    elif others:
        state = "other_change"
    elif (
        levels
        and report["modality"] in ("MRI", "CT")
        and all(stated_normal(report, level, side) for level in levels)
    ):
        state = "normal"
    else:
        state = "not_mentioned"
    return {
        "state": state,
        "roots": found,
        "counting": counting,
        "root_stated": any(row["root"] in found and row["status"] == "stated" for row in counting),
        "inferred": any(row["status"] == "inferred" for row in counting),
        "danger": bool(dangers),
    }


def read(state: str, done: int, positive: int, negative: int) -> str:
    lines = [
        (done == 0 or state == "not_imaged", "cannot_compare"),
        (positive >= 1 and state == "changed", "both"),
        (positive >= 1, "examination_only"),
        (negative >= 1 and state == "changed", "imaging_only"),
        (negative >= 1, "neither"),
        (True, "inconclusive"),
    ]
    return next(reading for fits, reading in lines if fits)


def losses(document: Json, side: str) -> set[str]:
    return {
        sign["root"]
        for sign in document["conduction"]
        if sign["side"] == side and (sign["kind"], sign["grade"]) in LOSS
    }


def agreement(document: Json, side: str, here: Json) -> str | None:
    named = {
        row["root"]
        for row in here["counting"]
        if row["status"] == "stated" and row["side"] in ("left", "right", "both")
    }
    if losses(document, side) & set(here["roots"]) & named:
        return "side_and_root"
    return "side" if any(row["side"] == side for row in here["counting"]) else None


def mechanosensitivity(document: Json) -> list[Json]:
    outcomes = [one["test"] for one in document["responses"] if one["outcome"]]
    used = {*outcomes, *PROTOCOLS.get(document["protocol"], "").split()}
    loaded = {name for name, (tests, _, _) in PATHWAYS.items() if used & set(tests.split())}
    reached = {root for name in loaded for root in PATHWAYS[name][1].split()}
    rows = []
    for (pathway, (tests, roots, levels)), side in product(PATHWAYS.items(), SIDES):
        own = roots.split()
        called = any(
            counts(row) and on(row, side) and row["root"] in own and row["root"] not in reached
            for row in findings(filling(document, own[0]))
        )
        if pathway not in loaded and not called:
            continue
        tally = dict.fromkeys(("positive", "negative", "inconclusive", "not_tested", "crossed"), 0)
        named_as_crossed = False
        for one in document["responses"]:
            if one["test"] not in tests.split() or not one["outcome"] or one["side"] == "midline":
                continue
            far = (
                one["test"] not in CROSSED
                and one["outcome"] == "positive"
                and one["symptom_side"] == OTHER[one["side"]]
            )
            named_as_crossed |= far
            where = OTHER[one["side"]] if one["test"] in CROSSED else one["side"]
            if where == side:
                tally["crossed" if far else one["outcome"]] += 1
        done = sum(tally.values()) - tally["not_tested"]
        here = cell(document, side, own, levels.split())
        reading = read(here["state"], done, tally["positive"], tally["negative"])
        rows.append(
            {
                "side": side,
                "pathway": pathway,
                **tally,
                "done": done,
                "imaging": here["state"],
                "imaging_roots": here["roots"],
                "root_stated": here["root_stated"],
                "reading": reading,
                "agreement": agreement(document, side, here) if reading == "both" else None,
                "note": {
                    "inferred": here["inferred"],
                    "see safety": here["danger"],
                    "crossed": named_as_crossed,
                    "the report names": reading == "both" and bool(losses(document, side)),
                },
            }
        )
    return rows


def conduction(document: Json) -> list[Json]:
    rows = []
    for root, side in product(ROOTS, SIDES):
        signs = [
            {"kind": sign["kind"], "grade": sign["grade"]}
            for sign in document["conduction"]
            if (sign["root"], sign["side"]) == (root, side) and sign["grade"]
        ]
        lost = root in losses(document, side)
        called = any(
            counts(row) and on(row, side) and row["root"] == root
            for row in findings(filling(document, root))
        )
        if not lost and not called:
            continue
        here = cell(document, side, [root], LEVELS_OF_ROOT.get(root, "").split())
        rows.append(
            {
                "side": side,
                "root": root,
                "signs": signs,
                "loss": lost,
                "imaging": here["state"],
                "root_stated": here["root_stated"],
                "reading": read(here["state"], len(signs), int(lost), len(signs)),
                "emg": any(
                    report["modality"] == "EMG_NCS"
                    and (report.get("region") in (None, "other") or covers(report, root))
                    for report in document["imaging"]
                ),
                "note": {"inferred": here["inferred"], "see safety": here["danger"]},
            }
        )
    return rows


def rule(response: Json) -> str:
    pathway_tests = {test for tests, _, _ in PATHWAYS.values() for test in tests.split()}
    plain = ("cslr", "fnst_crossed", "fnst", "bowstring")
    given = response["differentiation"] or {"movement": None, "effect": None}
    familiar, movement, effect = response["familiar"], given["movement"], given["effect"]
    met = "met" if familiar in ("yes", "partly") else "cannot_tell"
    if familiar == "no":
        return "not_met"
    if response["test"] in plain or response["test"] not in pathway_tests:
        tender = (response["test"], movement, effect) == (
            "bowstring",
            "hamstring_tendon_pressure",
            "increase",
        )
        return "cannot_tell" if tender else met
    if effect == "no_change":
        return "not_met"
    if effect not in ("increase", "decrease") or SPEAKS.get(movement, effect) != effect:
        return "cannot_tell"
    return met


def rule_checks(document: Json) -> list[Json]:
    done = [one for one in document["responses"] if one["outcome"] not in (None, "not_tested")]
    agreeing = {
        ("positive", "met"): True,
        ("negative", "not_met"): True,
        ("positive", "not_met"): False,
        ("negative", "met"): False,
    }
    return [
        {
            "test": one["test"],
            "side": one["side"],
            "recorded": one["outcome"],
            "rule_result": rule(one),
            "agrees": agreeing.get((one["outcome"], rule(one))),
        }
        for one in done
    ]


def safety(document: Json) -> list[str]:
    dangers = [
        row["kind"]
        for report in document["imaging"]
        for row in findings(report)
        if row["kind"] in DANGERS and row["grade"] != "none"
    ]
    gains = [one["grade"] for one in document["conduction"] if one["grade"] in ("brisk", "clonus")]
    weak = [
        "power"
        for one in document["conduction"]
        if one["kind"] == "power" and (one["grade"] or "5") <= "3"
    ]
    return sorted([*dangers, *gains, *weak])


def with_note_facts(rows: list[Json], expected: list[Json]) -> list[Json]:
    """Return the program's rows with each note replaced by which of the facts it tells."""
    facts = [list(row["note"]) for row in expected] + [[]] * len(rows)
    return [
        {**row, "note": {fact: fact in row["note"] for fact in told}}
        for row, told in zip(rows, facts, strict=False)
    ]


def test_both_readings_of_the_contract_give_the_same_tables(catalogue: Catalogue) -> None:
    @settings(
        max_examples=often(200),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(small_documents(TESTS))
    def agree(document: Json) -> None:
        compared = compare(examination(**document), catalogue)
        result: Any = msgspec.json.decode(msgspec.json.encode(compared))

        expected = mechanosensitivity(document)
        assert with_note_facts(result["mechanosensitivity"], expected) == expected
        for row in expected:
            event(f"{row['imaging']}, {row['reading']}, {row['agreement']}")

        expected = conduction(document)
        rows = [{**row, "emg": row["emg"] is not None} for row in result["conduction"]]
        assert with_note_facts(rows, expected) == expected

        checks = [
            {key: value for key, value in check.items() if key not in ("rule", "why")}
            for check in result["rule_checks"]
        ]
        assert checks == rule_checks(document)

        kinds = [line["kind"] for line in result["safety"] if line["kind"] != "both_sides"]
        assert sorted(kinds) == safety(document)

    agree()
