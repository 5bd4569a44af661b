"""Read `resources/` once: the catalogue of tests and all that is known of them, as one value.

The folder stands at the top of a checkout and inside the installed package.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from clinic_desktop.domain.anatomy import Pathway
from clinic_desktop.domain.body_chart import BodyChart, Drawing, body_chart
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.facts import Fact
from clinic_desktop.domain.neurodynamics import FalsePositive
from clinic_desktop.domain.screening import Concern

_PACKAGE: Final = Path(__file__).resolve().parent
# Catalogue field -> (file below resources/, table in it).
_FILES: Final = {
    "tests": "catalogue/tests.toml",
    "movements": "catalogue/movements.toml",
    "protocols": "catalogue/protocols.toml",
    "conduction": "catalogue/conduction.toml",
    "cautions": "catalogue/cautions.toml",
    "stop_rules": "catalogue/stop_rules.toml",
    "records": "catalogue/records.toml",
    "false_positives": "catalogue/false_positives.toml",
    "clusters": "catalogue/clusters.toml",
    "rules": "evidence/rules.toml",
    "accuracy": "evidence/accuracy.toml",
    "studies": "evidence/studies.toml",
    "sources": "evidence/sources.toml",
    "red_flags": "catalogue/red_flags.toml",
    "concern": "catalogue/concern.toml",
    "wording": "wording/en.toml",
    "other_sources": "catalogue/other_sources.toml",
    "sensitisation": "catalogue/sensitisation.toml",
    "functional_tests": "catalogue/functional_tests.toml",
    "measures": "catalogue/measures.toml",
    "phrases": "wording/phrases.toml",
}
_BODY_CHART: Final = "body_chart/figure.toml"


class CatalogueRefused(UserError):
    """A file of `resources/` that is wrong; the message names file and key."""


def resources_folder() -> Path:
    """Return the folder with the program's data."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def read_catalogue(folder: Path | None = None) -> Catalogue:
    """Read and check the catalogue.

    Raises:
        CatalogueRefused: naming the file and the key that is wrong.
    """
    folder = folder or resources_folder()
    fields = Catalogue.__struct_fields__
    types = dict(zip(fields, (f.type for f in msgspec.structs.fields(Catalogue)), strict=True))
    parts = {field: _read_part(folder / name, types[field], name) for field, name in _FILES.items()}
    catalogue = _with_names(
        Catalogue(**parts, figures=_read_figures(folder), body_chart=_read_body_chart(folder))
    )
    _check_references(catalogue)
    return catalogue


