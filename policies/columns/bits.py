"""Sets of records as whole numbers with one bit each, so that all are combined in one step."""

from collections.abc import Iterable, Iterator, Sequence


def bits(said: Iterable[int], size: int) -> int:
    """The set of these rows, of ``size``. The first row is the highest bit."""
    flags = bytearray(b"0" * size)
    for row in said:
        flags[row] = 49  # "1"
    return int(bytes(flags), 2) if size else 0


def rows(found: int, size: int) -> Iterator[int]:
    """The inverse of ``bits``."""
    text = format(found, f"0{size}b")
    row = text.find("1")
    while row >= 0:
        yield row
        row = text.find("1", row + 1)


def at_least(number: int, sets: Sequence[int], every: int) -> int:
    """The rows that are in so many of ``sets``, which are parts of ``every``."""
    if number <= 0:
        return every
    reached = [every] + [0] * number
    for one in sets:
        for count in range(number, 0, -1):
            reached[count] |= reached[count - 1] & one
    return reached[number]
