"""When black and white change places: apart from images, for the command line starts without NumPy."""

from typing import Literal

InvertMode = Literal["auto", "always", "never"]
