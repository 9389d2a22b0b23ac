"""Scripts, translated for tests."""

from mlpcli.config.translation.scripts.translate import Translated, config_of_script

HEAD = "model.add(Dense(3, activation='softmax'))\n"
OWN_DATA = "save your data with numpy.savez('data.npz', x=..., y=...), or name another source"
IMAGES = "keras.utils.image_dataset_from_directory"
OF_TORCH = "model = nn.Sequential(nn.Linear(4, 3))\n"


def translated(text: str) -> Translated:
    found = config_of_script(text)
    assert found is not None
    return found


def layers(text: str) -> list[str]:
    """The lines of the layers, without their indentation."""
    _, _, after = translated(text).text.partition("layers:\n")
    lines = after.splitlines()
    end = next((place for place, line in enumerate(lines) if not line.startswith(" ")), len(lines))
    return [line.strip().removeprefix("- ") for line in lines[:end]]
