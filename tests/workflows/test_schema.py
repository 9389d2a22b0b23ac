import jsonschema
import yaml

import mlpcli
from tests.workflows.trainings import BLOBS


def test_the_schema_accepts_a_config() -> None:
    jsonschema.Draft202012Validator(mlpcli.schema()).validate(yaml.safe_load(BLOBS))


def test_the_reference_names_every_section() -> None:
    text = mlpcli.reference()
    assert all(word in text for word in ("data", "layers", "optimizer", "training", "Conv2D", "Adam"))
