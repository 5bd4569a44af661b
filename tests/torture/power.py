"""Simulated power cuts: what is acknowledged is there whatever the disk kept of the rest.

The program's own transactions run in a traced child. At random moments of the trace a model of the
disk (`disk`) makes what a cut may leave, and the program opens it.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from random import Random
from typing import Final

from tests.torture import strace
from tests.torture.disk import CALLS, Acknowledged, Disk, Names, Platter, Tree
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import Child, workers
from tests.torture.stories import LARGER, USE_CASES
from tests.torture.story import Contents, differing, named

FIGURE: Final = "power cuts: acknowledged acts lost, or records damaged"
STORIES: Final = (*USE_CASES, *LARGER)
_PART: Final = 250


def run(seed: int, count: int, stories: Sequence[str] = STORIES, *, first: int = 0) -> Line:
    """Cut the power `count` times, spread evenly over the stories and both kinds of `Names`."""
    line = Line(name="power", figure=FIGURE, count=count, seed=seed)
    if why := strace.why_not():
        return line.but(not_run=why)
    parts: list[Future[list[str]]] = []
    with workers() as pool:
        for number, story in enumerate(stories):
            disk = traced(story)
            known = states_of(story, disk)
            for at, names in enumerate(Names):
                turns = len(stories) * len(Names)
                begin = first + (number * len(Names) + at - first) % turns
                images = range(begin, first + count, turns)
                parts += [
                    pool.submit(
                        judge, story, names, disk, known, seed, images[start : start + _PART]
                    )
                    for start in range(0, len(images), _PART)
                ]
        found = [sentence for part in parts for sentence in part.result()]
    return line.but(found=tuple(found))


def traced(story: str) -> Disk:
    """Play a story in a traced child and return what it did to the disk.

    Raises:
        RuntimeError: when it did not reach its end, or the model did not follow it to the byte.
    """
    with scratch() as folder:
        top, log, word = folder / "top", folder / "log", folder / "acknowledged"
        top.mkdir()
        named(story).prepare(top)
        disk = Disk(top)
        with Child("tests.torture.story:play", story, top, word) as child:
            if child.hear() != "ready":
                raise RuntimeError(f"{story} did not begin")
            with strace.attach(child.pid, log, CALLS) as tracer:
                child.say("go")
                end = child.hear()
                child.process.join()
                tracer.wait()
        if end != "end":
            raise RuntimeError(f"{story} did not reach its end")
        disk.follow(strace.calls(log), word)
        if _lasting(disk.now()) != _lasting(_read(top)):
            raise RuntimeError(f"the model of the disk does not follow {story}")
        return disk


def states_of(story: str, disk: Disk) -> list[Contents]:
    """Return what is there before the first act and when each was acknowledged."""
    platter = Platter(disk, Names.STRICT)
    found = [_looked_at(story, platter.now())]
    for event in disk.events:
        platter.advance(event)
        if isinstance(event, Acknowledged):
            found.append(_looked_at(story, platter.now()))
    return found


def judge(
    story: str, names: Names, disk: Disk, known: list[Contents], seed: int, images: range
) -> list[str]:
    """Return a sentence for each image that lost something."""
    points = sorted((_at(seed, image).randint(0, len(disk.events)), image) for image in images)
    platter, done, acts = Platter(disk, names), 0, 0
    found = []
    for point, image in points:
        for event in disk.events[done:point]:
            platter.advance(event)
            acts += isinstance(event, Acknowledged)
        done = point
        left = platter.cut(_at(seed, image))
        try:
            lost = differing(_looked_at(story, left), *known[acts : acts + 2])
            complaint = f"not as acknowledged: {', '.join(lost)}" if lost else ""
        except Exception as error:  # noqa: BLE001 - whatever stops it from being read is a loss
            complaint = f"{type(error).__name__}: {error}"
        if complaint:
            found.append(
                f"{story}, {names}, image {image} of seed {seed}, after event {point} of "
                f"{len(disk.events)} and {acts} acts: {complaint}"
            )
    return found


def written(tree: Tree, top: Path) -> None:
    """Put a tree on the disk; shared memory is gone after a cut."""
    for path, data in _lasting(tree).items():
        if data is None:
            (top / path).mkdir(parents=True, exist_ok=True)
        else:
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_bytes(data)


def _looked_at(story: str, tree: Tree) -> Contents:
    with scratch() as folder:
        written(tree, folder)
        return named(story).look(folder)


def _at(seed: int, image: int) -> Random:
    return Random(f"{seed} {image}")


def _lasting(tree: Tree) -> Tree:
    return {path: data for path, data in tree.items() if not path.endswith("-shm")}


def _read(top: Path) -> Tree:
    return {
        path.relative_to(top).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in top.rglob("*")
    }
