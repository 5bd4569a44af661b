"""The model of the disk sees what an unsafe writer loses, and nothing where a safe one writes."""

import pytest

from tests.torture import power, strace

WRITERS = "tests.torture.writers"
pytestmark = pytest.mark.skipif(bool(strace.why_not()), reason=strace.why_not())


@pytest.mark.parametrize("writer", ["PLAIN", "UNSYNCED", "NORMAL"])
def test_an_unsafe_writer_is_found_losing(writer: str) -> None:
    line = power.run(1, 200, [f"{WRITERS}:{writer}"])
    assert len(line.found) > 20


@pytest.mark.parametrize("writer", ["PRIVATE", "FULL"])
def test_a_safe_writer_loses_nothing(writer: str) -> None:
    assert power.run(1, 1_200, [f"{WRITERS}:{writer}"]).found == ()
