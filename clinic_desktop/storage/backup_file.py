"""The file of a backup: an uncompressed zip of the record, its keys and a manifest.

It is one file so that nobody copies half of it: without its keys.json, an encrypted record is lost.
What it holds is as encrypted as the record; the manifest tells nothing about a patient.
"""

import hashlib
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import msgspec
from msgspec import Meta, Struct

from clinic_desktop import __version__
from clinic_desktop.domain.backups import Backup, BackupContent
from clinic_desktop.storage.errors import BackupDamaged, NewerRecord
from clinic_desktop.storage.files import make_private, sync_file
from clinic_desktop.storage.folder import DATABASE, KEYS

_MANIFEST: Final = "manifest.json"
_MAX_MANIFEST_BYTES: Final = 65_536
_CHUNK: Final = 1 << 20
# What the zip reader raises on bytes that are no zip, or no longer the one that was written.
_NOT_ONE: Final = (
    *(BadZipFile, RuntimeError, EOFError, ValueError, OverflowError),
    *(struct.error, msgspec.DecodeError),
)

_Sum = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class _Sums(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The SHA-256 of each file."""

    record: _Sum
    keys: _Sum


class _Manifest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """manifest.json. `program` is the version that made the backup."""

    format: Literal["clinic-desktop-backup"] = "clinic-desktop-backup"
    version: Literal[1] = 1
    program: str
    content: BackupContent
    sha256: _Sums


class _Head(Struct):
    """What every version of the manifest has."""

    format: Literal["clinic-desktop-backup"]
    version: int


def write(path: Path, database: Path, keys: bytes, content: BackupContent) -> None:
    """Write a backup to a path that is not there yet, and read it back from the disk.

    Args:
        path: of the backup.
        database: a whole, closed copy of the record.
        keys: what keys.json holds.
        content: what the copy holds.

    Raises:
        OSError: when it cannot be written.
        BackupDamaged: when what is read back is not what was written.
    """
    make_private(path)
    with path.open("r+b") as file, ZipFile(file, "w") as archive:
        with database.open("rb") as source:
            record = _add(archive, DATABASE, iter(lambda: source.read(_CHUNK), b""))
        sums = _Sums(record=record, keys=_add(archive, KEYS, [keys]))
        manifest = _Manifest(program=__version__, content=content, sha256=sums)
        _add(archive, _MANIFEST, [msgspec.json.format(msgspec.json.encode(manifest))])
    sync_file(path)
    _forget(path)
    for name, expected in _sums_in(path):
        for _ in _checked(path, name, expected):
            pass


def read(path: Path) -> Backup:
    """Return what a backup says it holds; only its manifest is read.

    Raises:
        BackupDamaged: when it is no backup, or not a whole one.
        NewerRecord: when a newer version of the program made it.
    """
    return Backup(path=path, content=_manifest(path).content)


def keys_in(path: Path) -> bytes:
    """Return the keys.json of a backup, which tells who can unlock it.

    Raises:
        BackupDamaged: when it is no backup, or not as it was made.
    """
    return b"".join(_checked(path, *_sums_in(path)[1]))


def extract(path: Path, database: Path, keys: Path) -> None:
    """Write the record and the keys of a backup to two paths that are not there yet.

    Raises:
        BackupDamaged: when it is no backup, or not as it was made.
        NewerRecord: when a newer version of the program made it.
        OSError: when they cannot be written.
    """
    for member, target in zip(_sums_in(path), (database, keys), strict=True):
        make_private(target)
        with target.open("r+b") as file:
            for chunk in _checked(path, *member):
                file.write(chunk)
        sync_file(target)


def _add(archive: ZipFile, name: str, chunks: Iterable[bytes]) -> str:
    entry = ZipInfo(name)
    entry.external_attr = 0o600 << 16
    digest = hashlib.sha256()
    with archive.open(entry, "w", force_zip64=True) as member:
        for chunk in chunks:
            digest.update(chunk)
            member.write(chunk)
    return digest.hexdigest()


def _forget(path: Path) -> None:
    """Make the next reading come from the disk: a stick smaller than it says keeps nothing."""
    if sys.platform == "linux":  # pragma: no branch - other systems cannot be asked
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def _sums_in(path: Path) -> tuple[tuple[str, str], tuple[str, str]]:
    sums = _manifest(path).sha256
    return (DATABASE, sums.record), (KEYS, sums.keys)


def _manifest(path: Path) -> _Manifest:
    with _reading(path), ZipFile(path) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        # Stored as they are, files cannot be larger than the backup itself.
        stored = all(entry.compress_type == ZIP_STORED for entry in entries)
        if names != [DATABASE, KEYS, _MANIFEST] or not stored:
            raise BadZipFile
        if entries[-1].file_size > _MAX_MANIFEST_BYTES:
            raise BadZipFile
        data = archive.read(entries[-1])
        if msgspec.json.decode(data, type=_Head).version > 1:
            raise NewerRecord
        return msgspec.json.decode(data, type=_Manifest)


def _checked(path: Path, name: str, expected: str) -> Iterator[bytes]:
    """Yield what a file of the backup holds; a wrong sum is known after the last piece."""
    digest = hashlib.sha256()
    with _reading(path), ZipFile(path) as archive, archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != expected:
            raise BadZipFile


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupDamaged(
            f"The backup {path} cannot be read: {reason}. Choose another one."
        ) from error
    except _NOT_ONE as error:
        raise BackupDamaged(
            f"The file {path} is not a backup of Clinic Desktop, or it is damaged. "
            "Choose another one."
        ) from error
