// Resizing of images: each output is a weighted mean of the inputs around its place. The kernels are those of
// tf.image.resize (tensorflow/core/kernels/image), whose pixels are squares with their center at one half.

/** To `height` and `width`; cut or filled first if the aspect ratio is to be kept. */
function resizing(layer, inputs) {
  const size = [layer.height, layer.width];
  let image = inputs;
  if (layer.crop_to_aspect_ratio) image = cutToRatio(inputs, size);
  else if (layer.pad_to_aspect_ratio) image = filledToRatio(inputs, size, layer.fill_value);
  return resized(image, size, layer.interpolation, layer.antialias);
}

/** `size` times as high and wide. */
function upSampling2D(layer, inputs) {
  return resized(
    inputs,
    layer.size.map((times, axis) => times * inputs.shape[axis]),
    layer.interpolation,
  );
}

/** The middle; smaller images are enlarged, with their proportions kept by cutting. */
function centerCrop(layer, inputs) {
  const size = [layer.height, layer.width];
  if (inputs.shape[0] >= layer.height && inputs.shape[1] >= layer.width) return middle(inputs, size);
  return resized(cutToRatio(inputs, size), size, "bilinear");
}

/** The middle: a place is drawn in training only. */
function randomCrop(layer, inputs) {
  return middle(inputs, [layer.height, layer.width]);
}

/** The middle part of an image. */
function middle(inputs, size) {
  return region(
    inputs,
    size.map((part, axis) => Math.floor((inputs.shape[axis] - part) / 2)),
    size,
  );
}

/** The image in another size, first along columns, then along rows. */
function resized(inputs, [height, width], interpolation, antialias = false) {
  const [high, wide, channels] = inputs.shape;
  const down = sharesOf(high, height, interpolation, antialias);
  const right = sharesOf(wide, width, interpolation, antialias);
  const lines = mixed(inputs.values, down, { outer: 1, old: high, inner: wide * channels });
  const values = mixed(lines, right, { outer: height, old: wide, inner: channels });
  return tensor([height, width, channels], Float32Array.from(values));
}

/** Along one axis, which `outer` parts of the numbers have, every `inner` numbers: means by these shares. */
function mixed(values, shares, { outer, old, inner }) {
  const found = new Float64Array(outer * shares.length * inner);
  for (let part = 0; part < outer; part += 1) {
    shares.forEach((own, at) =>
      own.forEach(([from, share]) => {
        const [to, start] = [(part * shares.length + at) * inner, (part * old + from) * inner];
        for (let place = 0; place < inner; place += 1) found[to + place] += share * values[start + place];
      }),
    );
  }
  return found;
}

/** Along one axis: for every new pixel, pairs of an old one and of its share. */
function sharesOf(old, count, interpolation, antialias) {
  return Array.from({ length: count }, (_, at) => {
    const center = (at + 0.5) * (old / count);
    if (interpolation === "nearest") return [[Math.min(Math.floor(center), old - 1), 1]];
    const wide = antialias ? Math.max(old / count, 1) : 1;
    const kernel = RESIZING_KERNELS[interpolation];
    const place = interpolation === "bicubic" && !antialias ? inTable(center - 0.5) : center - 0.5;
    const pairs = Array.from({ length: old }, (_, from) => [from, kernel(Math.abs(from - place) / wide)]);
    const sum = pairs.reduce((total, [, share]) => total + share, 0);
    return pairs.filter(([, share]) => share !== 0).map(([from, share]) => [from, share / sum]);
  });
}

/** A place as TensorFlow rounds it, which looks up its bicubic kernel in a table of 1024 steps. */
function inTable(place) {
  const left = Math.floor(place);
  const steps = (place - left) * 1024;
  const near = Math.round(steps);
  // Halves go to the even number.
  const isHalf = near - steps === 0.5 && near % 2 === 1;
  return left + (isHalf ? near - 1 : near) / 1024;
}

/** Keys 1981, with a = -0.5. */
function cubic(distance) {
  if (distance < 1) return (1.5 * distance - 2.5) * distance ** 2 + 1;
  return distance < 2 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0;
}

function lanczos(radius) {
  const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  return (distance) => (distance <= radius ? sinc(distance) * sinc(distance / radius) : 0);
}

const RESIZING_KERNELS = {
  bilinear: (distance) => Math.max(1 - distance, 0),
  bicubic: cubic,
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
};

/** The height that fits the width in the proportions of `size`, and the width that fits the height. */
function inRatio(inputs, [height, width]) {
  const [high, wide] = inputs.shape;
  // As `resize` in keras/src/backend/tensorflow/image.py, in float32.
  const whole = (one, other) => Math.trunc(Math.fround(Math.fround(one) / Math.fround(other)));
  return [whole(wide * height, width), whole(high * width, height)];
}

function cutToRatio(inputs, size) {
  const ratio = inRatio(inputs, size);
  return middle(
    inputs,
    ratio.map((side, axis) => Math.max(Math.min(inputs.shape[axis], side), 1)),
  );
}

function filledToRatio(inputs, size, value) {
  const ratio = inRatio(inputs, size);
  // As much on both sides, as Keras has it, even where the difference is odd.
  const borders = ratio.map((side, axis) => Math.floor(Math.max(side - inputs.shape[axis], 0) / 2));
  const sides = borders.map((border, axis) => inputs.shape[axis] + 2 * border);
  return region(
    inputs,
    borders.map((border) => -border),
    sides,
    value,
  );
}

Object.assign(LAYERS, {
  CenterCrop: { compute: centerCrop },
  RandomCrop: { compute: randomCrop },
  Resizing: { compute: resizing },
  UpSampling2D: { compute: upSampling2D },
});
