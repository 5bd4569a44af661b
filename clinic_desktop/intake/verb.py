"""The hidden word that starts the program as the reader of one file; see `limited`."""

from typing import Final

READ_APART: Final = "read-apart"
