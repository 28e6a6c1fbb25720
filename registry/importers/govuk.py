"""The body of a record page as GOV.UK serves it: HTML headings are questions, what follows is the answer."""

from collections.abc import Iterator
from html.parser import HTMLParser

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({"p", "li", "br", "tr", "div", "td", "th", "ul", "ol", "table"})
