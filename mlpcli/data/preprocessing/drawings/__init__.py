"""Drawings and photos of ink, brought into the size and the place that ink has in the training images.

Everything here is a pure function of 8-bit pixels and of a `DrawingConvention`, whose plain numbers are in
model.json, so that any front end can do the same.
"""
