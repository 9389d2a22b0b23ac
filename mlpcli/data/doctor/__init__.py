"""The data doctor: what a source holds, and what in it harms a training."""
