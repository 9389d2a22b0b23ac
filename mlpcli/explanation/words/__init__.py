"""Sentences about layers, activations, losses, optimizers and schedules, with their numbers."""
