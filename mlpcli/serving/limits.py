"""What a request may cost, and how much of that at once."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Of a request: bytes of its `body` and of its `head`, `pixels` of an image, `rows`, `numbers` in all its
    rows as the network takes them, `cells` and `columns` of a table, `parts` of a form.

    `seconds` are those from its head to its answer, `seconds_of_head` those for the head itself, and `idle`
    those that a connection stays open between two requests. Of all: `connections`, requests that are
    `waiting` for the network, bytes of bodies in `memory`. `grace` seconds are for what is being answered
    when the server stops.
    """

    body: int = 10 * MEGABYTE
    pixels: int = 25_000_000
    rows: int = 10_000
    seconds: float = 30.0
    head: int = 16_384
    numbers: int = 20_000_000
    cells: int = 5_000_000
    columns: int = 10_000
    parts: int = 100
    seconds_of_head: float = 10.0
    idle: float = 60.0
    connections: int = 1000
    waiting: int = 512
    memory: int = 256 * MEGABYTE
    grace: float = 5.0
