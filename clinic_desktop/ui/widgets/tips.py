"""What is shown beside the pointer, as it is written."""

from html import escape


def as_written(text: str) -> str:
    """Return a tip that Qt shows with these very characters: it reads one with a tag as HTML."""
    if "<" not in text:
        return text
    return f"<p>{'<br>'.join(map(escape, text.splitlines()))}</p>"
