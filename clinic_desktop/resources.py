"""Read `resources/` once: the catalogue of tests, protocols, studies, sources and words.

The folder stands at the top of a checkout and inside the installed package.
"""

import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError

_PACKAGE: Final = Path(__file__).resolve().parent
# Catalogue field -> (file below resources/, table in it).
_FILES: Final = {
    "tests": "catalogue/tests.toml",
    "movements": "catalogue/movements.toml",
    "protocols": "catalogue/protocols.toml",
    "studies": "evidence/studies.toml",
    "sources": "evidence/sources.toml",
    "wording": "wording/en.toml",
    "phrases": "wording/phrases.toml",
}


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
    catalogue = Catalogue(**parts)
    _check_references(catalogue)
    return catalogue


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
        problem, _, place = str(error).partition(" - at `$")
        # msgspec writes a dictionary's key as "[...]": name the keys that fail.
        where = place.removesuffix("`").removeprefix(".")
        if where.startswith("[...]"):
            where = _failing_key(data, kind) + where.removeprefix("[...]")
        raise CatalogueRefused(f"The data file {name} is wrong at {where}: {problem}.") from None


def _failing_key(data: dict[str, Any], kind: Any) -> str:
    for key, value in data.items():
        try:
            msgspec.convert({key: value}, type=kind)
        except msgspec.ValidationError:
            return key
    return "an unknown key"


def _check_references(catalogue: Catalogue) -> None:
    """Refuse an id that points nowhere."""

    def check(name: str, key: str, ids: "tuple[str | None, ...]", known: Any) -> None:
        for entry in ids:
            if entry is not None and entry not in known:
                raise CatalogueRefused(
                    f"The data file {name} is wrong at {key}: there is no {entry!r}."
                )

    for key, test in catalogue.tests.items():
        name = _FILES["tests"]
        check(name, f"{key}.differentiation", test.differentiation, catalogue.movements)
        check(name, f"{key}.control", (test.control,), catalogue.movements)
        check(name, f"{key}.follows", (test.follows,), catalogue.tests)
        check(name, f"{key}.sources", test.sources, catalogue.sources)
        facts = (test.position, *test.steps, test.positive_when, *test.cautions)
        for fact in (*facts, test.differentiate_how):
            if fact:
                check(name, f"{key}: {fact.text[:40]!r}", fact.sources, catalogue.sources)
    for key, protocol in catalogue.protocols.items():
        check(_FILES["protocols"], f"{key}.tests", protocol.tests, catalogue.tests)
    for key, study in catalogue.studies.items():
        check(_FILES["studies"], f"{key}.source", (study.source,), catalogue.sources)
