"""A record on a network drive or in a synchronised folder is warned of, and no other."""

import os
from pathlib import Path

import pytest

from clinic_desktop.storage import surroundings
from clinic_desktop.storage.surroundings import same_disk, warnings

LOCAL = "24 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
"""One local disk; before the dash stands any number of optional fields."""


def mounted(point: str, kind: str, optional: str = "shared:2 ") -> str:
    return f"30 24 0:40 / {point} rw,relatime {optional}- {kind} server:/share rw\n"


@pytest.mark.parametrize(
    "kind",
    [
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre"),
        *("ncpfs", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs"),
    ],
)
def test_a_network_drive_is_warned_of(kind: str) -> None:
    (warning,) = warnings(Path("/srv/shared/a/b"), LOCAL + mounted("/srv/shared", kind))
    assert warning == (
        "/srv/shared/a/b lies on a network drive, where two computers can write the record at the "
        "same time and damage it. Keep the record on this computer's own disk, and put only "
        "backups there."
    )


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "xfs", "tmpfs", "overlay", "fuseblk", "fuse"])
def test_a_disk_of_the_computer_is_not_warned_of(kind: str) -> None:
    assert warnings(Path("/srv/shared"), LOCAL + mounted("/srv/shared", kind)) == ()


def test_a_network_drive_elsewhere_is_none_here() -> None:
    table = LOCAL + mounted("/srv/shared", "nfs4")
    for folder in ("/srv", "/srv/shared2", "/other"):
        assert warnings(Path(folder), table) == ()


def test_the_innermost_mount_decides_in_whatever_order() -> None:
    network, own = mounted("/srv", "nfs4"), mounted("/srv/shared", "ext4")
    for table in (LOCAL + network + own, own + network + LOCAL):
        assert warnings(Path("/srv/shared/a"), table) == ()
        assert len(warnings(Path("/srv/a"), table)) == 1


def test_of_two_mounts_at_one_place_the_later_covers_the_earlier() -> None:
    first, then = mounted("/srv", "autofs"), mounted("/srv", "nfs4")
    assert len(warnings(Path("/srv"), first + then)) == 1
    assert warnings(Path("/srv"), then + first) == ()


def test_a_mount_point_with_a_space_and_no_optional_fields_is_found() -> None:
    table = LOCAL + mounted(r"/srv/my\040share", "cifs", optional="")
    assert len(warnings(Path("/srv/my share/a"), table)) == 1


def test_a_table_that_is_empty_or_odd_warns_of_nothing() -> None:
    for table in ("", "\n", "odd line", " - nfs4", LOCAL):
        assert warnings(Path("/srv"), table) == ()


def test_the_systems_own_table_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mountinfo"
    monkeypatch.setattr(surroundings, "_MOUNTS", table)
    assert warnings(tmp_path / "record") == ()
    table.write_bytes(LOCAL.encode() + b"\xff" + mounted(str(tmp_path), "nfs4").encode())
    assert len(warnings(tmp_path / "record")) == 1


@pytest.mark.parametrize(
    "name",
    [
        *("Dropbox", "Dropbox (Personal)", "OneDrive", "OneDrive - Some Clinic", "Google Drive"),
        *("GoogleDrive", "My Drive", "Mobile Documents", "com~apple~CloudDocs", "iCloudDrive"),
        *("CloudStorage", "Nextcloud", "ownCloud", "Box", "Box Sync", "pCloudDrive", "MEGA"),
        *("MEGAsync", "Sync", "Syncthing"),
    ],
)
def test_a_folder_named_as_synchronised_ones_are_is_warned_of(tmp_path: Path, name: str) -> None:
    for folder in (tmp_path / name, tmp_path / name / "a" / "b"):
        (warning,) = warnings(folder, LOCAL)
        assert warning == (
            f"{folder} lies in a synchronised folder, where the record can be copied half-written "
            "and replaced by what another computer wrote. Keep the record on this computer's own "
            "disk outside that folder, and put only backups there."
        )


@pytest.mark.parametrize("name", ["Boxes", "Synchrony", "My Driver", "OneDriver", "record"])
def test_a_name_that_only_begins_like_one_is_none(tmp_path: Path, name: str) -> None:
    assert warnings(tmp_path / name, LOCAL) == ()


@pytest.mark.parametrize(
    "marker",
    [
        *(".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log"),
        *("._sync_1a2b.db", ".sync_1a2b.db"),
    ],
)
def test_a_folder_marked_by_its_program_is_warned_of(tmp_path: Path, marker: str) -> None:
    folder = tmp_path / "work" / "record"
    folder.mkdir(parents=True)
    assert warnings(folder, LOCAL) == ()
    (tmp_path / marker).touch()
    assert len(warnings(folder, LOCAL)) == 1
    assert len(warnings(folder / "new", LOCAL)) == 1
    assert len(warnings(tmp_path, LOCAL)) == 1


@pytest.mark.parametrize("marker", [".stfolder", ".dropbox.cache"])
def test_a_mark_may_be_a_folder(tmp_path: Path, marker: str) -> None:
    (tmp_path / marker).mkdir()
    assert len(warnings(tmp_path / "record", LOCAL)) == 1


def test_the_settings_of_dropbox_in_a_home_mark_nothing(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / "desktop.ini").touch()
    assert warnings(tmp_path / "record", LOCAL) == ()


def test_a_link_is_followed_to_where_the_record_would_lie(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    link = tmp_path / "record"
    link.symlink_to(tmp_path / "Dropbox")
    (warning,) = warnings(link, LOCAL)
    assert warning.startswith(f"{link} lies in a synchronised folder")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert warnings(loop, LOCAL) == ()


def test_a_folder_can_be_warned_of_twice() -> None:
    table = LOCAL + mounted("/srv", "nfs4")
    assert len(warnings(Path("/srv/Nextcloud/record"), table)) == 2


def test_a_folder_that_cannot_be_looked_into_marks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    assert warnings(tmp_path, LOCAL) == ()


def test_places_on_one_file_system_are_on_the_same_disk(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert same_disk(tmp_path, tmp_path)
    assert same_disk(tmp_path / "not" / "yet", tmp_path / "either")
    assert same_disk(tmp_path / "file" / "below", tmp_path)


def test_places_on_two_file_systems_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "stick"
    other.mkdir()
    stat = Path.stat

    def of_two_disks(self: Path) -> os.stat_result:
        found = stat(self)
        if self != other:
            return found
        return os.stat_result((*found[:2], found.st_dev + 1, *found[3:]))

    monkeypatch.setattr(Path, "stat", of_two_disks)
    assert not same_disk(tmp_path, other / "backups")
    assert not same_disk(other, tmp_path / "backups")
    assert same_disk(other, other / "backups")


def test_a_drive_that_is_not_there_is_on_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> os.stat_result:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "stat", refuse)
    assert not same_disk(tmp_path, tmp_path)
