"""Read `resources/` once: the catalogue of tests and all that is known of them, as one value."""

import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec

from clinic_desktop.data_folder import resources_folder
from clinic_desktop.domain.body_chart import BodyChart, Drawing, body_chart
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.references import wrong_references

__all__ = ["CatalogueRefused", "read_catalogue", "resources_folder"]

# Catalogue field -> file below resources/.
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
    "tables": "evidence/tables.toml",
    "prevalence": "evidence/prevalence.toml",
    "mechanisms": "catalogue/mechanisms.toml",
    "sources": "evidence/sources.toml",
    "red_flags": "catalogue/red_flags.toml",
    "concern": "catalogue/concern.toml",
    "wording": "wording/en.toml",
    "other_sources": "catalogue/other_sources.toml",
    "sensitisation": "catalogue/sensitisation.toml",
    "functional_tests": "catalogue/functional_tests.toml",
    "measures": "catalogue/measures.toml",
    "phrases": "wording/phrases.en.toml",
}
_BODY_CHART: Final = "body_chart/figure.toml"


class CatalogueRefused(UserError):
    """A file of `resources/` that is wrong; the message names file and key."""


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
    if wrong := next(wrong_references(catalogue), None):
        name = _FILES.get(wrong.part, _BODY_CHART)
        raise CatalogueRefused(f"The data file {name} {wrong.sentence}.")
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
