"""What can be chosen by name: apart from the workflows, for the command line starts without NumPy."""

from typing import Literal

Template = Literal["mlp", "cnn", "conv1d", "regression"]
SplitName = Literal["train", "validation", "test"]
ExportFormat = Literal["litert", "keras", "saved_model", "onnx", "safetensors", "script"]
Quantization = Literal["dynamic", "float16", "int8"]
