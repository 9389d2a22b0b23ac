"""The contents of config files, or of what was given instead of them."""

from pathlib import Path

from mlpcli.arguments import Contents
from mlpcli.config.yaml.reader import OF_A_CONFIG, OF_A_NOTEBOOK, check_size, file_bytes
from mlpcli.names import as_name


def contents(config: Path | Contents) -> Contents:
    """What is in a config. Raises ConfigError, also for a file that is something else by its name."""
    if isinstance(config, Contents):
        check_size(config.data, config.name)
        return config
    if config.suffix.lower() not in (".yaml", ".yml"):
        from mlpcli.config.translation.files import refuse_other_files

        refuse_other_files(config)
    if config.suffix.lower() == ".ipynb":
        from mlpcli.config.translation.scripts.notebooks import without_outputs

        data = without_outputs(file_bytes(config, OF_A_NOTEBOOK), OF_A_CONFIG.bytes)
        check_size(data, str(config))
        return Contents(str(config), data)
    return Contents(str(config), file_bytes(config))


def folder_of(config: Path | Contents) -> Path:
    """Where relative paths in the config start from: its folder, or the working directory."""
    return Path() if isinstance(config, Contents) else config.parent


def default_name(config: Path | Contents) -> str:
    """The name of a config that gives none."""
    # What is no file has angle brackets around its name.
    return as_name(config.name.strip("<>") if isinstance(config, Contents) else config.stem, "network")
