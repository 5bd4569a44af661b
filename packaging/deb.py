"""The Debian package of the folder that PyInstaller made.

    python packaging/deb.py FOLDER WORK INTO

FOLDER is the program, WORK holds its icons and notices, INTO takes the package. Needs dpkg-deb and
objdump; desktop-file-validate and appstreamcli look at their files where they are installed.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "packaging" / "linux"
NAME = "clinic-desktop"
MAINTAINER = "Clinic Desktop contributors <maintainers@clinic-desktop.invalid>"
METAINFO = "org.clinic_desktop.ClinicDesktop.metainfo.xml"
HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256, 512)
OF_LIBC = re.compile(r"(lib(c|m|dl|pthread|rt|util|resolv)|ld-linux[\w-]*)\.so\.\d")
# As old as Debian 12 and Ubuntu 22.04 have it; PySide6's own wheels ask for it.
OLDEST_LIBC = (2, 34)


def told(*command: object) -> str:
    """Return what a command prints."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def version() -> str:
    """Return the program's version."""
    text = (ROOT / "clinic_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise SystemExit("clinic_desktop/__init__.py names no version.")
    return found[1]


def depends(folder: Path) -> str:
    """Return the Depends of a folder: who gives the libraries it loads and does not hold.

    Raises:
        SystemExit: when a library is loaded that linux/libraries.txt does not name, or looked for
            in a folder of the build machine.
    """
    given = {}
    for line in (HERE / "libraries.txt").read_text("utf-8").splitlines():
        library, *packages = line.partition("#")[0].split() or [""]
        given[library] = " | ".join(packages)
    held = {path.name for path in folder.rglob("*.so*")}
    libc = OLDEST_LIBC
    loaded: dict[str, str] = {}
    for path in sorted(elf_files(folder)):
        headers = told("objdump", "-p", path)
        if away := re.search(r"R(UN)?PATH +(/\S+)", headers):
            raise SystemExit(f"{path.name} looks for libraries in {away[2]}.")
        for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", headers):
            libc = max(libc, (int(major), int(minor)))
        loaded |= dict.fromkeys(re.findall(r"NEEDED +(\S+)", headers), path.name)
    wanted = {name for name in loaded.keys() - held if not OF_LIBC.fullmatch(name)}
    if unknown := sorted(wanted - given.keys()):
        lines = ", ".join(f"{name} (for {loaded[name]})" for name in unknown)
        raise SystemExit(f"linux/libraries.txt does not say which package gives {lines}.")
    # Qt opens it by name: without it the list of printers is empty, without a word.
    wanted.add("libcups.so.2")
    return ", ".join([f"libc6 (>= {libc[0]}.{libc[1]})", *sorted({given[name] for name in wanted})])


def elf_files(folder: Path) -> Iterator[Path]:
    """Yield the programs and libraries below a folder."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def fill(template: Path, into: Path, **values: object) -> None:
    """Write a file of linux/ with its values put in."""
    text = template.read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text(text, "utf-8")


def compress(text: bytes, into: Path) -> None:
    """Write a document of the package, without a time in it."""
    into.write_bytes(gzip.compress(text, mtime=0))


def lay_out(folder: Path, work: Path, root: Path, made: datetime) -> None:
    """Put everything where Debian has it, below `root`."""
    share = root / "usr" / "share"
    shutil.copytree(folder, root / "usr" / "lib" / NAME, symlinks=True)
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    fill(HERE / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    when = made.date().isoformat()
    fill(HERE / METAINFO, share / "metainfo" / METAINFO, VERSION=version(), DATE=when)
    for size in HICOLOR:
        place = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        shutil.copyfile(work / "icons" / f"{NAME}-{size}.png", place / f"{NAME}.png")
    scalable = share / "icons" / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources" / "icons" / f"{NAME}.svg", scalable / f"{NAME}.svg")
    manual = share / "man" / "man1"
    manual.mkdir(parents=True)
    compress((HERE / f"{NAME}.1").read_bytes(), manual / f"{NAME}.1.gz")
    documents = share / "doc" / NAME
    fill(HERE / "copyright", documents / "copyright")
    for name, source in (
        ("THIRD-PARTY-NOTICES.txt.gz", work / "THIRD-PARTY-NOTICES.txt"),
        ("changelog.gz", ROOT / "CHANGELOG.md"),
    ):
        compress(source.read_bytes(), documents / name)
    mine = f"{NAME} ({version()}) unstable; urgency=low\n\n  * See changelog.gz.\n\n"
    signed = f" -- {MAINTAINER}  {made:%a, %d %b %Y %H:%M:%S} +0000\n"
    compress((mine + signed).encode(), documents / "changelog.Debian.gz")


def validate(root: Path) -> None:
    """Let the desktop's own tools look at what they will read."""
    share = root / "usr" / "share"
    for tool, *words in (
        ("desktop-file-validate", share / "applications" / f"{NAME}.desktop"),
        ("appstreamcli", "validate", "--no-net", share / "metainfo" / METAINFO),
    ):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed: its file is not validated.")
        elif subprocess.run([tool, *map(str, words)], check=False).returncode:
            raise SystemExit(f"{tool} refuses its file.")


def plain_modes(root: Path) -> None:
    """Let everyone read and nobody write, whatever the builder's umask."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (path.suffix == "" and path.name == NAME and path.is_file())
            path.chmod(0o755 if runs else 0o644)


def main(folder: Path, work: Path, into: Path) -> None:
    """Build the package."""
    made = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    architecture = told("dpkg", "--print-architecture").strip()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        lay_out(folder, work, root, made)
        validate(root)
        size = sum(path.stat().st_size for path in root.rglob("*") if not path.is_symlink())
        fill(
            HERE / "control",
            root / "DEBIAN" / "control",
            VERSION=version(),
            MAINTAINER=MAINTAINER,
            ARCHITECTURE=architecture,
            SIZE=size // 1024,
            DEPENDS=depends(folder),
        )
        plain_modes(root)
        package = into / f"{NAME}_{version()}_{architecture}.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", name, str(package)], check=True
        )


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:]))
