"""What beginners write, as they ask about it in Keras's tracker and in forums."""

from dataclasses import dataclass

from mlpcli.config.dataset_facts import DataFacts
from tests.facts import CANCER, CIFAR, HOUSING, IRIS, MNIST, WAVES

FLOWERS = "data: {source: iris}\n"
DIGITS = "data: {source: mnist}\n"
HEAD = "  - Dense: {units: 10, activation: softmax}\n"
CLASSES = "layers:\n  - Dense: {units: 3, activation: softmax}\n"
LAYERS = "layers:\n  - Flatten\n" + HEAD


@dataclass(frozen=True)
class Beginner:
    """A config as it was written, and lines that must stand in it once all fixes are made."""

    name: str
    text: str
    keeps: tuple[str, ...] = ()
    facts: DataFacts = MNIST


# Keys that stand in a wrong section, also misspelled and in any capitals.
MISPLACED = (
    ("epoch: 20", "epochs: 20"),
    ("EPOCHS: 20", "epochs: 20"),
    ("iterations: 20", "epochs: 20"),
    ("bs: 48", "batch_size: 48"),
    ("BatchSize: 48", "batch_size: 48"),
    ("LR: 0.3", "Adam: {learning_rate: 0.3}"),
    ("eta: 0.3", "Adam: {learning_rate: 0.3}"),
    ("losses: mse", "loss: mse"),
    ("earlystopping: 7", "early_stopping: {patience: 7}"),
    ("shufle: false", "shuffle: false"),
    ("Seed: 4", "seed: 4"),
)


