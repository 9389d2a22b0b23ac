"""`python -m mlpcli`, the same as the command `mlpcli`."""

from mlpcli.cli.main import main

main()