def _with_names(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with the names of the red-flag items among its labels."""
    names = {item.id: item.name for item in catalogue.red_flag_items}
    labels = {**catalogue.wording.labels, "red_flag": names}
    wording = msgspec.structs.replace(catalogue.wording, labels=labels)
    return msgspec.structs.replace(catalogue, wording=wording)


def _read_part(path: Path, kind: Any, name: str) -> Any:
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise CatalogueRefused(
            f"The program's data file {name} cannot be read ({error.strerror}). "
            "Install the program again."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueRefused(f"The data file {name} is not valid TOML: {error}.") from None
    try:
        return msgspec.convert(data, type=kind)
    except msgspec.ValidationError as error:
        # A wrong key of a dictionary is told "at `key` in `$...`": the place is that dictionary.
        told = str(error).replace("`key` in `$", "`$")
        problem, _, place = told.partition(" - at `$")
        # msgspec writes a dictionary's key as "[...]": name the keys that fail.
        where = place.removesuffix("`").removeprefix(".")
        if where.startswith("[...]"):
            where = _failing_key(data, kind) + where.removeprefix("[...]")
        raise CatalogueRefused(f"The data file {name} is wrong at {where}: {problem}.") from None


def _read_figures(folder: Path) -> dict[str, str]:
    figures = {}
    for path in sorted(folder.glob("figures/*.svg")):
        try:
            figures[path.stem] = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise CatalogueRefused(
                f"The drawing figures/{path.name} cannot be read. Install the program again."
            ) from None
    return figures


def _read_body_chart(folder: Path) -> BodyChart:
    drawing = _read_part(folder / _BODY_CHART, Drawing, _BODY_CHART)
    try:
        return body_chart(drawing)
    except ValueError as error:
        raise CatalogueRefused(f"The data file {_BODY_CHART} is wrong at {error}.") from None


def _failing_key(data: dict[str, Any], kind: Any) -> str:
    for key, value in data.items():
        try:
            msgspec.convert({key: value}, type=kind)
        except msgspec.ValidationError:
            return key
    return "an unknown key"


def _check_references(catalogue: Catalogue) -> None:
    """Refuse an id that points nowhere."""
    for key, test in catalogue.tests.items():
        name = _FILES["tests"]
        _check(name, f"{key}.differentiation", test.differentiation, catalogue.movements)
        _check(name, f"{key}.control", (test.control,), catalogue.movements)
        _check(name, f"{key}.follows", (test.follows,), catalogue.tests)
        _check(name, f"{key}.figure", (test.figure,), catalogue.figures)
        _check(name, f"{key}.sources", test.sources, catalogue.sources)
        for fact in test.facts:
            _check(name, f"{key}: {fact.text[:40]!r}", fact.sources, catalogue.sources)
    areas = catalogue.wording.offered["areas"]
    for view in catalogue.body_chart.views:
        drawn = tuple(region.area for region in view.regions)
        _check(_BODY_CHART, f"views.{view.name}.regions", drawn, areas)
    for key, protocol in catalogue.protocols.items():
        _check(_FILES["protocols"], f"{key}.tests", protocol.tests, catalogue.tests)
    for key, block in catalogue.conduction.items():
        of_roots = (fact for signs in block.roots.values() for fact in signs.facts)
        for fact in (block.maps, *of_roots):
            place = f"{key}: {fact.text[:40]!r}"
            _check(_FILES["conduction"], place, fact.sources, catalogue.sources)
    for key, study in catalogue.studies.items():
        _check(_FILES["studies"], f"{key}.source", (study.source,), catalogue.sources)
    _check_shared(catalogue)
    _check_evidence(catalogue)
    _check_beside(catalogue)
    _check_red_flags(catalogue)


def _check_shared(catalogue: Catalogue) -> None:
    """Check what applies to several tests."""
    known = {*catalogue.tests, *(f"pathway:{pathway}" for pathway in Pathway)}
    for part in ("cautions", "stop_rules", "records", "false_positives"):
        for key, entry in getattr(catalogue, part).items():
            _check(_FILES[part], f"{key}.applies_to", entry.applies_to or (), known)
            facts = (entry.cause, entry.tell) if isinstance(entry, FalsePositive) else (entry,)
            for fact in facts:
                _check(_FILES[part], f"{key}.sources", fact.sources, catalogue.sources)


def _check_evidence(catalogue: Catalogue) -> None:
    """Check the figures, and what names them."""
    name = _FILES["accuracy"]
    for key, figure in catalogue.accuracy.items():
        _check(name, f"{key}.tests", figure.tests, catalogue.tests)
        _check(name, f"{key}.source", (figure.source,), catalogue.sources)
        _check(name, f"{key}.study", (figure.study,), catalogue.studies)
    for key, rule in catalogue.rules.items():
        _check(_FILES["rules"], f"{key}.accuracy", rule.accuracy, catalogue.accuracy)
        for fact in rule.basis:
            _check(_FILES["rules"], f"{key}.basis", fact.sources, catalogue.sources)
    name = _FILES["clusters"]
    for key, cluster in catalogue.clusters.items():
        _check(name, f"{key}.tests", cluster.tests, catalogue.tests)
        _check(name, f"{key}.forms", tuple(cluster.forms), cluster.tests)
        _check(name, f"{key}.accuracy", cluster.accuracy, catalogue.accuracy)
        _check(name, f"{key}.basis", cluster.basis.sources, catalogue.sources)


def _check_beside(catalogue: Catalogue) -> None:
    """Check what stands beside the step "Other sources"."""
    for part, key, given in _facts_beside(catalogue):
        _check(_FILES[part], f"{key}: {given.text[:40]!r}", given.sources, catalogue.sources)
    criteria = catalogue.sensitisation
    for key, grade in criteria.grades.items():
        for group in grade.needs:
            _check(_FILES["sensitisation"], f"grades.{key}.needs", group, criteria.steps)
    for key, measure in catalogue.measures.items():
        if measure.form:
            named = measure.form.sources
            _check(_FILES["measures"], f"{key}.form.sources", named, catalogue.sources)


def _check_red_flags(catalogue: Catalogue) -> None:
    name = _FILES["red_flags"]
    kinds = catalogue.wording.labels.get("safety_kind", {})
    seen: set[str] = set()
    for key, group in catalogue.red_flags.items():
        _check(name, f"{key}.sources", group.sources, catalogue.sources)
        _check(name, f"{key}.asked_again_after", group.asked_again_after, kinds)
        for item in group.items:
            _check(name, f"{key}: {item.id}", item.asked_again_after, kinds)
            if item.id in seen:
                raise CatalogueRefused(
                    f"The data file {name} is wrong at {key}: {item.id!r} is there twice."
                )
            seen.add(item.id)
    for level in Concern:
        if level not in catalogue.concern:
            raise CatalogueRefused(f"The data file {_FILES['concern']} does not hold {level}.")
        _check(_FILES["concern"], level, catalogue.concern[level].sources, catalogue.sources)


def _facts_beside(catalogue: Catalogue) -> Iterator[tuple[str, str, Fact]]:
    """Yield the facts that stand beside the step "Other sources", with their part and key."""
    for key, clue in catalogue.other_sources.items():
        yield from (("other_sources", key, fact) for fact in (clue.exam, clue.further) if fact)
    criteria = catalogue.sensitisation
    yield from (("sensitisation", f"steps.{key}", fact) for key, fact in criteria.steps.items())
    yield from (("sensitisation", "notes", fact) for fact in criteria.notes)
    for key, grade in criteria.grades.items():
        yield "sensitisation", f"grades.{key}", grade.words
    yield from (("functional_tests", key, fact) for key, fact in catalogue.functional_tests.items())
    for key, measure in catalogue.measures.items():
        given = (measure.means, measure.change, measure.licence)
        yield from (("measures", key, fact) for fact in given if fact)


def _check(name: str, key: str, ids: "tuple[str | None, ...]", known: Any) -> None:
    for entry in ids:
        if entry is not None and entry not in known:
            raise CatalogueRefused(
                f"The data file {name} is wrong at {key}: there is no {entry!r}."
            )
