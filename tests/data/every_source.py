"""One of each source that needs neither a network nor a file."""

from mlpcli.config import sources

OFFLINE = (
    sources.Digits(source="digits"),
    sources.Digits(source="digits", size=28),
    sources.Iris(source="iris"),
    sources.Wine(source="wine"),
    sources.BreastCancer(source="breast_cancer"),
    sources.Diabetes(source="diabetes"),
    sources.Gates(source="gates"),
    sources.Blobs(source="blobs", rows=60, centers=[[0, 0, 0], [5, 0, 0], [0, 5, 0]]),
    sources.Moons(source="moons", rows=60),
    sources.Circles(source="circles", rows=60),
    sources.Spirals(source="spirals", rows=60, arms=3),
    sources.Waves(source="waves", rows=60, steps=32),
)
