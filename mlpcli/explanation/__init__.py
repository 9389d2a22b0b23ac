"""A config or a run in words and pictures: what each layer does, what it costs, and what is unusual."""
