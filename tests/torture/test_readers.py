"""The readers' line measures its children, not the process that starts them."""

from tests.torture import readers


def test_the_memory_of_the_parent_is_not_the_readers() -> None:
    held = bytearray(b"x" * (readers.MEGABYTES + 100) * 1024 * 1024)
    line = readers.run(20261118, 2 * len(readers.KINDS))
    assert held
    assert line.found == ()
