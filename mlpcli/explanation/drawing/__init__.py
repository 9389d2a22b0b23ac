"""Networks drawn as in textbooks, as SVG of our own."""

from mlpcli.explanation.drawing.network import draw_network as draw_network
