"""The process itself and its children: signals, stopping, standard error, Python in another process."""
