"""Plays every use case once when it is imported, before children are forked.

What the program imports late is then there: in a child only the record is to meet faults.
"""

import gc
from typing import Final

from tests.torture.places import scratch
from tests.torture.stories import USE_CASES
from tests.torture.story import named


def _play(name: str) -> str:
    story = named(name)
    with scratch() as top:
        story.prepare(top)
        for step in story.steps(top):
            step()
    return name


STORIES: Final = tuple(map(_play, USE_CASES))
"""What was played."""
gc.collect()  # a record left open here would be open in every child
