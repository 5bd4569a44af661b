"""Looks for the words the program's own sentences never use."""

import re


def forbidden_in(text: str, forbidden: tuple[str, ...]) -> list[str]:
    """Return the forbidden words of a text, as whole words and across lines."""
    words = " ".join(text.casefold().split())
    return [word for word in forbidden if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words)]
