"""Tracing a child's system calls, and making some of them fail, with strace."""

import ctypes
import functools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

# Every byte of every string as hexadecimal: no quoting to undo, nothing cut.
_OPTIONS: Final = ("-f", "-y", "-xx", "-s", "100000000", "-e", "signal=none")
_PR_SET_PTRACER: Final = 0x59616D61
_ANY: Final = 2**64 - 1
_WHOLE: Final = re.compile(r"(\w+)\((.*)\)\s+= (.+)")
_RESUMED: Final = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_UNFINISHED: Final = " <unfinished ...>"
_STRING: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Call(NamedTuple):
    """One system call as strace wrote it."""

    process: int
    name: str
    arguments: tuple[str, ...]
    result: str

    @property
    def has_failed(self) -> bool:
        """Whether it returned an error."""
        return self.result.startswith("-1 ")

    @property
    def was_injected(self) -> bool:
        """Whether strace made it fail."""
        return "(INJECTED)" in self.result

    @property
    def returned(self) -> int:
        """The number it returned."""
        return int(re.split(r"[ <]", self.result, maxsplit=1)[0])


@functools.cache
def why_not() -> str:
    """Return why nothing can be traced here; nothing when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        command(Path("-"), ("?openat",), "true"), capture_output=True, text=True, check=False
    )
    if tried.returncode == 0:
        return ""
    said = tried.stderr.strip().splitlines()
    return f"strace may not trace here ({said[-1] if said else tried.returncode})"


def command(log: Path, names: tuple[str, ...], *rest: str) -> list[str]:
    """Return the command that traces these calls into a log.

    A name this system lacks is passed over when it begins with a question mark. `rest` are more
    options and the command, or `-p` and the process.
    """
    output = () if log == Path("-") else ("-o", str(log))
    return ["strace", *_OPTIONS, *output, "-e", f"trace={','.join(names)}", *rest]


def attach(process: int, log: Path, names: tuple[str, ...], *options: str) -> subprocess.Popen[str]:
    """Trace a process from now on; return once it is traced. It ends with the process.

    Raises:
        RuntimeError: when it could not be attached.
    """
    tracer = subprocess.Popen(
        command(log, names, *options, "-p", str(process)), stderr=subprocess.PIPE, text=True
    )
    assert tracer.stderr is not None
    for line in tracer.stderr:
        if "attached" in line:
            return tracer
        raise RuntimeError(line.strip())
    raise RuntimeError("strace said nothing")


def allow() -> None:
    """Let this process be traced by one that did not start it, where Yama would refuse that."""
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(_ANY))


def calls(log: Path) -> Iterator[Call]:
    """Yield the calls of a log, each where it returned."""
    unfinished: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            process, _, text = line.rstrip("\n").partition(" ")
            text = text.strip()
            if text.endswith(_UNFINISHED):
                unfinished[process] = text.removesuffix(_UNFINISHED)
                continue
            resumed = _RESUMED.fullmatch(text)
            if resumed:
                text = unfinished.pop(process) + resumed.group(1)
            whole = _WHOLE.fullmatch(text)
            if whole:
                name, arguments, result = whole.groups()
                yield Call(int(process), name, tuple(arguments.split(", ")), result)


def string(argument: str) -> bytes:
    """Return the bytes of a string argument."""
    whole = _STRING.fullmatch(argument)
    if whole is None:
        raise ValueError(f"not a whole string: {argument[:60]}")
    return bytes.fromhex(whole.group(1).replace("\\x", ""))


def strings(text: str) -> list[bytes]:
    """Return the bytes of every string in a text of arguments."""
    return [bytes.fromhex(found.replace("\\x", "")) for found in _STRING.findall(text)]


def descriptor(argument: str) -> int:
    """Return the number of a descriptor, such as `3<...>`."""
    return int(argument.partition("<")[0])


def path_of(argument: str) -> str:
    """Return the path strace shows for a descriptor; nothing when it is no file of a name."""
    shown = argument.partition("<")[2].partition(">")[0]
    return bytes.fromhex(shown.replace("\\x", "")).decode(errors="surrogateescape")
