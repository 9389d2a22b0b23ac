"""How a drawing looks, on light and on dark pages.

Colours that people who cannot tell red from green can tell apart: Okabe and Ito, https://jfly.uni-koeln.de/color/.
Written as plain classes, without variables, so that other programs than browsers show them too.
"""

FONT, SMALL = 10.5, 9.0
"""Sizes of text in the drawing's units, which are pixels on a phone."""

STYLE = f"""
.nn text {{ font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }}
.nn-name {{ font-size: {FONT}px; font-weight: 600; fill: #1f2328; }}
.nn-text {{ font-size: {FONT}px; fill: #1f2328; }}
.nn-small {{ font-size: {SMALL}px; fill: #57606a; }}
.nn-paper {{ fill: #ffffff; }}
.nn-unit {{ fill: #ffffff; stroke: #1f2328; stroke-width: 1.2; }}
.nn-unit-in {{ fill: #dbe4ee; stroke: #1f2328; stroke-width: 1.2; }}
.nn-card {{ fill: none; stroke: #8c959f; stroke-width: 1; }}
.nn-dots {{ fill: #57606a; }}
.nn-link {{ stroke: #8c959f; stroke-width: 0.7; stroke-opacity: 0.7; fill: none; }}
.nn-arrow {{ stroke: #57606a; stroke-width: 1.2; fill: none; }}
.nn-head {{ fill: #57606a; }}
.nn-plus {{ stroke: #0072b2; fill: none; }}
.nn-minus {{ stroke: #d55e00; stroke-dasharray: 5 2.5; fill: none; }}
.nn-number {{ font-size: {SMALL}px; fill: #1f2328; stroke: #ffffff; stroke-width: 4; paint-order: stroke; }}
.nn-front {{ fill: #dbe4ee; stroke: #1f2328; stroke-width: 1; }}
.nn-top {{ fill: #eef3f8; stroke: #1f2328; stroke-width: 1; }}
.nn-side {{ fill: #c2d0df; stroke: #1f2328; stroke-width: 1; }}
.nn-window {{ fill: #e69f00; fill-opacity: 0.35; stroke: #b97b00; stroke-width: 1; }}
.nn-ray {{ stroke: #b97b00; stroke-width: 0.8; fill: none; }}
.nn-axis {{ stroke: #8c959f; stroke-width: 0.6; }}
.nn-curve {{ stroke: #0072b2; stroke-width: 1.5; fill: none; }}
.nn-bar {{ fill: #0072b2; }}
@media (prefers-color-scheme: dark) {{
.nn-name, .nn-text {{ fill: #e6edf3; }}
.nn-small {{ fill: #9aa4af; }}
.nn-paper {{ fill: #0d1117; }}
.nn-unit {{ fill: #0d1117; stroke: #e6edf3; }}
.nn-unit-in {{ fill: #2d3b4d; stroke: #e6edf3; }}
.nn-card {{ stroke: #6e7781; }}
.nn-dots {{ fill: #9aa4af; }}
.nn-link {{ stroke: #6e7781; }}
.nn-arrow {{ stroke: #9aa4af; }}
.nn-head {{ fill: #9aa4af; }}
.nn-plus {{ stroke: #56b4e9; }}
.nn-minus {{ stroke: #e69f00; }}
.nn-number {{ fill: #e6edf3; stroke: #0d1117; }}
.nn-front {{ fill: #2d3b4d; stroke: #e6edf3; }}
.nn-top {{ fill: #3b4c61; stroke: #e6edf3; }}
.nn-side {{ fill: #1f2a38; stroke: #e6edf3; }}
.nn-axis {{ stroke: #6e7781; }}
.nn-curve {{ stroke: #56b4e9; }}
.nn-bar {{ fill: #56b4e9; }}
}}
"""
