"""A model of a disk: what a traced program wrote, and what a power cut may leave of it.

An event is durable when its file, or for a name its folder, was synced after it. Of the rest each
512-byte sector is kept, dropped or garbled on its own, lengths change in the order in which the
program changed them, and names do in that order within each folder. `Names` says when a name
counts as synced.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.torture.strace import Call, descriptor, path_of, string

SECTOR: Final = 512
_TOP: Final = 0

CALLS: Final = (
    *("openat", "?open", "?creat", "?openat2", "close", "dup", "?dup2", "dup3", "fcntl", "lseek"),
    *("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range"),
    *("ftruncate", "truncate", "fallocate", "mmap", "fsync", "fdatasync", "sync", "syncfs"),
    *("?rename", "?renameat", "renameat2", "?link", "linkat", "?symlink", "symlinkat"),
    *("?unlink", "unlinkat", "?rmdir", "?mkdir", "mkdirat"),
)
"""The calls that change a file system, and those by which its files are known."""


class Write(NamedTuple):
    """Bytes written into a file at an offset."""

    inode: int
    offset: int
    data: bytes


class Size(NamedTuple):
    """A file cut or lengthened to a size."""

    inode: int
    size: int


class Sync(NamedTuple):
    """A file or a folder made durable."""

    inode: int


class Named(NamedTuple):
    """Names given (an inode) or taken (`None`) in folders, all at once."""

    changes: tuple[tuple[int, str, int | None], ...]


class Acknowledged(NamedTuple):
    """What the program said was done."""

    text: str


Event = Write | Size | Sync | Named | Acknowledged
Tree = dict[str, bytes | None]
"""What is under the top, by its path from there: the bytes of a file, `None` for a folder."""


class NotModelled(Exception):
    """The program did something to its files that this model does not know."""


class Names(StrEnum):
    """When a name is durable.

    STRICT: when its folder is synced, as POSIX promises. ORDERED: when anything at all is synced
    after it, as the journal of ext4 does it.
    """

    STRICT = "strict"
    ORDERED = "ordered"


class _Handle:
    """An open file: where the next plain write goes."""

    def __init__(self, inode: int, *, appends: bool) -> None:
        self.inode = inode
        self.position = 0
        self.appends = appends


class Disk:
    """What is under one folder, and everything that is done to it.

    Args:
        top: the folder, as it is before the program starts; all of it counts as durable.
    """

    def __init__(self, top: Path) -> None:
        self.top: Final = top
        self.events: list[Event] = []
        self.files: dict[int, bytes] = {}
        self.names: dict[tuple[int, str], int] = {}
        self.folders = {_TOP}
        self._live: dict[int, bytearray] = {}
        self._now: dict[tuple[int, str], int] = {}
        self._next = _TOP + 1
        self._handles: dict[int, _Handle] = {}
        self._scan(top, _TOP)
        self._now.update(self.names)
        self._live.update({inode: bytearray(data) for inode, data in self.files.items()})

    def follow(self, calls: Iterable[Call], acknowledged: Path) -> None:
        """Take in what a trace says; writes to the file `acknowledged` are the program's word.

        Raises:
            NotModelled: when it changes these files in a way that is not known here.
        """
        word: int | None = None
        for call in calls:
            if call.has_failed:
                continue
            if call.name in ("open", "creat", "openat", "openat2"):
                if word == call.returned:
                    word = None
                if _path(call) == str(acknowledged):
                    word = call.returned
                else:
                    self._opened(call)
            elif call.name == "write" and descriptor(call.arguments[0]) == word:
                self.events.append(Acknowledged(string(call.arguments[1]).decode()))
            else:
                self._changed(call)

    def now(self) -> Tree:
        """Return what the running program sees."""
        files = {inode: bytes(data) for inode, data in self._live.items()}
        return tree(self._now, self.folders, files)

    def _scan(self, folder: Path, inode: int) -> None:
        for path in sorted(folder.iterdir()):
            new = self._new()
            self.names[inode, path.name] = new
            if path.is_dir():
                self.folders.add(new)
                self._scan(path, new)
            else:
                self.files[new] = path.read_bytes()

    def _new(self) -> int:
        self._next += 1
        return self._next - 1

    def _place(self, path: str) -> tuple[int, str] | None:
        """Return the folder's inode and the name of a path; nothing when it is not below the top.

        Raises:
            NotModelled: when its folder is not known.
        """
        if not path.startswith(f"{self.top}/"):
            return None
        *folders, name = Path(path).relative_to(self.top).parts
        inode = _TOP
        for folder in folders:
            found = self._now.get((inode, folder))
            if found is None:
                raise NotModelled(f"{path}: its folder is not known")
            inode = found
        return inode, name

    def _opened(self, call: Call) -> None:
        path, number = _path(call), call.returned
        self._handles.pop(number, None)
        if path == str(self.top):
            self._handles[number] = _Handle(_TOP, appends=False)
            return
        place = self._place(path)
        if place is None:
            return
        flags = "".join(call.arguments) if call.name == "openat" else "O_CREAT|O_TRUNC"
        if call.name == "openat2" or "O_TMPFILE" in flags:
            raise NotModelled(f"{call.name} of {path}")
        inode = self._now.get(place)
        if inode is None:
            if "O_CREAT" not in flags:
                raise NotModelled(f"{path} was opened and is not known")
            inode = self._new()
            self._live[inode] = bytearray()
            self._name((*place, inode))
        elif "O_TRUNC" in flags and self._live.get(inode):
            self._resize(inode, 0)
        self._handles[number] = _Handle(inode, appends="O_APPEND" in flags)

    def _changed(self, call: Call) -> None:
        by_path = _BY_PATH.get(call.name)
        if by_path is not None:
            self._named(call, *by_path)
        elif call.name in ("sync", "syncfs"):
            raise NotModelled(call.name)
        elif call.name == "mmap":
            self._mapped(call)
        elif call.name in ("sendfile", "copy_file_range"):
            if any(path_of(argument).startswith(f"{self.top}/") for argument in call.arguments):
                raise NotModelled(call.name)
        else:
            self._by_descriptor(call)

    def _by_descriptor(self, call: Call) -> None:
        number = descriptor(call.arguments[0])
        handle = self._handles.get(number)
        if handle is None:
            if path_of(call.arguments[0]).startswith(f"{self.top}/"):
                raise NotModelled(f"{call.name} on {path_of(call.arguments[0])}")
            return
        if call.name == "write":
            data = string(call.arguments[1])[: call.returned]
            if handle.appends:
                handle.position = len(self._live[handle.inode])
            self._write(handle.inode, handle.position, data)
            handle.position += len(data)
        elif call.name == "pwrite64":
            data = string(call.arguments[1])[: call.returned]
            self._write(handle.inode, int(call.arguments[3]), data)
        elif call.name == "lseek":
            handle.position = call.returned
        elif call.name == "ftruncate":
            self._resize(handle.inode, int(call.arguments[1]))
        elif call.name in ("fsync", "fdatasync"):
            self.events.append(Sync(handle.inode))
        elif call.name == "close":
            del self._handles[number]
        elif call.name != "fcntl" or "F_DUPFD" in call.arguments[1]:
            raise NotModelled(f"{call.name} on {path_of(call.arguments[0])}")

    def _mapped(self, call: Call) -> None:
        _, _, protection, flags, file, *_ = call.arguments
        # SQLite makes its shared memory anew after a crash: only there may a file be written so.
        if "MAP_SHARED" in flags and "PROT_WRITE" in protection:
            path = path_of(file)
            if path.startswith(f"{self.top}/") and not path.endswith("-shm"):
                raise NotModelled(f"{path} is written through memory")

    def _named(self, call: Call, at: tuple[tuple[int | None, int], ...], does: str) -> None:
        paths = [_joined(call, folder, name) for folder, name in at]
        places = [self._place(path) for path in paths]
        if all(place is None for place in places):
            return
        first = places[0]
        if does == "make" and first is not None:
            inode = self._new()
            self.folders.add(inode)
            self._name((*first, inode))
        elif does == "take" and first is not None:
            self._name((*first, None))
        elif does == "move" and None not in places and "RENAME_EXCHANGE" not in call.arguments:
            old, new = places
            assert old is not None
            assert new is not None
            self._name((*old, None), (*new, self._now[old]))
        else:
            raise NotModelled(f"{call.name} of {' and '.join(paths)}")

    def _name(self, *changes: tuple[int, str, int | None]) -> None:
        self.events.append(Named(changes))
        _apply(self._now, changes)

    def _resize(self, inode: int, size: int) -> None:
        self.events.append(Size(inode, size))
        _resized(self._live[inode], size)

    def _write(self, inode: int, offset: int, data: bytes) -> None:
        self.events.append(Write(inode, offset, data))
        _written(self._live[inode], offset, data)


# Where the paths stand (the argument of the folder, if any, and of the name), and what is done.
_BY_PATH: Final[dict[str, tuple[tuple[tuple[int | None, int], ...], str]]] = {
    "mkdir": (((None, 0),), "make"),
    "mkdirat": (((0, 1),), "make"),
    "unlink": (((None, 0),), "take"),
    "unlinkat": (((0, 1),), "take"),
    "rmdir": (((None, 0),), "take"),
    "rename": (((None, 0), (None, 1)), "move"),
    "renameat": (((0, 1), (2, 3)), "move"),
    "renameat2": (((0, 1), (2, 3)), "move"),
    "link": (((None, 0), (None, 1)), "link"),
    "linkat": (((0, 1), (2, 3)), "link"),
    "symlink": (((None, 1),), "link"),
    "symlinkat": (((1, 2),), "link"),
    "truncate": (((None, 0),), "truncate"),
}


class Platter:
    """What of a disk is durable and what is not, moved forward event by event."""

    def __init__(self, disk: Disk, names: Names) -> None:
        self._how = names
        self._folders = disk.folders
        self._names = dict(disk.names)
        self._files = {inode: bytearray(data) for inode, data in disk.files.items()}
        self._pending: dict[int, list[Write | Size]] = defaultdict(list)
        self._pending_names: list[tuple[tuple[int, str, int | None], ...]] = []

    def advance(self, event: Event) -> None:
        """Take in the next event."""
        if isinstance(event, Write | Size):
            self._pending[event.inode].append(event)
        elif isinstance(event, Named):
            self._pending_names.append(event.changes)
        elif isinstance(event, Sync):
            self._sync(event.inode)

    def cut(self, random: Random) -> Tree:
        """Return what a power cut might leave now."""
        keeps = random.choice((0.0, 1.0, random.random()))
        garbles = random.choice((0.0, random.random()))
        names = dict(self._names)
        for changes in self._kept_names(random):
            _apply(names, changes)
        files = {
            inode: _torn(
                self._files.get(inode, b""), self._pending.get(inode, ()), keeps, garbles, random
            )
            for inode in sorted(set(names.values()) - self._folders)
        }
        return tree(names, self._folders, files)

    def now(self) -> Tree:
        """Return what the running program sees."""
        names = dict(self._names)
        for changes in self._pending_names:
            _apply(names, changes)
        files = {inode: bytes(data) for inode, data in self._files.items()}
        for inode, pending in self._pending.items():
            files[inode] = _torn(files.get(inode, b""), pending, 1.0, 0.0, None)
        return tree(names, self._folders, files)

    def _sync(self, inode: int) -> None:
        file = self._files.get(inode)
        pending = self._pending.pop(inode, [])
        if file is None and pending:
            file = self._files[inode] = bytearray()
        for event in pending:
            assert file is not None
            if isinstance(event, Size):
                _resized(file, event.size)
            else:
                _written(file, event.offset, event.data)
        left = []
        for changes in self._pending_names:
            durable = tuple(
                change for change in changes if self._how is Names.ORDERED or change[0] == inode
            )
            _apply(self._names, durable)
            if len(durable) < len(changes):
                left.append(tuple(change for change in changes if change not in durable))
        self._pending_names = left

    def _kept_names(self, random: Random) -> Iterator[tuple[tuple[int, str, int | None], ...]]:
        """Yield the changes of names that a cut leaves: in each folder the first few."""
        if self._how is Names.ORDERED:
            yield from self._pending_names[: random.randint(0, len(self._pending_names))]
            return
        ahead: dict[int, int] = defaultdict(int)
        for changes in self._pending_names:
            for folder in {folder for folder, *_ in changes}:
                ahead[folder] += 1
        left = {folder: random.randint(0, count) for folder, count in ahead.items()}
        for changes in self._pending_names:
            folders = {folder for folder, *_ in changes}
            kept = {folder for folder in folders if left[folder] > 0}
            for folder in folders:
                left[folder] -= 1
            # A file moved between folders is in one of them at least.
            if len(folders) > 1 and kept != folders:
                kept &= {folder for folder, _, inode in changes if inode is not None}
            yield tuple(change for change in changes if change[0] in kept)


def tree(names: dict[tuple[int, str], int], folders: set[int], files: dict[int, bytes]) -> Tree:
    """Return the folders and the files that names lead to."""
    children: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for (folder, name), inode in names.items():
        children[folder].append((name, inode))
    found: Tree = {}
    waiting = [("", _TOP)]
    while waiting:
        start, folder = waiting.pop()
        for name, inode in children[folder]:
            path = f"{start}{name}"
            if inode in folders:
                found[path] = None
                waiting.append((f"{path}/", inode))
            else:
                found[path] = files.get(inode, b"")
    return found


def _torn(
    durable: bytes | bytearray,
    pending: Iterable[Write | Size],
    keeps: float,
    garbles: float,
    random: Random | None,
) -> bytes:
    """Return a file of which the pending events happened in part; all of them without `random`."""
    file = bytearray(durable)
    pending = tuple(pending)
    sized = len(pending) if random is None or keeps == 1.0 else random.randint(0, len(pending))
    for place, event in enumerate(pending):
        if isinstance(event, Size):
            if place < sized:
                _resized(file, event.size)
            continue
        end = event.offset + len(event.data)
        if place < sized and end > len(file):
            _resized(file, end)
        start = event.offset
        while start < min(end, len(file)):
            stop = min((start // SECTOR + 1) * SECTOR, end, len(file))
            if random is not None and random.random() < garbles * (1 - keeps):
                file[start:stop] = random.randbytes(stop - start)
            elif random is None or random.random() < keeps:
                file[start:stop] = event.data[start - event.offset : stop - event.offset]
            start = stop
    return bytes(file)


def _apply(
    names: dict[tuple[int, str], int], changes: Iterable[tuple[int, str, int | None]]
) -> None:
    for folder, name, inode in changes:
        if inode is None:
            names.pop((folder, name), None)
        else:
            names[folder, name] = inode


def _resized(file: bytearray, size: int) -> None:
    if size < len(file):
        del file[size:]
    else:
        file.extend(bytes(size - len(file)))


def _written(file: bytearray, offset: int, data: bytes) -> None:
    _resized(file, max(len(file), offset + len(data)))
    file[offset : offset + len(data)] = data


def _joined(call: Call, folder: int | None, name: int) -> str:
    path = string(call.arguments[name]).decode(errors="surrogateescape")
    if folder is None or path.startswith("/"):
        return path
    return f"{path_of(call.arguments[folder])}/{path}"


def _path(call: Call) -> str:
    return _joined(call, *((None, 0) if call.name in ("open", "creat") else (0, 1)))
