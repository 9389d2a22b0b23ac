// Data augmentation, which changes images in training only; a random crop becomes one of the middle.

function randomCrop(layer, inputs) {
  return middle(inputs, [layer.height, layer.width]);
}

Object.assign(LAYERS, {
  RandomFlip: { compute: kept },
  RandomRotation: { compute: kept },
  RandomTranslation: { compute: kept },
  RandomZoom: { compute: kept },
  RandomContrast: { compute: kept },
  RandomBrightness: { compute: kept },
  RandomCrop: { compute: randomCrop },
  RandomShear: { compute: kept },
  RandomErasing: { compute: kept },
  RandomElasticTransform: { compute: kept },
});
