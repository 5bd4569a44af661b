"""A database with a signed examination and a row in each guarded table, as short as it can be."""

from clinic_desktop.storage import driver
from clinic_desktop.storage.triggers import NOTHING

INSERT = (
    "INSERT INTO exam_version VALUES (?, ?, 'e', ?, 'p', ?, NULL, '', '', '', ?, ?, "
    """'{"imaging":[{"original":{"sha256":"file"}}]}', '', ?, ?)"""
)
FIRST = (1, "v1", None, "original", None, None, NOTHING, "s1")
SECOND = (2, "v2", "v1", "correction", "side", "hash", "s1", "s2")


def fill(connection: driver.Connection) -> None:
    """Put a row into each table of a new database that guards its rows."""
    connection.execute(
        "INSERT INTO patient VALUES (1, 'p', NULL, NULL, NULL, NULL, '{}', 'ada', '', NULL)"
    )
    connection.execute(INSERT, FIRST)
    for statement in (
        "INSERT INTO account VALUES ('a', '{}')",
        "INSERT INTO signing_key VALUES (zeroblob(32), 'a', 1, NULL)",
        "INSERT INTO signature VALUES ('v1', 0, 'a', 'owner', '{}', '', zeroblob(32), x'00')",
        f"INSERT INTO audit VALUES (1, '', 'a', '', '', NULL, '', '', '{NOTHING}', 'h')",
        "INSERT INTO tombstone VALUES ('gone', '', 'a', 1, '')",
        "INSERT INTO paper VALUES ('sha', x'00')",
        "INSERT INTO handing VALUES (1, 'e', 'p', 'sha', '', '', '', '', 1)",
        "INSERT INTO filed_again VALUES ('e', 'f')",
        "INSERT INTO original VALUES ('file', x'00')",
        "INSERT INTO attached VALUES (1, 'e', 'file', '', '', '', '')",
    ):
        connection.execute(statement)
