"""Polynomials of second degree over a picture, which even and uneven light on paper are like.

The sums are NumPy's own, in place of BLAS's, which spreads such short ones over threads, and takes several
times as long.
"""

import numpy as np

from mlpcli.data.preprocessing.base import Array

# Smaller singular values of the normal equations, as shares of the largest, are rounding.
_ROUNDING = 1e-8


def surface_terms(height: int, width: int, count: int) -> Array:
    """`[height * width, count]`, from -1 to 1: the first terms of a polynomial, of which there are 6."""
    if count == 1:
        return np.ones((height * width, 1), np.float32)
    down, across = np.meshgrid(
        np.linspace(-1, 1, height, dtype=np.float32),
        np.linspace(-1, 1, width, dtype=np.float32),
        indexing="ij",
    )
    terms = (np.ones_like(down), down, across, down * down, down * across, across * across)
    return np.stack(terms[:count], axis=-1).reshape(-1, count)


def nearest_surface(terms: Array, values: Array) -> Array:
    """Float32 coefficients `[terms, channels]` of what comes nearest to `values` `[pixels, channels]`, by the
    sum of squares; `terms` are `[pixels, terms]`."""
    products = np.einsum("pt,pc->tc", terms, values, dtype=np.float64)
    squares = np.einsum("pt,pu->tu", terms, terms, dtype=np.float64)
    found, *_ = np.linalg.lstsq(squares, products, rcond=_ROUNDING)
    return np.asarray(found, np.float32)


def on_surface(terms: Array, surface: Array) -> Array:
    """The values `[pixels, channels]` of a polynomial with these coefficients."""
    return np.asarray(np.einsum("pt,tc->pc", terms, surface))
