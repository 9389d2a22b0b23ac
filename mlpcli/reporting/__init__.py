"""The page of a run: what its held-back rows say, as figures, tables and pictures."""
