"""What went wrong in a training, from its curves, its weights and facts about its data: no TensorFlow."""
