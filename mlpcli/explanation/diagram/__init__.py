"""Networks drawn as in textbooks, as SVG of our own."""

from mlpcli.explanation.diagram.network import draw_network as draw_network
