"""Where a folder lies: on a network drive, in a synchronised folder, on the same disk as another.

SQLite's locks do not hold between two computers, and whatever copies single files while they are
written copies half of a record.
"""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_MOUNTS: Final = Path("/proc/self/mountinfo")
# Kinds and names, not patterns: compiling those took longer than all the rest, before the first
# window.
_NETWORK: Final = frozenset(
    {
        *("9p", "acfs", "afpfs", "afs", "beegfs", "ceph", "cephfs", "cifs", "coda", "curlftpfs"),
        *("davfs", "davfs2", "gcsfuse", "gfs2", "glusterfs", "gpfs", "gvfsd-fuse", "juicefs"),
        *("lustre", "mfs", "ncpfs", "nfs", "nfs4", "ocfs2", "onedriver", "orangefs", "rclone"),
        *("s3fs", "smb2", "smb3", "smbfs", "smbnetfs", "sshfs", "vboxsf", "vmhgfs"),
        *("vmhgfs-fuse", "webdavfs"),
    }
)
_SYNCHRONISED: Final = frozenset(
    {
        *("Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "My Drive", "Mobile Documents"),
        *("com~apple~CloudDocs", "iCloud Drive", "iCloudDrive", "CloudStorage", "Nextcloud"),
        *("ownCloud", "Box", "Box Sync", "pCloud Drive", "pCloudDrive", "MEGA", "MEGAsync"),
        *("Sync", "Syncthing"),
    }
)
_OF_SOMEBODY: Final = ("Dropbox (", "OneDrive - ")
"""What the name of an account or a company follows."""
_MARKS: Final = frozenset(
    {".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log"}
)
_SYNC_DATABASE: Final = ("._sync_", ".sync_")


def warnings(folder: Path, mounts: str | None = None) -> tuple[str, ...]:
    """Return what speaks against keeping a record in this folder, which need not exist yet.

    `mounts` is the mount table as Linux writes it in /proc/self/mountinfo; None reads the system's.
    Windows is asked for the kind of the drive. On macOS network drives are not known, only
    synchronised folders; nowhere is one known that bears neither a usual name nor a usual mark.
    """
    place = Path(os.path.realpath(folder))
    found = []
    if _on_network_drive(place, mounts):
        found.append(
            f"{folder} lies on a network drive, where two computers can write the record at the "
            "same time and damage it. Keep the record on this computer's own disk, and put only "
            "backups there."
        )
    if _is_synchronised(place):
        found.append(
            f"{folder} lies in a synchronised folder, where the record can be copied half-written "
            "and replaced by what another computer wrote. Keep the record on this computer's own "
            "disk outside that folder, and put only backups there."
        )
    return tuple(found)


def same_disk(a: Path, b: Path) -> bool:
    """Return whether two places, which need not exist yet, lie on the same file system.

    Two parts of one disk count as two disks.
    """
    disk = _disk(a)
    return disk is not None and disk == _disk(b)


def _disk(path: Path) -> int | None:
    place = path.absolute()
    for existing in (place, *place.parents):
        with suppress(OSError):
            return existing.stat().st_dev
    return None


def _is_synchronised(place: Path) -> bool:
    return any(
        part in _SYNCHRONISED or part.startswith(_OF_SOMEBODY) for part in place.parts
    ) or any(_is_marked(folder) for folder in (place, *place.parents))


def _is_marked(folder: Path) -> bool:
    with suppress(OSError):
        # A folder .dropbox is the program's own settings, in everybody's home.
        if (folder / ".dropbox").is_file():
            return True
        return any(_is_mark(entry.name) for entry in folder.iterdir())
    return False


def _is_mark(name: str) -> bool:
    return name in _MARKS or (name.startswith(_SYNC_DATABASE) and name.endswith(".db"))


if sys.platform == "win32":  # pragma: no cover - only one of the two branches exists per system
    import ctypes

    _DRIVE_REMOTE: Final = 4

    def _on_network_drive(place: Path, mounts: str | None) -> bool:  # noqa: ARG001
        anchor = place.anchor
        if anchor.startswith("\\\\"):
            return not re.match(r"\\\\[?.]\\[A-Za-z]:", anchor)
        return bool(ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE)

else:

    def _on_network_drive(place: Path, mounts: str | None) -> bool:
        if mounts is None:
            mounts = ""
            with suppress(OSError):
                mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
        kind, longest = "", 0
        for line in mounts.splitlines():
            before, _, after = line.partition(" - ")
            fields = before.split(" ")
            if len(fields) < 5:
                continue
            point = Path(re.sub(r"\\([0-7]{3})", _unescaped, fields[4]))
            # Of two at the same place the later one covers the earlier.
            if place.is_relative_to(point) and len(point.parts) >= longest:
                kind, longest = after.partition(" ")[0], len(point.parts)
        return kind.removeprefix("fuse.") in _NETWORK

    def _unescaped(octal: re.Match[str]) -> str:
        return chr(int(octal[1], 8))
