"""Tables in files: reading them, what their columns hold, and their cells as numbers and texts.

Only the modules that read files import Polars, so that commands that need no table start without it.
"""
