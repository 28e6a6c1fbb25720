"""The pieces that generated pages are made of."""

from collections.abc import Iterable, Iterator

NOTE = "<!-- Made by `make generated` from the code. Don't edit it here. -->\n"


def words(name: str) -> str:
    """Turn a name in the code into words a reader knows."""
    text = name.replace("_", " ")
    return f"AI {text[3:]}" if text.startswith("ai ") else text[:1].upper() + text[1:]


def anchor(heading: str) -> str:
    """Give the name that a heading gets on the usual hosts of Markdown."""
    return heading.lower().replace(" ", "-")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |"
    yield ""
