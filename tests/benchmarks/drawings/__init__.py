"""Drawings and photos of digits, made to measure how `mlpcli predict` reads them."""
