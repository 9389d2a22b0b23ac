"""The illnesses: one function each, from the evidence to a diagnosis, or None."""