MISTAKES = (
    Beginner(
        "a variable of which the number stands elsewhere in the config",
        'data: {source: mnist, bs: 48}\ntraining: {batch_size: "${data.bs}"}\n' + LAYERS,
        ("batch_size: 48",),
    ),
    Beginner(
        "an optimizer with its rate behind a space",
        DIGITS + "optimizer: Adam lr=0.01\n" + LAYERS,
        ("Adam: {learning_rate: 0.01}",),
    ),
    Beginner(
        "a network as Keras saves it, of other data than MNIST",
        '{"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": '
        '{"batch_shape": [null, 4]}}, {"class_name": "Dense", "config": {"units": 3}}]}}',
        ("source: arrays", "units: 3"),
        facts=IRIS,
    ),
    Beginner(
        "a class of Lightning's data",
        "data: {class_path: mine.IrisDataModule, init_args: {batch_size: 12, val_split: 0.2}}\n" + CLASSES,
        ("source: iris, validation: 0.2", "batch_size: 12"),
        facts=IRIS,
    ),
    Beginner(
        "an optimizer in lowercase, in the wrong section",
        DIGITS + "training: {optimizer: {sgd: {lr: 0.3}}}\n" + LAYERS,
        ("SGD: {learning_rate: 0.3}",),
    ),
    Beginner(
        "an optimizer in lowercase below a key in capitals",
        DIGITS + "OPTIMIZER: {adamw: {lr: 0.01, Weight_Decay: 0.3}}\n" + LAYERS,
        ("optimizer: {AdamW: {learning_rate: 0.01, weight_decay: 0.3}}",),
    ),
    Beginner(
        "an optimizer and its rate among the settings of training, in capitals",
        DIGITS + "training: {epochs: 8, LearningRate: 0.02, Optimizer: RMSprop}\n" + LAYERS,
        ("training: {epochs: 8}", "RMSprop: {learning_rate: 0.02}"),
    ),
    Beginner(
        "an optimizer with a decay behind it, among the settings of training",
        DIGITS + "training: {optimizer: rmsprop, weight_decay: 0.02}\n" + LAYERS,
        ("RMSprop: {weight_decay: 0.02}",),
    ),
    Beginner(
        "an optimizer by name with its rate, by another key",
        DIGITS + "optim: {name: nadam, lr: 0.0007}\n" + LAYERS,
        ("Nadam: {learning_rate: 0.0007}",),
    ),
    Beginner(
        "a callback whose arguments are in capitals",
        DIGITS + "training: {Callbacks: {ReduceLROnPlateau: {Factor: 0.3, Patience: 4}}}\n" + LAYERS,
        ("factor: 0.3", "patience: 4"),
    ),
    Beginner(
        "the share of the rows that are trained on",
        "data: {source: mnist, train_size: 0.7}\nnum_epochs: 25\nearly_stopping: true\n" + LAYERS,
        ("validation: 0.3", "epochs: 25", "early_stopping: {patience: 5}"),
    ),
    Beginner(
        "the share that is trained on beside the one that is held back",
        "data: {source: mnist, train_size: 0.7}\ntraining: {val_split: 0.2}\n" + LAYERS,
        ("validation: 0.2",),
    ),
    Beginner(
        "a number below a key like the name of a section",
        "data: {source: mnist, trainsize: 0.7}\nnum_epochs: 25\n" + LAYERS,
        ("epochs: 25",),
    ),
    Beginner(
        "an optimizer by name with its rate, in capitals",
        DIGITS + "Training: {Optimizer: {Name: Nadam, LR: 0.01}}\n" + LAYERS,
        ("Nadam: {learning_rate: 0.01}",),
    ),
    Beginner(
        "the source in capitals",
        "data: {Source: iris}\n" + CLASSES,
        ("data: {source: iris}", "units: 3"),
        facts=IRIS,
    ),
    Beginner(
        "every key in capitals",
        "Data:\n  Source: Iris\nLayers:\n  - dense: {Units: 8, Activation: relu}\n"
        "  - DENSE: {units: 3, activation: softmax}\nOptimizer: {adam: {Learning_Rate: .01}}\n"
        "Training: {Epochs: 11}\n",
        ("source: iris", "units: 8", "learning_rate: .01", "training: {epochs: 11}"),
        facts=IRIS,
    ),
    Beginner(
        "convolutions as Keras 1 wrote them",
        DIGITS + "layers:\n  - Convolution2D: "
        "{nb_filter: 8, stack_size: 1, nb_row: 5, nb_col: 3, dim_ordering: th}\n"
        "  - Flatten\n  - Dense: {output_dim: 10, input_dim: 8, activation: softmax}\n",
        ("- Conv2D: {filters: 8, kernel_size: [5, 3]}",),
    ),
    Beginner(
        "calls of Keras 1, with a window's two sides in order",
        DIGITS + "layers:\n  - Convolution2D(8, 5, 3, border_mode='same', subsample=(2,2))\n"
        "  - Convolution2D(nb_filter=4, nb_row=3, nb_col=3)\n  - Flatten()\n" + HEAD,
        (
            "- Conv2D: {filters: 8, kernel_size: [5, 3], padding: same, strides: [2, 2]}",
            "- Conv2D: {filters: 4, kernel_size: [3, 3]}",
        ),
    ),
    Beginner(
        "other names of Keras for its classes",
        DIGITS + "layers:\n  - Convolution2D(16, 3)\n  - MaxPool2D\n  - AvgPool2D: 2\n"
        "  - SeparableConvolution2D: {filters: 8, kernel_size: 3}\n  - GlobalMaxPool2D()\n" + HEAD,
        (
            "- Conv2D: {filters: 16, kernel_size: 3}\n  - MaxPooling2D\n  - AveragePooling2D: 2\n",
            "- SeparableConv2D: {filters: 8, kernel_size: 3}\n  - GlobalMaxPooling2D\n",
        ),
    ),
    Beginner(
        "an optimizer of PyTorch, with the parameters before its rate",
        DIGITS + "optimizer: torch.optim.SGD(model.parameters(), 0.1, 0.9)\n" + LAYERS,
        ("SGD: {learning_rate: 0.1, momentum: 0.9}",),
    ),
    Beginner(
        "sizes of layers below the model",
        DIGITS + "model: {hidden: [128, 64], dropout: 0.2}\n",
        ("- Dense: {units: 128, activation: relu}\n  - Dropout: {rate: 0.2}\n  - Dense: {units: 64,",),
    ),
    Beginner(
        "a rate without its name",
        DIGITS + "optimizer: Adagrad(0.05)\n" + LAYERS,
        ("Adagrad: {learning_rate: 0.05}",),
    ),
    Beginner(
        "layers of PyTorch, with their inputs before their units",
        DIGITS + "layers:\n  - Flatten\n  - Linear: [784, 128]\n  - ReLU\n  - Linear: [128, 10]\n",
        ("- Dense: {units: 128}\n  - ReLU\n  - Dense: {units: 10, activation: softmax}",),
    ),
    Beginner(
        "layers of PyTorch in a section of their own",
        "data: mnist\nmodel:\n  - Flatten\n  - Linear: {in_features: 784, out_features: 128}\n  - relu\n"
        "  - Linear: [128, 10]\n  - softmax\n",
        ("- Dense: {units: 128}\n", "- Dense: {units: 10}\n  - Activation: {activation: softmax}\n"),
    ),
    Beginner(
        "arguments in parentheses after a colon",
        DIGITS + "layers:\n  - Flatten\n  - Dense: 128, relu\n  - Dense: (10, softmax)\n",
        ("- Dense: {units: 128, activation: relu}\n  - Dense: {units: 10, activation: softmax}\n",),
    ),
    Beginner(
        "a head of another size, whose activation is a layer",
        FLOWERS + "layers:\n  - Dense: 64\n  - Activation: sigmoid\n",
        ("layers:\n  - Dense: {units: 3}\n  - Activation: {activation: softmax}\n",),
        IRIS,
    ),
    Beginner(
        "a script whose number of classes comes from elsewhere",
        "(x, y), _ = keras.datasets.mnist.load_data()\n"
        "m = Sequential([Flatten(), Dense(num_classes), Activation('softmax')])\n",
        ("layers:\n  - Flatten\n  - Dense: {units: 10}\n  - Activation: {activation: softmax}\n",),
    ),
    Beginner(
        "columns of a table to drop, of a source called csv",
        "data: {source: csv, path: c.csv, label: y, drop: [geo], sep: ';'}\n" + CLASSES,
        ('{source: table, path: c.csv, target: y, exclude: [geo], separator: ";"}',),
        IRIS,
    ),
    Beginner(
        "patience beside the epochs",
        FLOWERS + CLASSES + "training: {patience: 3, epochs: 4}\n",
        ("training: {epochs: 4, early_stopping: {patience: 3}}",),
        IRIS,
    ),
    Beginner(
        "keys with hyphens, and those of scikit-learn",
        FLOWERS + CLASSES + "batch-size: 64\nrandom_state: 5\nsolver: sgd\nnEpochs: 3\n",
        ("seed: 5\n", "optimizer: SGD\n", "batch_size: 64\n", "epochs: 3\n"),
        IRIS,
    ),
    Beginner(
        "all of a scikit-learn estimator",
        FLOWERS + "hidden_layer_sizes: [20]\nsolver: sgd\nlearning_rate_init: 0.1\nmomentum: 0.5\n"
        "batch_size: 16\nearly_stopping: true\nn_iter_no_change: 7\nvalidation_fraction: 0.2\n",
        (
            "SGD: {learning_rate: 0.1, momentum: 0.5}",
            "early_stopping: {patience: 7}",
            "batch_size: 16",
            "validation: 0.2",
        ),
        IRIS,
    ),
    Beginner(
        "PyTorch's betas, and an optimizer within the training",
        FLOWERS + CLASSES + "training: {optim: {AdamW: {lr: 0.1, betas: [0.8, 0.9]}}, weight_decay: 0.01}\n",
        ("learning_rate: 0.1", "beta_1: 0.8", "beta_2: 0.9", "weight_decay: 0.01"),
        IRIS,
    ),
    Beginner(
        "another name of the area under the curve, and two seeds",
        "data: {source: breast_cancer}\nlayers:\n  - Dense: {units: 1, activation: sigmoid}\n"
        "training: {metrics: [roc_auc], random_state: 4}\nrandom_state: 3\n",
        ("metrics: [auc]", "seed: 3"),
        CANCER,
    ),
    Beginner(
        "convolutions over steps as Keras 1 wrote them",
        "data: {source: waves}\nlayers:\n  - Conv1D: {nb_filter: 8, filter_length: 5, subsample_length: 2}\n"
        "  - MaxPooling1D: {pool_length: 4}\n  - Flatten\n  - Dense: {units: 4, activation: softmax}\n",
        ("- Conv1D: {filters: 8, kernel_size: 5, strides: 2}", "- MaxPooling1D: {pool_size: 4}"),
        WAVES,
    ),
    Beginner(
        "a recurrent layer for one vendor's devices",
        "data: {source: waves}\nlayers:\n  - CuDNNLSTM: {units: 8}\n"
        "  - Dense: {units: 4, activation: softmax}\n",
        ("- LSTM: {units: 8}",),
        WAVES,
    ),
    Beginner(
        "a layer in a wrapper, without the name of its argument, and misspelled",
        "data: {source: waves}\nlayers:\n  - Bidirectional: {LSTM: {unit: 8}}\n"
        "  - Dense: {units: 4, activation: softmax}\n",
        ("- Bidirectional: {LSTM: {units: 8}}",),
        WAVES,
    ),
    Beginner(
        "a layer in a wrapper, beside an argument of the wrapper",
        "data: {source: waves}\nlayers:\n  - Bidirectional: {LSTM: {units: 8}, merge_mode: sum}\n"
        "  - Dense: {units: 4, activation: softmax}\n",
        ("layer: {LSTM: {units: 8}}",),
        WAVES,
    ),
    Beginner(
        "a quotient in place of a number",
        "data: {source: mnist, rescale: false}\nlayers:\n  - Rescaling: {scale: 1./255}\n  - Flatten\n"
        + HEAD,
        ("scale: 0.00392156862745098",),
    ),
    Beginner(
        "callbacks as Keras's fit takes them",
        DIGITS + LAYERS + "training:\n  epochs: 10\n"
        "  callbacks: [EarlyStopping(monitor='val_loss', patience=3), ModelCheckpoint('best.h5')]\n",
        ("early_stopping:", "monitor: val_loss", "patience: 3"),
    ),
    Beginner(
        "callbacks in a list of classes",
        DIGITS + LAYERS + "training:\n  epochs: 10\n  callbacks:\n    - EarlyStopping: {patience: 4}\n"
        "    - ReduceLROnPlateau: {factor: 0.5}\n    - TensorBoard: {log_dir: logs}\n",
        ("patience: 4", "factor: 0.5"),
    ),
    Beginner(
        "metrics by the names of others",
        "data: {source: breast_cancer}\nlayers:\n  - Dense: {units: 1, activation: sigmoid}\n"
        "training: {epochs: 2, metrics: [val_acc, recall_m, precision_m]}\n",
        ("metrics: [accuracy, recall, precision]",),
        CANCER,
    ),
    Beginner(
        "a metric in place of a loss",
        "data: {source: california_housing}\nlayers:\n  - Dense: {units: 1}\ntraining: {loss: rmse}\n",
        ("loss: mean_squared_error",),
        HOUSING,
    ),
    Beginner(
        "a pasted layer with the input's shape",
        DIGITS + "layers:\n  - Flatten\n  - Dense(128, activation='relu', input_shape=(784,))\n" + HEAD,
        ("- Dense: {units: 128, activation: relu}",),
    ),
    Beginner(
        "pasted calls of model.add",
        DIGITS
        + "layers:\n  - model.add(Conv2D(32, (3, 3), activation='relu'))\n"
        + "  - model.add(MaxPooling2D((2, 2)))\n  - model.add(Flatten())\n"
        + "  - model.add(Dense(10, activation='softmax'))\n",
        ("- Conv2D: {filters: 32, kernel_size: [3, 3], activation: relu}", "- Flatten"),
    ),
    Beginner(
        "calls of model.add without dashes",
        DIGITS
        + "layers:\n  model.add(Flatten(input_shape=(28, 28)))\n  model.add(Dense(512, activation='relu'))\n"
        + "  model.add(Dropout(0.2))\n  model.add(Dense(10, activation='softmax'))\n",
        ("- Dense: {units: 512, activation: relu}", "- Dropout: {rate: 0.2}"),
    ),
    Beginner(
        "a pasted Sequential over several lines",
        DIGITS
        + "layers:\n  model = Sequential([\n    Flatten(),\n    Dense(64, activation='relu'),\n"
        + "    Dense(10, activation='softmax'),\n  ])\n",
        ("- Dense: {units: 64, activation: relu}",),
    ),
    Beginner(
        "a config of Ludwig",
        "input_features:\n  - {name: width, type: number}\n  - {name: length, type: numerical}\n"
        "  - {name: remark, type: text}\noutput_features:\n  - {name: species, type: category}\n"
        "combiner: {type: concat, num_fc_layers: 2, output_size: 32, dropout: 0.3}\n"
        "preprocessing: {split: {type: random, probabilities: [0.7, 0.1, 0.2]}}\n"
        "trainer: {epochs: 20, learning_rate: 0.01, batch_size: 16, early_stop: 4, optimizer: {type: sgd}}\n",
        (
            "  path: data.csv\n  target: species\n  features: [width, length]\n",
            "  validation: 0.125\n  test: 0.2\n",
            "layers:\n" + "  - Dense: {units: 32, activation: relu}\n  - Dropout: {rate: 0.3}\n" * 2,
            "  - Dense: {units: 3, activation: softmax}\noptimizer:\n  SGD: {learning_rate: 0.01}\n",
            "  epochs: 20\n  batch_size: 16\n  early_stopping: {patience: 4}\n",
        ),
        IRIS,
    ),
    Beginner(
        "a former config of Ludwig, with several numbers to predict",
        "model_type: ecd\ninput_features: [{name: a, type: number}]\n"
        "output_features: [{name: y, type: number}, {name: z, type: number}]\ntraining: {epochs: 3}\n",
        ("target: [y, z]", "features: [a]", "epochs: 3"),
        HOUSING,
    ),
    Beginner(
        "Ludwig's layers one by one, its loss and its norm",
        "input_features: [{name: a, type: number}]\n"
        "output_features: [{name: y, type: number, loss: {type: mean_absolute_error},"
        " decoder: {fc_layers: [{output_size: 30}]}}]\n"
        "combiner: {type: concat, activation: tanh, fc_layers: [{output_size: 70},"
        " {output_size: 20, activation: elu, dropout: 0.3, norm: batch}]}\ntrainer: {epochs: 9}\n",
        (
            "  - Dense: {units: 70, activation: tanh}\n  - Dense: {units: 20}\n"
            "  - BatchNormalization: {momentum: 0.9, epsilon: 1e-05}\n"
            "  - Activation: {activation: elu}\n  - Dropout: {rate: 0.3}\n"
            "  - Dense: {units: 30, activation: relu}\n",
            "loss: mean_absolute_error",
        ),
        HOUSING,
    ),
    *(
        Beginner(
            f"the data below the training: {data}",
            f"{LAYERS}fit: {{epochs: 7, {data}}}\n",
            ("  source: fashion_mnist\n", "  epochs: 7\n"),
        )
        for data in ("dataset: fashion_mnist", "data: {source: fashion_mnist}")
    ),
    Beginner(
        "a network of Ultralytics",
        "nc: 80\nscales:\n  n: [0.33, 0.25, 1024]\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n"
        "head:\n  - [-1, 1, nn.Upsample, [None, 2, nearest]]\n",
        ("  source: images\n  path: images\n", "Conv2D: {filters: 16"),
        CIFAR,
    ),
    Beginner(
        "data of Ultralytics",
        "path: ../datasets/pets\ntrain: images/train\nval: images/val\ntest:\nnames:\n  0: cat\n  1: dog\n",
        ("  source: images\n  path: ../datasets/pets\n",),
        CIFAR,
    ),
    Beginner(
        "data of Ultralytics with the settings of its training",
        "train: a/train\nval: a/val\nnc: 3\nimgsz: 40\nepochs: 30\nbatch: 24\noptimizer: AdamW\nlr0: 0.003\n"
        "patience: 8\nerasing: 0.4\nscale: 0.2\nlabel_smoothing: 0.15\nseed: 6\n",
        (
            "  size: 40\n",
            "- RandomErasing: {factor: [0.4, 0.4]",
            "- RandomZoom: {height_factor: 0.2}\n",
            "AdamW: {learning_rate: 0.003}",
            "epochs: 30\n  batch_size: 24\n  early_stopping: {patience: 8}\n",
            "{label_smoothing: 0.15}",
            "seed: 6\n",
        ),
        CIFAR,
    ),
    Beginner(
        "augmentation beside layers that are missing",
        "data: {source: cifar10}\nfliplr: 0.5\ndegrees: 18\nscale: 0.3\ntranslate: 0.12\nepochs: 7\n",
        (
            "- RandomFlip: {mode: horizontal}\n",
            "- RandomRotation: {factor: 0.05}\n",
            "- RandomZoom: {height_factor: 0.3}\n",
            "- RandomTranslation: {height_factor: 0.12, width_factor: 0.12}\n",
            "epochs: 7",
        ),
        CIFAR,
    ),
    Beginner(
        "augmentation among the settings of training, without layers",
        "data: {source: cifar10}\ntrain: {epochs: 7, fliplr: 0.5, scale: 0.3}\n",
        ("- RandomFlip: {mode: horizontal}\n", "- RandomZoom: {height_factor: 0.3}\n", "epochs: 7"),
        CIFAR,
    ),
    *(
        Beginner(
            f"a rate with what it becomes: {text}",
            f"{DIGITS}{LAYERS}{text}",
            ("Adam: {learning_rate: 0.02}",),
        )
        for text in (
            "optimizer: {Adam: {learning_rate: {initial: 0.02, decay: 0.9}}}\n",
            "training: {learning_rate: {initial: 0.02, decay: 0.9}}\n",
            "LR: {Initial: 0.02, Decay: 0.9}\n",
        )
    ),
    Beginner(
        "a section of penalties",
        f"{DIGITS}layers: [Flatten, Dense: 8, Dense: {{units: 9}}, Dense: 10]\n"
        "Regularization: {L2: 0.003}\n",
        (
            "Dense: {units: 8, kernel_regularizer: {L2: {l2: 0.003}}}",
            "Dense: {units: 9, kernel_regularizer: {L2: {l2: 0.003}}}",
            "Dense: {units: 10, activation: softmax}",
        ),
    ),
    Beginner(
        "columns counted from the end",
        "data: {source: table, path: data.csv, target: y, features: [-1, -2]}\nlayers: [Dense: 1]\n",
        ("features: [1, 2]",),
        HOUSING,
    ),
    *(
        Beginner(
            f"a layer for the columns of a table, before images: {layer}",
            f"{DIGITS}layers: [{layer}, Dense: 10]\n",
            ("Flatten",),
        )
        for layer in ("CategoryEmbedding", "Ensemble")
    ),
    Beginner(
        "arguments by which Keras reads a folder",
        "data: {source: images, path: pets, label_mode: categorical, image_size: [32, 32], "
        "color_mode: grayscale, batch_size: 16,\n  class_mode: binary, crop_to_aspect_ratio: false, "
        "rescale: 1./255}\n" + LAYERS,
        ("size: [32, 32]", "color: gray", "fit: stretch", "rescale: true", "batch_size: 16"),
        CIFAR,
    ),
    Beginner(
        "arguments of a generator of images beside those of the data",
        "data: {source: cifar10, horizontal_flip: true, width_shift_range: 0.1, height_shift_range: 0.2}\n"
        "layers:\n  - RandomZoom: {height_factor: 0.1, fill_mode: edge, cval: 0.5}\n  - Flatten\n" + HEAD,
        (
            "- RandomFlip: {mode: horizontal}\n",
            "- RandomTranslation: {height_factor: 0.2, width_factor: 0.1}\n",
            "- RandomZoom: {height_factor: 0.1, fill_mode: nearest, fill_value: 0.5}\n",
        ),
        CIFAR,
    ),
    *(
        Beginner(
            f"marks before all lines: {mark}",
            "".join(f"{mark}{line}\n" for line in (FLOWERS + CLASSES).splitlines()),
            (FLOWERS + CLASSES,),
            IRIS,
        )
        for mark in ("+", "> ", "| ")
    ),
    *(
        Beginner(
            f"bullets of other kinds: {mark}",
            FLOWERS + f"layers:\n  {mark}Dense: 8\n  {mark}Dense: 3\n",
            ("  - Dense: 8\n",),
            IRIS,
        )
        for mark in ("+ ", "\u30fb", "* ")
    ),
    Beginner(
        "quotes of Japanese", FLOWERS.replace("iris", "\u300ciris\u300d") + CLASSES, ('source: "iris"',), IRIS
    ),
    Beginner(
        "equations at the left margin",
        "data = iris\n" + CLASSES + "epochs = 7\n",
        ("source: iris", "epochs: 7"),
        IRIS,
    ),
    Beginner(
        "all of a config below a key",
        "config:\n  data: {source: iris}\n  layers:\n"
        "    - Dense: {units: 3, activation: softmax}\n  seed: 7\n",
        ("data:\n  source: iris\n", "seed: 7\n"),
        IRIS,
    ),
    Beginner(
        "sections with dashes",
        "- data: {source: iris}\n- layers:\n    - Dense: {units: 3, activation: softmax}\n- seed: 7\n",
        ("source: iris", "seed: 7"),
        IRIS,
    ),
    Beginner(
        "a script of Python 2",
        "x, y = load_iris(True)\n"
        "m = Sequential([Dense(3, activation='softmax')])\nm.fit(x, y, nb_epoch=7)\nprint 'done'\n",
        ("source: iris", "epochs: 7"),
        IRIS,
    ),
    Beginner(
        "a whole script",
        "import keras\nfrom keras import layers\nbatch_size = 128\nmodel = keras.Sequential()\n"
        "model.add(layers.Flatten())\nmodel.add(layers.Dense(300, activation='relu'))\n"
        "model.add(layers.Dense(10))\nmodel.compile(loss='sparse_categorical_crossentropy', "
        "optimizer='adam')\n"
        "model.fit(x_train, y_train, batch_size=batch_size, epochs=12, validation_split=0.2)\n",
        ("- Dense: {units: 300, activation: relu}", "batch_size: 128", "epochs: 12", "validation: 0.2"),
    ),
    Beginner(
        "a script that is to train on iris",
        "from sklearn.datasets import load_iris\nfrom keras.layers import Dense\n"
        "x, y = load_iris(return_X_y=True)\n"
        "model = Sequential()\nmodel.add(Dense(8, input_dim=4, activation='relu'))\n"
        "model.add(Dense(3, activation='softmax'))\nmodel.compile(optimizer=SGD(lr=0.1, momentum=0.9))\n",
        ("source: iris", "SGD: {learning_rate: 0.1, momentum: 0.9}"),
        IRIS,
    ),
    Beginner(
        "the functional style",
        "inputs = keras.Input(shape=(784,))\nx = layers.Dense(64, activation='relu')(inputs)\n"
        "x = layers.Dropout(0.5)(x)\noutputs = layers.Dense(10, activation='softmax')(x)\n",
        ("- Dense: {units: 64, activation: relu}", "- Dropout: {rate: 0.5}"),
    ),
    Beginner(
        "PyTorch's layers",
        DIGITS
        + "layers:\n  - nn.Flatten()\n  - nn.Linear(784, 128)\n  - nn.ReLU()\n  - nn.Linear(128, 10)\n",
        ("- Dense: {units: 128}", "- ReLU"),
    ),
    Beginner(
        "Keras's own JSON",
        '{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": '
        '"InputLayer", "config": '
        '{"batch_shape": [null, 784]}}, {"class_name": "Dense", "config": {"name": "dense", "units": 10, '
        '"activation": "softmax", "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform", '
        '"config": {"seed": null}}, "quantization_config": null}}]}, "keras_version": "3.0.5"}\n',
        ("units: 10",),
    ),
    Beginner(
        "a layer as Keras serializes it",
        DIGITS + "layers:\n  - Flatten\n  - {class_name: Dense, config: {units: 10, activation: softmax}}\n",
        ("- Dense: {units: 10, activation: softmax}",),
    ),
    Beginner(
        "layers by type",
        DIGITS + "layers:\n  - {type: Flatten}\n  - {type: dense, units: 10, activation: softmax}\n",
        ("- Flatten", "- Dense: {units: 10, activation: softmax}"),
    ),
    Beginner(
        "layers by type in a block",
        DIGITS + "layers:\n  - type: Flatten\n  - type: Dense\n    units: 10\n    activation: softmax\n",
        ("- Dense: {units: 10, activation: softmax}",),
    ),
    Beginner(
        "no space after a colon",
        DIGITS + "layers:\n  - Flatten\n  - Dense:{units:10}\n",
        ("- Dense: {units: 10, activation: softmax}",),
    ),
    Beginner(
        "no space after the colon of a source",
        "data:\n  source:mnist\n" + LAYERS,
        ("source: mnist",),
    ),
    Beginner(
        "no space after a colon in braces",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units:10, activation: softmax}\n",
        ("units: 10",),
    ),
    Beginner(
        "data not indented",
        "data:\nsource: mnist\nvalidation: 0.2\n" + LAYERS,
        ("  source: mnist", "  validation: 0.2"),
    ),
    Beginner(
        "training not indented",
        DIGITS + LAYERS + "training:\nepochs: 5\nbatch_size: 64\n",
        ("epochs: 5", "batch_size: 64"),
    ),
    Beginner(
        "indentation off by one",
        DIGITS + LAYERS + "training:\n  epochs: 5\n   batch_size: 64\n",
        ("  batch_size: 64",),
    ),
    Beginner(
        "a dash off by one",
        DIGITS + "layers:\n  - Flatten\n   - Dense: {units: 10, activation: softmax}\n",
        ("  - Dense: {units: 10, activation: softmax}",),
    ),
    Beginner(
        "layers without dashes",
        DIGITS + "layers:\n  Flatten:\n  Dense:\n    units: 10\n    activation: softmax\n",
        ("  - Flatten",),
    ),
    Beginner(
        "the same layer twice without dashes",
        DIGITS
        + "layers:\n  Flatten:\n  Dense:\n    units: 64\n    activation: relu\n  Dense:\n    units: 10\n"
        + "    activation: softmax\n",
        ("  - Flatten:", "      units: 64"),
    ),
    Beginner(
        "arguments beside their layer",
        DIGITS + "layers:\n  - Flatten\n  - Dense:\n    units: 10\n    activation: softmax\n",
        ("- Dense: {units: 10, activation: softmax}",),
    ),
    Beginner(
        "a number beside its layer",
        DIGITS + "layers:\n  - Conv2D: 10\n    kernel_size: 5\n  - Flatten\n" + HEAD,
        ("- Conv2D: {filters: 10, kernel_size: 5}",),
    ),
    Beginner(
        "Conv2D with its filters alone",
        DIGITS + "layers:\n  - Conv2D: 16\n  - Flatten\n" + HEAD,
        ("Conv2D: {filters: 16, kernel_size: 3}",),
    ),
    Beginner(
        "tabs",
        "data:\n\tsource: mnist\nlayers:\n\t- Flatten\n\t- Dense: {units: 10, activation: softmax}\n",
        ("  source: mnist",),
    ),
    Beginner(
        "a learning rate at the left margin",
        DIGITS + LAYERS + "lr: 0.01\n",
        ("Adam: {learning_rate: 0.01}",),
    ),
    Beginner(
        "a learning rate in training, beside an optimizer",
        DIGITS + LAYERS + "optimizer: sgd\ntraining:\n  lr: 0.01\n  epochs: 3\n",
        ("learning_rate: 0.01", "epochs: 3"),
    ),
    Beginner(
        "the optimizer in training, with its rate",
        DIGITS + LAYERS + "training:\n  optimizer: adam\n  learning_rate: 0.01\n",
        ("learning_rate: 0.01",),
    ),
    Beginner(
        "an optimizer by name",
        DIGITS + LAYERS + "optimizer: {name: adam, learning_rate: 0.001}\n",
        ("Adam: {learning_rate: 0.001}",),
    ),
    Beginner(
        "an optimizer by type, in a block",
        DIGITS + LAYERS + "optimizer:\n  type: RMSprop\n  lr: 0.001\n",
        ("RMSprop", "learning_rate: 0.001"),
    ),
    Beginner(
        "an optimizer's arguments beside it",
        DIGITS + LAYERS + "optimizer:\n  adamw:\n  learning_rate: 0.001\n",
        ("learning_rate: 0.001",),
    ),
    Beginner(
        "an optimizer as Keras calls it",
        DIGITS + LAYERS + "optimizer: Adam(learning_rate=0.001)\n",
        ("learning_rate: 0.001",),
    ),
    Beginner(
        "Keras's former decay",
        DIGITS + LAYERS + "optimizer: {SGD: {lr: 0.01, decay: 1e-6, momentum: 0.9, nesterov: true}}\n",
        ("momentum: 0.9", "decay_rate: 1e-06"),
    ),
    Beginner(
        "sections of a script",
        "model:\n  - Flatten\n  - Dense: {units: 10, activation: softmax}\n"
        "compile: {optimizer: adam, loss: categorical_crossentropy, metrics: [accuracy]}\n"
        "fit: {epochs: 5, batch_size: 128, validation_split: 0.1, verbose: 1}\ndata: {source: mnist}\n",
        ("  epochs: 5", "  batch_size: 128", "loss: categorical_crossentropy"),
    ),
    Beginner(
        "layers below model",
        DIGITS + "model:\n  layers:\n    - Flatten\n    - Dense: {units: 10, activation: softmax}\n",
        ("  - Flatten",),
    ),
    Beginner(
        "hidden layers by their sizes",
        FLOWERS + "hidden_layers: [128, 64]\n",
        ("- Dense: {units: 128, activation: relu}", "- Dense: {units: 64, activation: relu}"),
        IRIS,
    ),
    Beginner(
        "scikit-learn's words",
        FLOWERS
        + "hidden_layer_sizes: [16]\nmax_iter: 200\nlearning_rate_init: 0.01\nactivation: tanh\n"
        + CLASSES,
        ("epochs: 200", "learning_rate: 0.01"),
        IRIS,
    ),
    Beginner(
        "epochs by another name",
        DIGITS + LAYERS + "training: {n_epochs: 5, batch: 32}\n",
        ("epochs: 5", "batch_size: 32"),
    ),
    Beginner(
        "epochs at the left margin",
        DIGITS + LAYERS + "epochs: 5\nbatch_size: 32\nloss: categorical_crossentropy\n",
        ("epochs: 5", "batch_size: 32"),
    ),
    Beginner(
        "dropout in a Dense",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units: 64, activation: relu, dropout: 0.2}\n" + HEAD,
        ("- Dropout: {rate: 0.2}", "units: 64"),
    ),
    Beginner(
        "batch normalization in a Dense",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units: 64, batch_norm: true}\n" + HEAD,
        ("- BatchNormalization",),
    ),
    Beginner(
        "a learning rate with a decimal comma",
        DIGITS + LAYERS + "optimizer:\n  Adam:\n    learning_rate: 0,001\n",
        ("learning_rate: 0.001",),
    ),
    Beginner(
        "a decimal comma in braces",
        DIGITS + "layers:\n  - Flatten\n  - Dropout: {rate: 0,25}\n" + HEAD,
        ("rate: 0.25",),
    ),
    Beginner(
        "a tuple",
        DIGITS
        + "layers:\n  - Conv2D: {filters: 8, kernel_size: (3, 3), activation: relu}\n  - Flatten\n"
        + HEAD,
        ("kernel_size: [3, 3]",),
    ),
    Beginner(
        "no Flatten before Dense",
        DIGITS + "layers:\n  - Conv2D: {filters: 8, kernel_size: 3}\n" + HEAD,
        ("- Flatten",),
    ),
    Beginner(
        "one unit for ten classes",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units: 1, activation: sigmoid}\n",
        ("units: 10", "activation: softmax"),
    ),
    Beginner(
        "softmax of one unit",
        "data: {source: breast_cancer}\nlayers:\n  - Dense: {units: 1, activation: softmax}\n",
        ("activation: sigmoid",),
        CANCER,
    ),
    Beginner(
        "softmax for a regression",
        "data: {source: california_housing}\nlayers:\n  - Dense: {units: 16, activation: relu}\n"
        "  - Dense: {units: 1, activation: softmax}\ntraining: {metrics: accuracy, loss: crossentropy}\n",
        ("- Dense: {units: 1}",),
        HOUSING,
    ),
    Beginner(
        "categorical crossentropy with one unit",
        "data: {source: breast_cancer}\nlayers: [Dense: {units: 1, activation: sigmoid}]\n"
        "training: {loss: categorical_crossentropy, metrics: [accuracy, auc]}\n",
        ("loss: binary_crossentropy",),
        CANCER,
    ),
    Beginner(
        "binary crossentropy with ten units",
        DIGITS + LAYERS + "training: {loss: binary_crossentropy}\n",
        ("loss: categorical_crossentropy",),
    ),
    Beginner(
        "a network that does not end in the classes",
        FLOWERS + "layers:\n  - Dense: {units: 16, activation: relu}\n",
        ("units: 3", "activation: softmax"),
        IRIS,
    ),
    Beginner(
        "LSTM after LSTM",
        "data: {source: waves}\nlayers:\n  - LSTM: 16\n  - LSTM: 8\n"
        "  - Dense: {units: 4, activation: softmax}\n",
        ("- LSTM: 8",),
        WAVES,
    ),
    Beginner(
        "Conv1D on images",
        "data: {source: cifar10}\nlayers:\n  - Conv1D: {filters: 8, kernel_size: 3}\n  - Flatten\n" + HEAD,
        ("- Conv2D: {filters: 8, kernel_size: 3}",),
        CIFAR,
    ),
    Beginner(
        "old names of Keras",
        DIGITS
        + "layers:\n  - Convolution2D: {nb_filter: 32, kernel_size: 3, border_mode: same, init: he_normal}\n"
        + "  - MaxPool2D\n  - Flatten\n  - Dense: {output_dim: 10, activation: softmax}\n",
        ("filters: 32", "padding: same", "kernel_initializer: he_normal"),
    ),
    Beginner(
        "an early stopping that is on",
        DIGITS + LAYERS + "training:\n  early_stopping: true\n",
        ("patience: 5",),
    ),
    Beginner(
        "callbacks",
        DIGITS
        + LAYERS
        + "fit:\n  epochs: 50\n  callbacks:\n    - EarlyStopping: {monitor: val_loss, patience: 3}\n",
        ("epochs: 50", "patience: 3"),
    ),
    Beginner(
        "a monitor that nobody reports",
        DIGITS + LAYERS + "training:\n  early_stopping: {monitor: val_acc, patience: 3}\n",
        ("monitor: val_accuracy",),
    ),
    Beginner(
        "class weights by the wrong names",
        FLOWERS + CLASSES + "training: {class_weight: {Setosa: 2, virginca: 1}}\n",
        ("setosa: 2", "virginica: 1"),
        IRIS,
    ),
    Beginner(
        "a csv for a source",
        "data: {source: csv, path: data.csv, target: species}\n" + CLASSES,
        ("source: table, path: data.csv, target: species",),
        IRIS,
    ),
    Beginner(
        "percent, units and words for numbers",
        DIGITS
        + "layers:\n  - Flatten\n  - Dropout: {rate: 20%}\n"
        + HEAD
        + "training: {epochs: 10 epochs, shuffle: yes}\n",
        ("rate: 0.2", "epochs: 10", "shuffle: true"),
    ),
    Beginner(
        "an input layer",
        DIGITS + "layers:\n  - Input: {shape: [28, 28, 1]}\n  - Flatten\n" + HEAD,
        ("- Flatten",),
    ),
    Beginner(
        "brackets that are not closed",
        DIGITS
        + "layers:\n  - Flatten\n  - Dense: {units: 10, activation: softmax\n"
        + "training:\n  metrics: [accuracy\n",
        ("metrics: [accuracy]",),
    ),
    Beginner(
        "a regularizer as a number",
        DIGITS
        + "layers:\n  - Flatten\n  - Dense: {units: 10, activation: softmax, kernel_regularizer: l2(0.01)}\n",
        ("L2: {l2: 0.01}",),
    ),
    Beginner(
        "two regularizers",
        DIGITS
        + "layers:\n  - Flatten\n  - Dense:\n      units: 10\n      activation: softmax\n"
        + "      kernel_regularizer: {l1: 0.01, l2: 0.1}\n",
        ("L1L2: {l1: 0.01, l2: 0.1}",),
    ),
    Beginner(
        "Ludwig's sections",
        "input_features: [{name: image, type: image}]\noutput_features: [{name: label, type: category}]\n"
        + "trainer: {epochs: 5, learning_rate: 0.001}\n"
        + DIGITS
        + LAYERS,
        ("epochs: 5", "learning_rate: 0.001"),
    ),
    Beginner(
        "calls in brackets",
        DIGITS + "layers: [Flatten(), Dense(64, activation='relu'), Dense(10, activation='softmax')]\n",
        ("- Dense: {units: 64, activation: relu}",),
    ),
    Beginner(
        "equals signs",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units=10, activation=softmax}\ntraining:\n  epochs = 7\n",
        ("- Dense: {units: 10, activation: softmax}", "epochs: 7"),
    ),
    Beginner(
        "a schedule as Keras calls it",
        DIGITS
        + LAYERS
        + "optimizer: {Adam: {learning_rate: ExponentialDecay(0.1, decay_steps=1000, decay_rate=0.9)}}\n",
        ("ExponentialDecay: {initial_learning_rate: 0.1, decay_steps: 1000, decay_rate: 0.9}",),
    ),
    Beginner(
        "dashes without a space, and a number in quotes",
        DIGITS + "layers:\n  -Flatten\n  -Dense: '10'\n",
        ("- Dense: {units: 10, activation: softmax}",),
    ),
    Beginner(
        "an activation for a layer",
        DIGITS + "layers:\n  - Flatten\n  - Dense: 64\n  - relu\n" + HEAD,
        ("- Dense: 64", "- ReLU"),
    ),
    Beginner(
        "training alone",
        "training: {epochs: 5}\n",
        ("training: {epochs: 5}", "source: mnist", "  - Flatten"),
    ),
    Beginner(
        "sections of Keras beside data",
        DIGITS + LAYERS + "compile: {optimizer: sgd}\nfit: {epochs: 3, validation_split: 0.2}\n",
        ("data: {source: mnist, validation: 0.2}", "SGD", "epochs: 3"),
    ),
    Beginner(
        "an optimizer as Keras serializes it",
        DIGITS + LAYERS + "optimizer:\n  class_name: Adam\n  config: {learning_rate: 0.009999999776482582}\n",
        ("  Adam: {learning_rate: 0.01}",),
    ),
    Beginner(
        "equals signs below training",
        DIGITS + LAYERS + "training:\n  epochs = 5\n  batch_size = 64\n",
        ("  epochs: 5", "  batch_size: 64"),
    ),
    Beginner(
        "equals signs behind training",
        DIGITS + LAYERS + "training: epochs=5, batch_size=16\n",
        ("  epochs: 5", "  batch_size: 16"),
    ),
    Beginner(
        "equals signs and quotes in braces",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units=128, activation='relu'}\n" + HEAD,
        ("- Dense: {units: 128, activation: relu}",),
    ),
    Beginner(
        "a quote that is not closed in braces",
        "data: {source: 'mnist}\n" + LAYERS,
        ("data: {source: 'mnist'}", "units: 10"),
    ),
    Beginner(
        "arguments in order behind a colon",
        DIGITS
        + "layers:\n  - MaxPooling2D: 2, 2\n  - Flatten\n  - Dense: 64, relu\n  - Dense 32 tanh\n"
        + HEAD,
        (
            "- MaxPooling2D: {pool_size: 2, strides: 2}",
            "- Dense: {units: 64, activation: relu}",
            "- Dense: {units: 32, activation: tanh}",
        ),
    ),
    Beginner(
        "a network within the list of layers",
        DIGITS + "layers:\n  - Sequential: [Flatten, Dense: 64, Dense: {units: 10, activation: softmax}]\n",
        ("  - Flatten", "  - Dense: 64"),
    ),
    Beginner(
        "numbered layers",
        DIGITS
        + "layers:\n  1: Flatten\n  2: Dense: {units: 64}\n  3: {Dense: {units: 10, activation: softmax}}\n",
        ("  - Flatten", "  - Dense: {units: 64}"),
    ),
    Beginner(
        "layers with names of their own",
        DIGITS
        + "layers:\n  flat: Flatten\n  hidden: {type: Dense, units: 64}\n  out:\n    Dense: {units: 10}\n",
        ("  - Flatten", "  - Dense: {units: 64}"),
    ),
    Beginner(
        "a line of calls and names",
        DIGITS + "layers: Flatten, Dense(128, relu), Dense(10, softmax)\n",
        ("  - Flatten", "- Dense: {units: 128, activation: relu}"),
    ),
    Beginner(
        "calls and names in brackets",
        DIGITS + "layers: [Flatten, Dense(128, relu), Dense(10, softmax)]\n",
        ("  - Flatten", "- Dense: {units: 128, activation: relu}"),
    ),
    Beginner(
        "an empty key that is the only one",
        DIGITS + LAYERS + "training:\n  epochs:\n",
    ),
    Beginner(
        "callbacks that are settings, and best weights",
        DIGITS + LAYERS + "training:\n  epochs: 5\n"
        "  callbacks: [EarlyStopping(patience=3, restore_best_weights=True), TensorBoard('logs')]\n",
        ("early_stopping: {patience: 3}", "log: [tensorboard]"),
    ),
    Beginner(
        "the checkpoint's figure in a callback",
        DIGITS
        + LAYERS
        + "training:\n  callbacks:\n    - ModelCheckpoint: {filepath: a.h5, monitor: val_accuracy}\n",
        ("checkpoint: {monitor: val_accuracy}",),
    ),
    Beginner(
        "an optimizer's call in training",
        DIGITS + LAYERS + "training:\n  optimizer: tf.keras.optimizers.Adam(learning_rate=0.01)\n",
        ("  Adam: {learning_rate: 0.01}",),
    ),
    Beginner(
        "a call of fit for training",
        DIGITS + LAYERS + "training: model.fit(x, y, epochs=3, batch_size=64)\n",
        ("epochs: 3", "batch_size: 64"),
    ),
    Beginner(
        "classes of a loss and of metrics, with arguments",
        DIGITS + LAYERS + "training:\n  loss: keras.losses.CategoricalCrossentropy(label_smoothing=0.1)\n"
        "  metrics: [keras.metrics.CategoricalAccuracy(), TopKCategoricalAccuracy(k=3)]\n",
        (
            "loss: {categorical_crossentropy: {label_smoothing: 0.1}}",
            "metrics: [accuracy, {top_k_categorical_accuracy: {k: 3}}]",
        ),
    ),
    Beginner(
        "a metric of sparse labels",
        DIGITS + LAYERS + "training: {metrics: [SparseCategoricalAccuracy()]}\n",
        ("metrics: [accuracy]",),
    ),
    Beginner(
        "a layer's call and None for activations",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units: 64, activation: keras.layers.LeakyReLU(0.1)}\n"
        "  - Dense: {units: 32, activation: None}\n" + HEAD,
        ("activation: {leaky_relu: {negative_slope: 0.1}}", "units: 32, activation: linear"),
    ),
    Beginner(
        "quotes of a word processor",
        DIGITS + "layers:\n  - Flatten\n  - Dense(128, activation=\u2019relu\u2019)\n"
        "  - Dense: {units: 64, activation: \u2018relu\u2019}\n" + HEAD,
        ("- Dense: {units: 128, activation: relu}", "- Dense: {units: 64, activation: relu}"),
    ),
    Beginner(
        "no space after a layer's colon",
        DIGITS + "layers:\n  - Flatten\n  - Dense:{units: 128, activation: relu}\n" + HEAD,
        ("- Dense: {units: 128, activation: relu}",),
    ),
    Beginner(
        "PyTorch's padding",
        DIGITS + "layers:\n  - nn.Conv2d(1, 8, kernel_size=3, padding=1)\n"
        "  - Conv2D: {filters: 4, kernel_size: 5, padding: 2}\n  - Flatten\n" + HEAD,
        ("- Conv2D: {filters: 8, kernel_size: 3, padding: same}", "kernel_size: 5, padding: same"),
    ),
    Beginner(
        "calls of compile and fit below the layers",
        DIGITS + "layers:\n  - model.add(Flatten())\n  - model.add(Dense(10, activation='softmax'))\n"
        "  - model.compile(optimizer=SGD(0.1), metrics=['accuracy'])\n  - model.fit(x, y, epochs=4)\n",
        ("SGD: {learning_rate: 0.1}", "metrics: [accuracy]", "epochs: 4"),
    ),
    Beginner(
        "calls of compile and fit in a block of code",
        DIGITS + "layers:\n  model.add(Flatten())\n  model.add(Dense(10, activation='softmax'))\n"
        "  model.compile(optimizer=SGD(0.1), metrics=['accuracy'])\n  model.fit(x, y, epochs=4)\n",
        ("SGD: {learning_rate: 0.1}", "metrics: [accuracy]", "epochs: 4"),
    ),
    Beginner(
        "a comment of another language behind a number",
        DIGITS + LAYERS + "training:\n  epochs: 5 // five\n",
        ("epochs: 5",),
    ),
    Beginner(
        "a call below the layers",
        DIGITS + LAYERS + "model.summary()\n",
        ("units: 10",),
    ),
    Beginner(
        "Keras's own JSON, compiled",
        '{"class_name": "Sequential", '
        '"config": {"layers": [{"class_name": "Dense", "config": {"units": 10}}]}, '
        '"compile_config": {"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.10000000149}}, '
        '"loss": "categorical_crossentropy", "metrics": ["accuracy"], "jit_compile": true}}\n',
        ("SGD: {learning_rate: 0.1}", "loss: categorical_crossentropy", "metrics: [accuracy]"),
    ),
    Beginner(
        "a callback's call for a setting",
        DIGITS + LAYERS + "training:\n  early_stopping: EarlyStopping(patience=3)\n",
        ("early_stopping: {patience: 3}",),
    ),
    Beginner(
        "a loop in a block of code",
        DIGITS + "layers: |\n  hidden = 64\n  model.add(Flatten())\n  for i in range(2):\n"
        "      model.add(Dense(hidden))\n  model.add(Dense(10))\n",
        ("  - Dense: {units: 64}\n  - Dense: {units: 64}\n",),
    ),
    Beginner(
        "a loop as an item",
        DIGITS + "layers:\n  - Flatten\n  - for i in range(2): model.add(Dense(64))\n" + HEAD,
        ("  - Dense: {units: 64}\n  - Dense: {units: 64}\n",),
    ),
    Beginner(
        "code in a fence, with words around it",
        "Here you go:\n```python\nmodel = Sequential([Flatten(), Dense(10)])\n```\n",
        ("  - Flatten\n  - Dense",),
    ),
    Beginner(
        "a table by its path alone, beside the column to predict",
        "data: a.csv\ntarget: y\n" + CLASSES,
        ("  source: table\n  path: a.csv\n  target: y\n",),
        IRIS,
    ),
    Beginner(
        "a table as pandas reads it, beside other words for what is said of it",
        "data: pd.read_csv('a.csv', sep=';')\nlabel: y\nvalidation_split: 0.3\n" + CLASSES,
        ("  path: a.csv\n  target: y\n  validation: 0.3\n", 'separator: ";"'),
        IRIS,
    ),
    Beginner(
        "a table of which a share is trained on",
        "data: {source: csv, path: a.csv, target: y, train_split: 0.7}\n" + CLASSES,
        ("data: {source: table, path: a.csv, target: y, validation: 0.3}",),
        IRIS,
    ),
    Beginner(
        "a folder of images by its path alone",
        "data: photos/pets\nvalidation_split: 0.3\n" + LAYERS,
        ("  source: images\n  path: photos/pets\n  validation: 0.3\n",),
        CIFAR,
    ),
    Beginner(
        "a dataset by its name, beside a share that is held back",
        "dataset: mnist\nvalidation_split: 0.3\n" + LAYERS,
        ("validation: 0.3", "source: mnist"),
    ),
    *(
        Beginner(f"a patience in place of its section: {how}", DIGITS + LAYERS + how, (meant,))
        for how, meant in (
            ("training: {early_stopping: 4}\n", "{early_stopping: {patience: 4}}"),
            ("training: {early_stopping: '4'}\n", "{early_stopping: {patience: 4}}"),
            ("training: {early_stop: 4, patience: 3}\n", "{early_stopping: {patience: 3}}"),
            ("training: {early_stopping: 1}\n", "{early_stopping: {patience: 1}}"),
            ("training: {early_stopping: true, patience: 4}\n", "{early_stopping: {patience: 4}}"),
            ("training: {patience: 4, early_stopping: val_loss}\n", "{monitor: val_loss, patience: 4}"),
            ("training:\n  early_stopping: patience=4\n", "  early_stopping: {patience: 4}\n"),
            ("training:\n  early_stopping: no\n  epochs: 3\n", "training:\n  epochs: 3\n"),
            ("training: {reduce_lr_on_plateau: 3}\n", "{reduce_lr_on_plateau: {patience: 3}}"),
            ("training: {reduce_lr_on_plateau: 0.5}\n", "{reduce_lr_on_plateau: {factor: 0.5}}"),
            ("training: {checkpoint: val_accuracy}\n", "{checkpoint: {monitor: val_accuracy}}"),
            ("training: {checkpoint: true, epochs: 3}\n", "training: {epochs: 3}"),
            ("early_stopping: 3\n", "early_stopping: {patience: 3}"),
            ("early_stopping: true\npatience: 3\n", "early_stopping: {patience: 3}"),
        )
    ),
    Beginner(
        "penalties and dropout among the arguments of a layer",
        DIGITS + "layers:\n  - Flatten\n  - Dense: {units: 64, dropout: 0.3, l2: 0.01}\n"
        "  - Dense: {units: 32, l1: 0.02, l2: 0.01}\n" + HEAD,
        (
            "- Dense: {units: 64, kernel_regularizer: {L2: {l2: 0.01}}}\n  - Dropout: {rate: 0.3}\n",
            "- Dense: {units: 32, kernel_regularizer: {L1L2: {l1: 0.02, l2: 0.01}}}\n",
        ),
    ),
    *(
        Beginner(
            f"layers that lack their dashes: {how!r}",
            DIGITS + "layers:\n" + how + "training: {epochs: 3}\n",
            ("layers:\n  - Flatten\n  - Dense", "  - Dropout: 0.2\n" + HEAD + "training: {epochs: 3}\n"),
        )
        for how in (
            "  Flatten\n  - Dense: 64\n  - Dropout: 0.2\n" + HEAD,
            "  - Flatten\n  Dense:\n    units: 64\n  Dropout: 0.2\n" + HEAD,
            "  - Flatten\n  - Dense: 64\n  - Dropout: 0.2\n" + HEAD.replace("- ", ""),
        )
    ),
    Beginner(
        "a share in percent, of a layer alone",
        DIGITS + "layers:\n  - Flatten\n  - Dropout: 20\n" + HEAD,
        ("- Dropout: 0.2\n",),
    ),
    Beginner(
        "sizes and an activation behind a colon",
        DIGITS + "layers:\n  - Conv2D: 8 3 relu\n  - Flatten\n  - Dense: 64 tanh\n" + HEAD,
        (
            "- Conv2D: {filters: 8, kernel_size: 3, activation: relu}\n",
            "- Dense: {units: 64, activation: tanh}\n",
        ),
    ),
    Beginner(
        "a config pasted twice",
        "# digits\n" + (DIGITS + LAYERS) * 2,
        ("# digits\n" + DIGITS + LAYERS,),
    ),
    Beginner(
        "a config pasted twice, with another number of epochs",
        (DIGITS + LAYERS + "seed: 3\n") * 2 + "training: {epochs: 4}\n",
        (DIGITS + LAYERS + "seed: 3\ntraining: {epochs: 4}\n",),
    ),
    Beginner(
        "calls of compile and fit in lines of their own",
        DIGITS + LAYERS + "model.compile(optimizer='sgd', loss='mse')\nmodel.fit(x, y, epochs=4)\n",
        ("optimizer: SGD\n", "  epochs: 4\n", "  loss: mse\n"),
    ),
    *(
        Beginner(
            f"PyTorch's recurrent layers: {call}",
            f"data: {{source: waves}}\nlayers:\n  - {call}\n  - Dense: {{units: 4, activation: softmax}}\n",
            (f"layers:\n{meant}  - Dense",),
            WAVES,
        )
        for call, meant in (
            ("nn.GRU(3, 20)", "  - GRU: {units: 20}\n"),
            ("torch.nn.LSTM(1, hidden_size=8, batch_first=True)", "  - LSTM: {units: 8}\n"),
            ("nn.LSTM(1, 8, bidirectional=True)", "  - Bidirectional: {layer: {LSTM: {units: 8}}}\n"),
            (
                "nn.RNN(1, 8, 2, nonlinearity='relu', dropout=0.3)",
                "  - SimpleRNN: {units: 8, activation: relu, return_sequences: true}\n"
                "  - Dropout: {rate: 0.3}\n  - SimpleRNN: {units: 8, activation: relu}\n",
            ),
        )
    ),
    Beginner(
        "layers below names of their own, with their types",
        FLOWERS
        + "layers:\n  input: {type: Input, shape: [4]}\n  first: {type: dense, size: 32, activation: relu}\n"
        "  drop: {type: dropout, rate: 0.2}\n  last: {type: Flatten}\n"
        "  out: {type: dense, size: 3, activation: softmax}\n",
        ("- Dense: {units: 32, activation: relu}\n  - Dropout: {rate: 0.2}\n  - Flatten\n", "units: 3,"),
        IRIS,
    ),
    Beginner(
        "units below names of layers",
        FLOWERS + "layers: {hidden1: 32, hidden2: {units: 16}, output: 3}\n",
        ("{Dense: {units: 32, activation: relu}}, {Dense: {units: 16}}, {Dense: {units: 3,",),
        IRIS,
    ),
    Beginner(
        "a config of LightningCLI",
        "seed_everything: 42\ntrainer:\n  max_epochs: 7\n  accelerator: auto\n  devices: 1\n"
        "  gradient_clip_val: 0.5\n  callbacks:\n"
        "    - class_path: lightning.pytorch.callbacks.EarlyStopping\n"
        "      init_args: {monitor: val_loss, patience: 3}\n"
        "model:\n  class_path: mine.Net\n  init_args:\n    hidden_dims: [128, 64]\n    input_dim: 784\n"
        "    num_classes: 10\n    dropout: 0.2\n    lr: 0.01\n"
        "data:\n  class_path: mine.Digits\n  init_args: {batch_size: 16}\n",
        (
            "- Dense: {units: 128, activation: relu}\n  - Dropout: {rate: 0.2}\n  - Dense: {units: 64,",
            "- Dense: {units: 10, activation: softmax}\n",
            "seed: 42\n",
            "epochs: 7\n",
            "batch_size: 16",
            "early_stopping: {monitor: val_loss, patience: 3}",
            "Adam: {learning_rate: 0.01, global_clipnorm: 0.5}",
        ),
    ),
    Beginner(
        "one size of several hidden layers",
        DIGITS + "model: {hidden_dim: 128, num_layers: 2, output_dim: 10, dropout: 0.1}\n",
        (
            "  - Dropout: {rate: 0.1}\n  - Dense: {units: 128, activation: relu}\n  - Dropout: {rate: 0.1}\n"
            "  - Dense: {units: 10, activation: softmax}\n",
        ),
    ),
    Beginner(
        "classes by their paths, as Lightning has them",
        "data: {source: mnist}\noptimizer:\n  class_path: torch.optim.Adam\n  init_args: {lr: 0.02}\n"
        "layers:\n  - Flatten\n  - class_path: torch.nn.Linear\n"
        "    init_args: {in_features: 784, out_features: 32}\n" + HEAD,
        ("Adam: {learning_rate: 0.02, epsilon: 1e-08}\n", "- Dense: {units: 32}\n"),
    ),
    Beginner(
        "classes by their paths, as Hydra has them",
        "data: {source: mnist}\noptimizer: {_target_: torch.optim.RMSprop, lr: 0.02}\nlayers:\n  - Flatten\n"
        "  - {_target_: torch.nn.Linear, in_features: 784, out_features: 32}\n" + HEAD,
        ("RMSprop: {learning_rate: 0.02, rho: 0.99, epsilon: 1e-08}", "- Dense: {units: 32}\n"),
    ),
    Beginner(
        "a config of Hydra, with a size of each layer below a key of its own",
        "net: {_target_: mine.Dense, input_size: 784, lin1_size: 64, lin2_size: 128, lin3_size: 63, "
        "output_size: 10}\ntrainer: {gradient_clip_val: 0.5, max_epochs: 11}\n"
        "callbacks: {early_stopping: {patience: 90, monitor: val/acc, mode: max}}\n"
        "optimizer: {_target_: torch.optim.Adam, _partial_: true, lr: 0.002, weight_decay: 0.0}\n"
        "scheduler: {_target_: torch.optim.lr_scheduler.StepLR, _partial_: true, step_size: 7, gamma: 0.3}\n"
        + DIGITS,
        (
            "- Dense: {units: 128, activation: relu}\n  - Dense: {units: 63, activation: relu}\n"
            "  - Dense: {units: 10, activation: softmax}\n",
            'initial_learning_rate: 0.002, decay_steps: "7 epochs", decay_rate: 0.3, staircase: true}',
            "global_clipnorm: 0.5",
            "epochs: 11\n",
            "early_stopping: {patience: 90, monitor: val_accuracy, mode: max}",
        ),
    ),
    Beginner(
        "a config of Hydra, with the network and its optimizer below the model",
        "data: {_target_: mine.MNISTDataModule, batch_size: 128,\n"
        "  train_val_test_split: [55_000, 5_000, 10_000]}\n"
        "model:\n  _target_: mine.Module\n  optimizer: {_target_: torch.optim.SGD, lr: 0.02}\n"
        "  scheduler: {_target_: torch.optim.lr_scheduler.ReduceLROnPlateau, factor: 0.3, patience: 13}\n"
        "  net: {_target_: mine.Dense, lin1_size: 64, output_size: 10}\n"
        "trainer: {_target_: lightning.Trainer, max_epochs: 12, gradient_clip_val: 0.5}\n"
        "callbacks:\n  model_checkpoint: {_target_: lightning.ModelCheckpoint, monitor: val/acc, mode: max}\n"
        "  rich_progress_bar: {_target_: lightning.RichProgressBar}\n",
        (
            "{source: mnist, validation: 0.083333}",
            "- Dense: {units: 64, activation: relu}\n  - Dense: {units: 10, activation: softmax}\n",
            "SGD: {learning_rate: 0.02, global_clipnorm: 0.5}",
            "reduce_lr_on_plateau: {factor: 0.3, patience: 14}",
            "epochs: 12\n",
            "checkpoint: {monitor: val_accuracy, mode: max}",
        ),
    ),
    *(
        Beginner(
            f"classes by {key}, with their arguments below {below}",
            f"data: {{source: mnist}}\nlayers:\n  - Flatten\n  - {{{key}: Dense, {below}: {{units: 24}}}}\n"
            f"{HEAD}optimizer: {{{key}: sgd, {below}: {{lr: 0.03, momentum: 0.7}}}}\n"
            f"scheduler: {{{key}: StepLR, {below}: {{step_size: 3, gamma: 0.3}}}}\n"
            f"training: {{loss: {{{key}: CategoricalCrossentropy, {below}: {{label_smoothing: 0.2}}}}}}\n",
            (
                "- Dense: {units: 24}\n",
                "momentum: 0.7",
                "initial_learning_rate: 0.03",
                'decay_steps: "3 epochs"',
                "loss: {categorical_crossentropy: {label_smoothing: 0.2}}",
            ),
        )
        for key, below in (("type", "params"), ("name", "kwargs"), ("class", "args"), ("Type", "Config"))
    ),
    Beginner(
        "arguments of an optimizer in order, as Hydra has them",
        DIGITS + LAYERS + "optimizer: {_target_: keras.optimizers.SGD, _args_: [0.03, 0.7]}\n",
        ("SGD: {learning_rate: 0.03, momentum: 0.7}",),
    ),
    Beginner(
        "shares of rows by short names",
        "data: {source: iris, valid: 0.15, test_size: 0.3}\n" + CLASSES,
        ("{source: iris, validation: 0.15, test: 0.3}",),
        IRIS,
    ),
    Beginner(
        "rows for validation, and a number of all rows",
        "data: {source: mnist, val: 5000, n_samples: 500}\n" + LAYERS,
        ("validation: 0.083333}",),
    ),
    Beginner(
        "a number of rows to make, by its name in scikit-learn",
        "data: {source: waves, n_samples: 500}\nlayers:\n  - Flatten\n"
        "  - Dense: {units: 4, activation: softmax}\n",
        ("{source: waves, rows: 500}",),
        WAVES,
    ),
    Beginner(
        "a loss in a list, by its short name",
        DIGITS + LAYERS + "training: {loss: [mse]}\n",
        ("{loss: mean_squared_error}",),
    ),
    *(
        Beginner(written, f"data: {{source: mnist}}\n{LAYERS}{written}\n", (meant,))
        for written, meant in (
            ("optimizer: {Adam: {params: {lr: 0.03}}}", "{Adam: {learning_rate: 0.03}}"),
            ("optimizer: {optimizer: {name: Adam, lr: 0.03}}", "{Adam: {learning_rate: 0.03}}"),
            ("optimizer: [{name: SGD, params: {lr: 0.03}}]", "SGD: {learning_rate: 0.03}"),
            ("optimizer: {SGD: [0.03, 0.8]}", "{SGD: {learning_rate: 0.03, momentum: 0.8}}"),
            ("optimizer: adam\noptimizer_params: {lr: 0.03}", "Adam: {learning_rate: 0.03}"),
            ("optimizer: {name: adam, lr: 0.03, scheduler: {StepLR: {step_size: 3}}}", '"3 epochs"'),
            ("training: {params: {epochs: 13}}", "{epochs: 13}"),
            ("training: {training: {epochs: 13}}", "training: {epochs: 13}"),
            ("Train_Params: {epochs: 13}", "training: {epochs: 13}"),
            ("training: {epochs: [13], shuffle: [false]}", "{epochs: 13, shuffle: false}"),
            ("training: {epochs: {value: 13}}", "{epochs: 13}"),
            ("training: {early_stopping: {class: EarlyStopping, args: {patience: 4}}}", "{patience: 4}"),
            ("training: {learning_rate: [0.03]}", "Adam: {learning_rate: 0.03}"),
            ("training: {metrics: {top_k_categorical_accuracy: 3}}", "{top_k_categorical_accuracy: {k: 3}}"),
            ("trainer: {precision: 16-mixed}", "precision: mixed_float16"),
            ("training: {precision: 16}", "precision: mixed_float16"),
            ("trainer: {accumulate_grad_batches: 4}", "gradient_accumulation_steps: 4"),
            ("hparams: {epochs: 13, val: 0.2, seed: 7}", "seed: 7"),
            ("hparams: {lr: 0.03, momentum: 0.7}", "SGD: {learning_rate: 0.03, momentum: 0.7}"),
            ("training: {num_train_epochs: 13}", "{epochs: 13}"),
            (
                "training: {opt: adamw, smoothing: 0.15}",
                "{categorical_crossentropy: {label_smoothing: 0.15}}",
            ),
            ("training: {patience: 4, min_delta: 0.01}", "{early_stopping: {patience: 4, min_delta: 0.01}}"),
            ("augmentation: {degrees: 18, rotation_range: 36}", "RandomRotation: {factor: 0.1}"),
            ("augmentation: [RandomFlip, {RandomZoom: 0.13}]", "  - RandomFlip\n  - RandomZoom: 0.13\n"),
        )
    ),
    Beginner(
        "an optimizer, its schedule and its arguments among the settings of training",
        DIGITS + LAYERS + "training: {optimizer: {name: SGD, params: {lr: 0.03, momentum: 0.8}},\n"
        "  scheduler: {type: CosineAnnealingLR, T_max: 13}, weight_decay: 0.002, max_grad_norm: 0.7}\n",
        (
            'CosineDecay: {initial_learning_rate: 0.03, decay_steps: "13 epochs"}',
            "momentum: 0.8",
            "weight_decay: 0.002",
            "global_clipnorm: 0.7",
        ),
    ),
    Beginner(
        "a schedule that is not known beside an optimizer by another key",
        DIGITS + LAYERS + "training: {opt: adamw, lr: 0.03, sched: cosine, max_grad_norm: 0.7}\n",
        ("AdamW: {learning_rate: 0.03, global_clipnorm: 0.7}",),
    ),
    *(
        Beginner(f"layers with {written}", f"{DIGITS}layers:\n  - Flatten\n  - {written}\n{HEAD}", (meant,))
        for written, meant in (
            ("layer: {Dense: {units: 24}}", "  - Dense: {units: 24}\n"),
            ("Dense: {params: {units: 24}}", "  - Dense: {units: 24}\n"),
            ("[Dense, {units: 24}]", "  - Dense: {units: 24}\n"),
            ("Dense: {units: [24]}", "  - Dense: {units: 24}\n"),
            ("Dense: {Dense: {units: 24}}", "  - Dense: {units: 24}\n"),
            ("Dense: {units: 24, activation: {leaky_relu: 0.2}}", "{leaky_relu: {negative_slope: 0.2}}"),
        )
    ),
    *(
        Beginner(f"data with {written}", f"data: {{{written}}}\n{CLASSES}", (meant,), IRIS)
        for written, meant in (
            ("iris: {validation: 0.23}", "{source: iris, validation: 0.23}"),
            ("data: {source: iris, validation: 0.23}", "{source: iris, validation: 0.23}"),
            ("source: iris, params: {validation: 0.23}", "{source: iris, validation: 0.23}"),
            ("source: iris, split: [0.7, 0.1, 0.2]", "validation: 0.125, test: 0.2}"),
            ("source: iris, split: {train: 70, val: 10, test: 20}", "validation: 0.125, test: 0.2}"),
            ("source: iris, split: 0.8", "validation: 0.2}"),
            ("source: iris, train_test_split: 0.3", "test: 0.3}"),
            ("source: table, path: a.csv, target: y, split: [0.8, 0.2]", "target: y, validation: 0.2}"),
        )
    ),
    Beginner(
        "all of a config below a key, beside another one",
        "config:\n  data: {source: mnist}\n"
        "  layers:\n    - Flatten\n    - Dense: {units: 10, activation: softmax}\n"
        "  training: {epochs: 13}\nseed: 7\n",
        ("seed: 7\n", "epochs: 13"),
    ),
    Beginner(
        "a network by its type, with its sizes below another key",
        DIGITS + "model_config: {type: MLP, params: {hidden_dims: [32, 16], num_classes: 10}}\n",
        ("- Dense: {units: 16, activation: relu}\n  - Dense: {units: 10, activation: softmax}\n",),
    ),
    Beginner(
        "weights of classes in a list",
        "data: {source: iris}\ntraining: {class_weight: [1.5, 2.5, 3.5]}\n" + CLASSES,
        ("{0: 1.5, 1: 2.5, 2: 3.5}",),
        IRIS,
    ),
    Beginner(
        "a short name of a loss that Keras does not have",
        DIGITS + LAYERS + "training: {loss: CCE}\n",
        ("{loss: categorical_crossentropy}",),
    ),
    Beginner(
        "what keeps a network from overfitting, as numbers among the settings of training",
        DIGITS + LAYERS + "train: {epochs: 7, label_smoothing: 0.15, dropout: 0.25, fliplr: 0.5,\n"
        "  degrees: 18, translate: 0.12, erasing: 0.4, mosaic: 1.0}\n",
        (
            "- RandomErasing: {factor: [0.4, 0.4]",
            "- RandomTranslation: {height_factor: 0.12, width_factor: 0.12}\n",
            "- RandomRotation: {factor: 0.05}\n",
            "- RandomFlip: {mode: horizontal}\n",
            "- Dropout: {rate: 0.25}\n  - Dense",
            "epochs: 7\n  loss: {categorical_crossentropy: {label_smoothing: 0.15}}",
        ),
    ),
    Beginner(
        "dropout and a penalty beside sizes of layers",
        DIGITS + "hidden_layers: [64, 32]\ndropout: 0.3\nl2: 0.01\n",
        (
            "- Dense: {units: 32, activation: relu, kernel_regularizer: {L2: {l2: 0.01}}}\n"
            "  - Dropout: {rate: 0.3}\n",
        ),
    ),
    Beginner(
        "JSON with comments",
        '{\n  // the data\n  "data": {"source": "mnist"}, // small\n'
        '  "name": "http://a",\n'
        '  "layers": ["Flatten", {"Dense": {"units": 10, "activation": "softmax"}}]\n}\n',
        ("  # the data\n", "}, # small\n"),
    ),
    Beginner(
        "quotes as a page writes them",
        "data: {source: &quot;mnist&quot;}\n" + LAYERS,
        ('data: {source: "mnist"}\n',),
    ),
    Beginner(
        "words of Lightning for precision, clipping and the seed",
        DIGITS + LAYERS + "optimizer: SGD\nseed_everything: 4\n"
        "training: {epochs: 3, precision: fp16, gradient_clip_val: 0.5}\n",
        (
            "seed: 4\n",
            "training: {epochs: 3, precision: mixed_float16}\n",
            "SGD: {global_clipnorm: 0.5}",
        ),
    ),
    *(
        Beginner(f"{written!r} at the left margin", f"{written}\n{DIGITS}{LAYERS}", (meant,))
        for written, meant in MISPLACED
    ),
    *(
        Beginner(
            f"{written!r} in the data section", f"data: {{source: mnist, {written}}}\n{LAYERS}", (meant,)
        )
        for written, meant in MISPLACED
    ),
    Beginner(
        "a key of the training section below the optimizer",
        DIGITS + LAYERS + "optimizer: {SGD: {momentum: 0.8, Epochs: 20}}\n",
        ("optimizer: {SGD: {momentum: 0.8}}\n", "epochs: 20"),
    ),
    Beginner(
        "misspelled arguments of an optimizer that goes by another name",
        DIGITS + LAYERS + "Optimiser: sgd\nMomentum: 0.8\nLearn_rate: 0.3\n",
        ("SGD: {momentum: 0.8, learning_rate: 0.3}\n",),
    ),
    Beginner(
        "numbers with a minus, which is left out: 0 would train nothing",
        "data: {source: mnist, validation: -0.15}\nlayers:\n  - Flatten\n  - Dense: {units: -8}\n"
        + HEAD
        + "optimizer: {SGD: {learning_rate: -0.3, momentum: -0.8}}\ntraining: {epochs: -5, batch_size: 0}\n",
        (
            "validation: 0.15",
            "units: 8",
            "learning_rate: 0.3, momentum: 0.8",
            "training: {epochs: 5, batch_size: 32}",
        ),
    ),
    Beginner(
        "PyTorch's normalization with its number of features alone",
        DIGITS + "layers:\n  - Flatten\n  - Linear: 12\n  - BatchNorm1d: 12\n" + HEAD,
        ("- Dense: 12\n  - BatchNormalization: {momentum: 0.9, epsilon: 1e-05}\n",),
    ),
    Beginner(
        "a source alone beside sections of other tools that say more of the data",
        "model: {layers: [Flatten, {dropout: 0.4}, {output: 10}]}\ntrain: {val_ratio: 0.2}\ndata: mnist\n",
        ("- Dropout: 0.4\n", "source: mnist\n", "validation: 0.2\n", "units: 10"),
    ),
    Beginner(
        "a schedule of PyTorch's beside the optimizer and its rate",
        DIGITS + LAYERS + "scheduler: {name: StepLR, step_size: 2, gamma: 0.3}\nlr: 0.05\noptimizer: SGD\n",
        ("SGD:\n", "initial_learning_rate: 0.05\n", 'decay_steps: "2 epochs"\n', "decay_rate: 0.3\n"),
    ),
    Beginner(
        "a schedule that is not known beside a rate",
        DIGITS + LAYERS + "training: {scheduler: cosine_with_hops}\nlr: 0.05\n",
        ("Adam: {learning_rate: 0.05}",),
    ),
    Beginner(
        "a schedule that follows a figure",
        DIGITS + LAYERS + "scheduler: {ReduceLROnPlateau: {patience: 3}}\n",
        ("reduce_lr_on_plateau: {patience: 3}",),
    ),
    Beginner(
        "a network, an optimizer and data as Hydra has them",
        "defaults: [_self_]\nmodel:\n  _target_: torch.nn.Sequential\n  _args_:\n"
        "    - {_target_: torch.nn.Linear, in_features: 4, out_features: 16}\n    - _target_: torch.nn.ReLU\n"
        "    - {_target_: torch.nn.Linear, in_features: 16, out_features: 3}\n"
        "datamodule: {batch_size: 12, val_split: 0.05, dataset: iris}\ntrainer: {max_epochs: 21}\n",
        ("source: iris\n  validation: 0.05", "units: 16}\n  - ReLU\n", "epochs: 21\n  batch_size: 12\n"),
        facts=IRIS,
    ),
    *(
        Beginner(
            f"a mode that is none of early stopping: {mode}",
            f"{DIGITS}{LAYERS}mode: {mode}\npatience: 4\n",
            ("early_stopping: {patience: 4}\n",),
        )
        for mode in ("train", "true")
    ),
    Beginner(
        "the mode of early stopping beside it",
        DIGITS + LAYERS + "mode: MAX\nmonitor: val_accuracy\npatience: 4\n",
        ("early_stopping: {patience: 4, monitor: val_accuracy, mode: max}\n",),
    ),
    Beginner(
        "early stopping in other letters, turned on",
        DIGITS + LAYERS + "training: {Early_Stopping: True, Patience: 4}\n",
        ("training: {early_stopping: {patience: 4}}\n",),
    ),
    Beginner(
        "penalties of one layer by keys of their own",
        DIGITS
        + "layers:\n  - Flatten\n  - Dense: {units: 20, l2: 0.01, kernel_l1: 0.1, Activity_L2: 0.02}\n"
        + HEAD,
        ("kernel_regularizer: {L1L2: {l2: 0.01, l1: 0.1}}", "activity_regularizer: {L2: {l2: 0.02}}"),
    ),
    Beginner(
        "the name of a run of Ultralytics'",
        "train: a/train\nval: a/val\nnc: 3\nname: exp 7\n",
        ("name: exp-7\n", "  source: images\n"),
        CIFAR,
    ),
    *(
        Beginner(
            f"Keras's former decay of {name}, whose usual rate it lowers",
            f"{DIGITS}{LAYERS}optimizer: {{{name}: {{decay: 0.001}}}}\n",
            (f"initial_learning_rate: {rate}, decay_steps: 1, decay_rate: 0.001",),
        )
        for name, rate in (("Adam", 0.001), ("SGD", 0.01))
    ),
    Beginner(
        "Keras's former decay beside a schedule",
        DIGITS + LAYERS + "optimizer: {SGD: {learning_rate: {epoch 1: 0.1, epoch 3: 0.01}, decay: 0.001}}\n",
        ('"epoch 1": 0.1, "epoch 3": 0.01}}}\n',),
    ),
    *(
        Beginner(
            f"early stopping that is on beside its patience: {text}",
            DIGITS + LAYERS + text,
            (
                "early_stopping: {patience: 4}}\n"
                if "training" in text
                else "early_stopping: {patience: 4}\n",
            ),
        )
        for text in ("Early-Stopping: on\npatience: 4\n", "training: {early_stopping: yes, patience: 4}\n")
    ),
    *(
        Beginner(
            f"early stopping that is off: {text}",
            DIGITS + LAYERS + text,
            ("training: {epochs: 7}\n",),
        )
        for text in (
            "early_stopping: off\ntraining: {epochs: 7}\n",
            "training: {Early_Stopping: no, epochs: 7}\n",
            "training: {epochs: 7}\nearlystopping: false\n",
        )
    ),
    Beginner(
        "data with a share for validation below what is called train",
        "train:\n  dataset: {name: MNIST, val_fraction: 0.05}\n  epochs: 15\n" + LAYERS,
        ("source: mnist\n", "validation: 0.05\n", "epochs: 15\n"),
    ),
    Beginner(
        "a file of data below what is called train",
        "train: {data: {path: flowers.csv, target: species}}\n" + CLASSES,
        ("source: table\n", "path: flowers.csv\n", "target: species\n"),
        IRIS,
    ),
    Beginner(
        "sizes of layers by another word, with one activation for all that are hidden",
        FLOWERS + "network: {sizes: [4, 16, 3], activation: tanh}\n",
        ("  - Dense: {units: 16, activation: tanh}\n  - Dense: {units: 3, activation: softmax}\n",),
        IRIS,
    ),
    Beginner(
        "sizes of layers that begin with the input's, and their activations",
        FLOWERS + "network:\n  layers: [4, 32, 16, 3]\n  activations: [tanh, relu, softmax]\n",
        (
            "layers:\n  - Flatten\n  - Dense: {units: 32, activation: tanh}\n",
            "  - Dense: {units: 16, activation: relu}\n  - Dense: {units: 3, activation: softmax}\n",
        ),
        IRIS,
    ),
    Beginner(
        "sizes of layers alone in the place of layers",
        FLOWERS + "layers: [8, 3]\nactivations: [selu, softmax]\n",
        ("units: 8, activation: selu", "units: 3, activation: softmax"),
        IRIS,
    ),
    Beginner(
        "sizes of layers with arrows between them",
        FLOWERS + "layers: 4 -> 16 tanh -> 8 -> 3\n",
        (
            "layers:\n  - Flatten\n  - Dense: {units: 16, activation: tanh}\n",
            "  - Dense: {units: 8, activation: relu}\n  - Dense: {units: 3, activation: softmax}\n",
        ),
        IRIS,
    ),
    Beginner(
        "a flip and a momentum of Ultralytics' before any layers",
        DIGITS + "optimizer: AdamW\nlr0: 0.002\nmomentum: 0.8\nfliplr: 0.5\n",
        ("layers:\n  - RandomFlip: {mode: horizontal}\n  - Flatten\n", "beta_1: 0.8"),
    ),
    Beginner(
        "a rate of Ultralytics' that falls along a cosine",
        DIGITS
        + LAYERS
        + "epochs: 40\nlrf: 0.1\nlr0: 0.02\noptimizer: SGD\nwarmup_epochs: 3.0\ncos_lr: true\nval: true\n",
        (
            'CosineDecay: {initial_learning_rate: 0.02, decay_steps: "40 epochs", alpha: 0.1}',
            "data: {source: mnist}\n",
        ),
    ),
    Beginner(
        "a rate of Ultralytics' that falls along a line",
        DIGITS + LAYERS + "epochs: 40\nlrf: 0.1\nlr0: 0.02\nmomentum: 0.8\noptimizer: SGD\n",
        (
            "PolynomialDecay:\n        initial_learning_rate: 0.02\n",
            '        decay_steps: "40 epochs"\n        end_learning_rate: 0.002\n',
            "momentum: 0.8",
        ),
    ),
    Beginner(
        "a table of which the file has another name",
        "data: {source: table, train_csv: a.csv, target: b, val: true}\n" + CLASSES,
        ("data: {source: table, path: a.csv, target: b}",),
        IRIS,
    ),
    Beginner(
        "a momentum of Ultralytics', which is Nesterov's",
        DIGITS + LAYERS + "optimizer: SGD\nlr0: 0.02\nmomentum: 0.8\n",
        ("momentum: 0.8, nesterov: true",),
    ),
)
