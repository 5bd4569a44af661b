"""The licences of what a bundle holds, read from the packages its files came from.

The spec calls `write` with the files that PyInstaller took. It leaves two files in the work folder:
`THIRD-PARTY-NOTICES.txt`, which goes into the bundle, and `bundled.json`, from which bill.py makes
the bill of materials.
"""

import importlib.metadata
import json
import platform
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent
OURS = "clinic-desktop"
_LICENCE_NAMES = ("LICEN", "COPYING", "NOTICE", "COPYRIGHT", "AUTHORS")

# What is inside a wheel that does not bring its text.
_TEXTS_OF_OTHERS = {
    "QT, PYSIDE6 AND SHIBOKEN6: GNU LESSER GENERAL PUBLIC LICENSE 3": "LGPL-3.0",
    "QT, PYSIDE6 AND SHIBOKEN6: GNU GENERAL PUBLIC LICENSE 3": "GPL-3.0",
    "SQLCIPHER, IN SQLCIPHER3": "SQLCipher",
}

_HEAD = """\
CLINIC DESKTOP: THE LICENCES OF WHAT IT IS MADE OF

Clinic Desktop itself is under the Apache License 2.0, whose text stands below. It brings the
packages listed here, each under its own licence. Where a package offers a choice, the first one
named is the one used; of Qt for Python that is the GNU Lesser General Public License 3.0.


QT AND QT FOR PYTHON (PySide6, shiboken6): YOUR RIGHTS UNDER THE LGPL

The program uses Qt {qt} and Qt for Python {pyside} under the GNU Lesser General Public License,
version 3. The texts of that licence and of the GNU General Public License 3, which it builds on,
stand below. Qt is (C) The Qt Company Ltd. and other contributors.

- Both are separate shared libraries, unchanged but for their debugging symbols, in the folders
  PySide6 and shiboken6 beside this program's files: {place}.
- You may replace them by your own build of the same or a compatible version: put your files in the
  place of theirs. The program does not check them, and nothing in its own licence forbids to change
  it for that purpose, or to take it apart to find faults in such a change.
- Their source code is published by The Qt Company as qt-everywhere-src-{qt} and
  pyside-setup-everywhere-src-{pyside} (download.qt.io and code.qt.io). Whoever gave you this
  program also gives you that source code on request, at no more than the cost of a copy, for three
  years after giving you the program.
- Qt itself brings further libraries under permissive licences, ICU and HarfBuzz among them. Its
  documentation lists them with their texts: doc.qt.io/qt-6/licenses-used-in-qt.html.


WHAT IS IN THE BUNDLE

"""


def write(sources: Iterable[str | None], work: Path) -> Path:
    """Write notices and list of what these files belong to; return the notices' path.

    Args:
        sources: the files that went into the bundle.
        work: the folder to write into.

    Raises:
        SystemExit: when a package in the bundle tells no licence.
    """
    bundled = _owners(sources)
    inside = _inside()
    (work / "bundled.json").write_text(
        json.dumps(
            {
                "version": importlib.metadata.version(OURS),
                "python": platform.python_version(),
                "packages": sorted(dist.metadata["Name"] for dist in bundled),
                "inside": inside,
            },
            indent=1,
        ),
        "utf-8",
    )
    path = work / "THIRD-PARTY-NOTICES.txt"
    path.write_text("".join(_lines(bundled, inside)), "utf-8")
    return path


def _owners(sources: Iterable[str | None]) -> list[Distribution]:
    """Return the installed packages that at least one of these files belongs to."""
    taken = {Path(source).resolve() for source in sources if source}
    owners = {
        dist.metadata["Name"].lower(): dist
        for dist in importlib.metadata.distributions()
        if any(Path(str(dist.locate_file(file))).resolve() in taken for file in dist.files or ())
    }
    # Its loader starts the program, also where none of its files is copied as it is.
    owners["pyinstaller"] = importlib.metadata.distribution("pyinstaller")
    owners.pop(OURS, None)
    return [owners[name] for name in sorted(owners)]


