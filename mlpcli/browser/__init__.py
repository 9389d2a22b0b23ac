"""A trained network in a page that any browser opens from disk, computed in JavaScript."""
