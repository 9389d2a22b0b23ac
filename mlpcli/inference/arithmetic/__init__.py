"""The network as arithmetic in NumPy: one function a layer, of which every number can be looked at."""
