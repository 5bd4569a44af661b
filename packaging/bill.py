"""The bill of materials of a bundle (CycloneDX 1.6, JSON).

    python packaging/bill.py PYTHON BUNDLED FOLDER

PYTHON is that of the venv the bundle was made in, BUNDLED the list that notices.py wrote. Runs in
the audit venv. cyclonedx-py describes the venv; what is not in the bundle is taken out, Python and
the libraries inside the packages are added, and the whole is validated against the schema.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[1]
OURS = "clinic-desktop"


def described(python: str) -> dict[str, Any]:
    """Return what cyclonedx-py says of a venv; without times and serial numbers."""
    tool = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"]
    options = ["--spec-version", "1.6", "--pyproject", str(ROOT / "pyproject.toml"), python]
    done = subprocess.run([*tool, *options], check=True, capture_output=True, text=True)
    bill: dict[str, Any] = json.loads(done.stdout)
    return bill


def key(name: str) -> str:
    """Return a package's name as it is compared."""
    return name.lower().replace("_", "-").replace(".", "-")


def without_places(part: dict[str, Any]) -> dict[str, Any]:
    """Return a component without where it lay on the build machine."""
    kept = [r for r in part.pop("externalReferences", []) if not r["url"].startswith("file:")]
    return part | ({"externalReferences": kept} if kept else {})


def bill_of(bill: dict[str, Any], bundled: dict[str, Any]) -> dict[str, Any]:
    """Return a venv's bill with what is in the bundle, and nothing else."""
    names = {key(name) for name in bundled["packages"]}
    inside = {key(name): parts for name, parts in bundled["inside"].items()}
    kept = [without_places(part) for part in bill["components"] if key(part["name"]) in names]
    if missing := names - {key(part["name"]) for part in kept}:
        raise SystemExit(f"Not in the bill of materials: {', '.join(sorted(missing))}")
    for part in kept:
        if parts := inside.get(key(part["name"])):
            part["components"] = [library(name, version) for name, version in parts.items()]
    kept.append(library("Python", bundled["python"], "PSF-2.0"))
    root = bill["metadata"]["component"]
    root["version"] = bundled["version"]
    refs = {part["bom-ref"] for part in kept} | {root["bom-ref"]}
    graph = []
    for entry in bill.get("dependencies", []):
        if entry["ref"] in refs:
            needs = [ref for ref in entry.get("dependsOn", []) if ref in refs]
            graph.append({"ref": entry["ref"]} | ({"dependsOn": needs} if needs else {}))
    return bill | {"components": kept, "dependencies": graph}


def library(name: str, version: str, licence: str = "") -> dict[str, Any]:
    """Return a component that no package index knows."""
    told = {"licenses": [{"license": {"id": licence}}]} if licence else {}
    return {
        "bom-ref": f"{name}@{version}",
        "name": name,
        "type": "library",
        "version": version,
    } | told


def main(python: str, bundled: Path, into: Path) -> None:
    """Write the bill, or end with what the schema holds against it."""
    bill = bill_of(described(python), json.loads(bundled.read_text("utf-8")))
    text = json.dumps(bill, indent=1, sort_keys=True) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SystemExit(f"The bill of materials is not valid: {wrong}")
    version = bill["metadata"]["component"]["version"]
    path = into / f"{OURS}-{version}-{sys.platform}.cdx.json"
    path.write_text(text, "utf-8", newline="\n")
    print(f"{path.name}: {len(bill['components'])} components, valid CycloneDX 1.6")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
