"""What a beginner's article does to use a saved network: keras_prediction.py MODEL.keras IMAGE"""

import sys

import numpy as np
from PIL import Image
from tensorflow import keras

model = keras.models.load_model(sys.argv[1])
image = np.asarray(Image.open(sys.argv[2]).convert("L"), dtype="float32")
print(int(model.predict(image.reshape(1, 28, 28, 1), verbose=0).argmax()))
