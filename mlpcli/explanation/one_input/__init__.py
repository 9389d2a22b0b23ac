"""One input followed through a trained network: the network, one layer, one neuron, each with its numbers."""