def _inside() -> dict[str, dict[str, str]]:
    """Return the libraries inside the packages, as they say themselves: package, name, version."""
    import lxml.etree
    import pikepdf
    import pypdfium2
    import sqlcipher3
    from cryptography.hazmat.backends.openssl import backend
    from PIL import features
    from PySide6.QtCore import qVersion

    database = sqlcipher3.connect(":memory:")
    database.execute("PRAGMA key = 'any'")  # which cipher it is, it says of a keyed database
    (cipher,) = database.execute("PRAGMA cipher_version").fetchone()
    (provider,) = database.execute("PRAGMA cipher_provider_version").fetchone()
    database.close()
    pictures = {name: features.version(name) for name in ("jpg", "jpg_2000", "libtiff", "zlib")}
    return {
        "PySide6_Essentials": {"Qt": qVersion()},
        "cryptography": {"OpenSSL": _version(backend.openssl_version_text())},
        "lxml": {
            "libxml2": ".".join(map(str, lxml.etree.LIBXML_COMPILED_VERSION)),
            "libxslt": ".".join(map(str, lxml.etree.LIBXSLT_COMPILED_VERSION)),
        },
        "pikepdf": {"qpdf": pikepdf.__libqpdf_version__},
        "pillow": {name: version for name, version in pictures.items() if version},
        "pypdfium2": {"PDFium": str(pypdfium2.PDFIUM_INFO)},
        "sqlcipher3": {
            "SQLCipher": _version(cipher),
            "SQLite": sqlcipher3.sqlite_version,
            "OpenSSL": _version(provider),
        },
    }


def _version(text: str) -> str:
    """Return the first word of a text that begins with a digit."""
    return next((word for word in text.split() if word[:1].isdigit()), text)


def _lines(bundled: list[Distribution], inside: dict[str, dict[str, str]]) -> Iterator[str]:
    pyside = importlib.metadata.version("PySide6_Essentials")
    qt = inside["PySide6_Essentials"]["Qt"]
    place = "_internal/PySide6 (on macOS Contents/Frameworks/PySide6)"
    yield _HEAD.format(qt=qt, pyside=pyside, place=place)
    yield f"Python {platform.python_version()}: PSF License 2.0\n"
    for dist in bundled:
        name = dist.metadata["Name"]
        yield f"{name} {dist.version}: {_licence(dist)}\n"
        for part, version in inside.get(name, {}).items():
            yield f"    with {part} {version}\n"
    yield "Source Sans 3 (fonts of the report): SIL Open Font License 1.1\n"
    yield _text("CLINIC DESKTOP", (HERE.parent / "LICENSE").read_text("utf-8"))
    yield _text("PYTHON", _python_licence())
    for title, name in _TEXTS_OF_OTHERS.items():
        yield _text(title, (HERE / "licences" / f"{name}.txt").read_text("utf-8"))
    fonts = HERE.parent / "resources" / "fonts" / "LICENSE_FONT"
    yield _text("SOURCE SANS 3", fonts.read_text("utf-8"))
    for dist in bundled:
        for path, text in _own_texts(dist):
            yield _text(f"{dist.metadata['Name'].upper()}: {path}", text)


def _licence(dist: Distribution) -> str:
    """Return a package's licence in a few words."""
    told = _field(dist, "License-Expression") or _field(dist, "License")
    classified = [
        value.rpartition(" :: ")[2]
        for value in dist.metadata.get_all("Classifier") or ()
        if value.startswith("License :: ")
    ]
    short = told.splitlines()[0] if told else ", ".join(classified)
    if not short and not _own_texts(dist):
        raise SystemExit(f"{dist.metadata['Name']} tells no licence: say in notices.py what holds.")
    return short or "see its text below"


def _field(dist: Distribution, name: str) -> str:
    """Return a field of a package's metadata, "" where it has none."""
    return str((dist.metadata.get_all(name) or [""])[0])


def _own_texts(dist: Distribution) -> list[tuple[str, str]]:
    """Return the licence texts that a package brings, each with its path."""
    found = {}
    for file in dist.files or ():
        in_licences = ".dist-info/licenses/" in file.as_posix()
        if in_licences or any(word in file.name.upper() for word in _LICENCE_NAMES):
            path = Path(str(dist.locate_file(file)))
            if file.suffix not in {".py", ".pyc", ".pyi"} and path.is_file():
                found[file.as_posix()] = path.read_text("utf-8", "replace")
    return sorted(found.items())


def _python_licence() -> str:
    """Return the text that comes with Python itself."""
    folders = (sysconfig.get_path("stdlib"), sysconfig.get_config_var("installed_base"))
    for folder in folders:
        for name in ("LICENSE.txt", "LICENSE"):
            path = Path(str(folder), name)
            if path.is_file():
                return path.read_text("utf-8")
    # Debian keeps it with the package's documentation.
    version = sysconfig.get_python_version()
    return Path(f"/usr/share/doc/python{version}/copyright").read_text("utf-8")


def _text(title: str, text: str) -> str:
    rule = "=" * 98
    return f"\n\n{rule}\n{title}\n{rule}\n\n{text.strip()}\n"
