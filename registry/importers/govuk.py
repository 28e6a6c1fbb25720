"""The body of a record page as GOV.UK serves it: headings are questions, what follows is the answer."""

from collections.abc import Iterator
from html.parser import HTMLParser

from registry.importers.records import STEP

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({"p", "li", "br", "tr", "div", "td", "th", "ul", "ol", "table"})


def sections_of(html: str) -> Iterator[tuple[str, str]]:
    """Give each heading, led by the headings around it, with the text under it."""
    reader = _Sections()
    reader.feed(html)
    reader.close()
    for path, pieces in reader.sections:
        lines = ("".join(pieces)).splitlines()
        yield STEP.join(path), "\n".join(line.strip() for line in lines if line.strip())


class _Sections(HTMLParser):
    """Collects the text under each heading; ``path`` is the heading and those of a higher level above it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[tuple[list[str], list[str]]] = []
        self._levels: list[tuple[int, str]] = []
        self._heading: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS:
            self._heading = []
        elif tag in _BLOCKS:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.handle_data("\n")
        if tag not in _HEADINGS or self._heading is None:
            return
        title, self._heading = " ".join("".join(self._heading).split()), None
        self._levels = [(level, name) for level, name in self._levels if level < _HEADINGS[tag]]
        self._levels.append((_HEADINGS[tag], title))
        self.sections.append(([name for _, name in self._levels], []))

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
        elif self.sections:
            self.sections[-1][1].append(data)
