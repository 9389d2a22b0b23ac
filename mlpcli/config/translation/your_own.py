"""Data that is not known: a file to put it into, and not the data of another network."""

from collections.abc import Mapping

from mlpcli.config.yaml.nodes import Plain

YOUR_OWN: Mapping[str, Plain] = {"source": "arrays", "path": "data.npz"}
OWN_DATA = "save your data with numpy.savez('data.npz', x=..., y=...), or name another source"
