"""The sections of a page, each made of the evidence about a run."""
