"""The orders in which Keras's classes take their arguments without their names."""

from collections.abc import Mapping, Sequence


def _words(*texts: str) -> tuple[str, ...]:
    return tuple(word for text in texts for word in text.split())


# What most layers with weights, and all optimizers, take behind what is theirs alone.
_KERNEL = (
    "use_bias kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer"
    " kernel_constraint bias_constraint"
)
_TWO_KERNELS = """
    use_bias depthwise_initializer pointwise_initializer bias_initializer depthwise_regularizer
    pointwise_regularizer bias_regularizer activity_regularizer depthwise_constraint pointwise_constraint
    bias_constraint
    """
_DEPTHWISE = """
    use_bias depthwise_initializer bias_initializer depthwise_regularizer bias_regularizer
    activity_regularizer depthwise_constraint bias_constraint
    """
_WINDOW = "filters kernel_size strides padding"
_SCALE = "center scale beta_initializer gamma_initializer"
_OF_SCALE = "beta_regularizer gamma_regularizer beta_constraint gamma_constraint"
_RECURRENT = "kernel_initializer recurrent_initializer bias_initializer"
_OF_RECURRENT = """
    kernel_regularizer recurrent_regularizer bias_regularizer activity_regularizer kernel_constraint
    recurrent_constraint bias_constraint dropout recurrent_dropout
    """
_RETURNED = "return_sequences return_state go_backwards stateful unroll"
_LORA = "lora_rank lora_alpha quantization_config"
_MOMENTS = "learning_rate beta_1 beta_2 epsilon"
_CLIPPED = """
    clipnorm clipvalue global_clipnorm use_ema ema_momentum ema_overwrite_frequency loss_scale_factor
    gradient_accumulation_steps name
    """
_DECAYED = f"weight_decay {_CLIPPED}"
_OF_LOSSES = "axis reduction name dtype"
_MOVED = "height_factor width_factor fill_mode interpolation seed fill_value data_format"
_LAYERS: Mapping[str, Sequence[str]] = {
    "Dense": _words("units activation", _KERNEL, _LORA),
    "Activation": ("activation",),
    **dict.fromkeys(("Dropout", "AlphaDropout"), _words("rate noise_shape seed")),
    "GaussianNoise": _words("stddev seed"),
    "GaussianDropout": _words("rate seed"),
    "SpatialDropout1D": _words("rate seed name dtype"),
    "SpatialDropout2D": _words("rate data_format seed name dtype"),
    **dict.fromkeys(
        ("Conv1D", "Conv2D"), _words(_WINDOW, "data_format dilation_rate groups activation", _KERNEL)
    ),
    **dict.fromkeys(
        ("SeparableConv1D", "SeparableConv2D"),
        _words(_WINDOW, "data_format dilation_rate depth_multiplier activation", _TWO_KERNELS),
    ),
    **dict.fromkeys(
        ("Conv1DTranspose", "Conv2DTranspose"),
        _words(_WINDOW, "output_padding data_format dilation_rate activation", _KERNEL),
    ),
    **dict.fromkeys(
        ("DepthwiseConv1D", "DepthwiseConv2D"),
        _words(
            "kernel_size strides padding depth_multiplier data_format dilation_rate activation", _DEPTHWISE
        ),
    ),
    **dict.fromkeys(
        ("MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D"),
        _words("pool_size strides padding data_format name"),
    ),
    **dict.fromkeys(
        (
            *("GlobalMaxPooling1D", "GlobalMaxPooling2D"),
            *("GlobalAveragePooling1D", "GlobalAveragePooling2D"),
        ),
        _words("data_format keepdims"),
    ),
    "BatchNormalization": _words(
        *("axis momentum epsilon", _SCALE, "moving_mean_initializer moving_variance_initializer", _OF_SCALE),
        "renorm renorm_clipping renorm_momentum synchronized",
    ),
    "LayerNormalization": _words("axis epsilon", _SCALE, _OF_SCALE),
    "GroupNormalization": _words("groups axis epsilon", _SCALE, _OF_SCALE),
    "RMSNormalization": _words("axis epsilon"),
    "UnitNormalization": ("axis",),
    "Normalization": _words("axis mean variance invert"),
    "ReLU": _words("max_value negative_slope threshold"),
    "LeakyReLU": ("negative_slope",),
    "PReLU": _words("alpha_initializer alpha_regularizer alpha_constraint shared_axes"),
    "ELU": ("alpha",),
    "Softmax": ("axis",),
    "Rescaling": _words("scale offset"),
    "Reshape": ("target_shape",),
    # PyTorch's one of this name takes dimensions.
    "Flatten": ("",),
    "Masking": ("mask_value",),
    **dict.fromkeys(("ZeroPadding1D", "ZeroPadding2D"), _words("padding data_format")),
    **dict.fromkeys(("Cropping1D", "Cropping2D"), _words("cropping data_format")),
    "UpSampling1D": ("size",),
    "UpSampling2D": _words("size data_format interpolation"),
    "CenterCrop": _words("height width data_format"),
    "Resizing": _words(
        "height width interpolation crop_to_aspect_ratio pad_to_aspect_ratio fill_mode fill_value antialias",
        "data_format",
    ),
    "RandomFlip": _words("mode seed data_format"),
    "RandomRotation": _words("factor fill_mode interpolation seed fill_value data_format"),
    **dict.fromkeys(("RandomZoom", "RandomTranslation"), _words(_MOVED)),
    **dict.fromkeys(("RandomContrast", "RandomBrightness"), _words("factor value_range seed")),
    "RandomCrop": _words("height width seed data_format name"),
    "RandomShear": _words("x_factor y_factor interpolation fill_mode fill_value data_format seed"),
    "RandomErasing": _words("factor scale fill_value value_range seed data_format"),
    "RandomElasticTransform": _words(
        "factor scale interpolation fill_mode fill_value value_range seed data_format"
    ),
    "RandomPerspective": _words("factor scale interpolation fill_value seed data_format"),
    **dict.fromkeys(
        ("RandomHue", "RandomColorDegeneration", "RandomSharpness"),
        _words("factor value_range data_format seed"),
    ),
    "RandomGrayscale": _words("factor data_format seed"),
    "RandomInvert": _words("factor value_range seed data_format"),
    "ActivityRegularization": _words("l1 l2"),
    "Embedding": _words(
        "input_dim output_dim embeddings_initializer embeddings_regularizer embeddings_constraint mask_zero",
        *("weights", _LORA),
    ),
    "SimpleRNN": _words("units activation use_bias", _RECURRENT, _OF_RECURRENT, _RETURNED, "seed"),
    "LSTM": _words(
        *("units activation recurrent_activation use_bias", _RECURRENT, "unit_forget_bias", _OF_RECURRENT),
        *("seed", _RETURNED, "use_cudnn"),
    ),
    "GRU": _words(
        *("units activation recurrent_activation use_bias", _RECURRENT, _OF_RECURRENT),
        *("seed", _RETURNED, "reset_after use_cudnn"),
    ),
    "Bidirectional": _words("layer merge_mode weights backward_layer"),
}
_OPTIMIZERS: Mapping[str, Sequence[str]] = {
    "SGD": _words("learning_rate momentum nesterov", _DECAYED),
    "RMSprop": _words("learning_rate rho momentum epsilon centered", _DECAYED),
    "Adam": _words(_MOMENTS, "amsgrad", _DECAYED),
    "AdamW": _words("learning_rate weight_decay beta_1 beta_2 epsilon amsgrad", _CLIPPED),
    **dict.fromkeys(("Adamax", "Nadam", "Lamb"), _words(_MOMENTS, _DECAYED)),
    "Adadelta": _words("learning_rate rho epsilon", _DECAYED),
    "Adagrad": _words("learning_rate initial_accumulator_value epsilon", _DECAYED),
    "Adafactor": _words(
        "learning_rate beta_2_decay epsilon_1 epsilon_2 clip_threshold relative_step", _DECAYED
    ),
    "Ftrl": _words(
        "learning_rate learning_rate_power initial_accumulator_value l1_regularization_strength",
        *("l2_regularization_strength l2_shrinkage_regularization_strength beta", _DECAYED),
    ),
    "Lion": _words("learning_rate beta_1 beta_2", _DECAYED),
    "Muon": _words(
        *("learning_rate adam_beta_1 adam_beta_2 adam_weight_decay epsilon", _DECAYED),
        "exclude_layers exclude_embeddings muon_a muon_b muon_c adam_lr_ratio momentum ns_steps nesterov",
        "rms_rate",
    ),
    "ScheduleFreeAdamW": _words(_MOMENTS, "warmup_steps", _DECAYED),
}
_SCHEDULES: Mapping[str, Sequence[str]] = {
    "CosineDecay": _words("initial_learning_rate decay_steps alpha name warmup_target warmup_steps"),
    "CosineDecayRestarts": _words("initial_learning_rate first_decay_steps t_mul m_mul alpha name"),
    **dict.fromkeys(
        ("ExponentialDecay", "InverseTimeDecay"),
        _words("initial_learning_rate decay_steps decay_rate staircase name"),
    ),
    "PiecewiseConstantDecay": _words("boundaries values name"),
    "PolynomialDecay": _words("initial_learning_rate decay_steps end_learning_rate power cycle name"),
}
_OBJECTIVES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(
        ("categorical_crossentropy", "binary_crossentropy"),
        _words("from_logits label_smoothing", _OF_LOSSES),
    ),
    "sparse_categorical_crossentropy": _words("from_logits ignore_class reduction axis name dtype"),
    "categorical_focal_crossentropy": _words("alpha gamma from_logits label_smoothing", _OF_LOSSES),
    "binary_focal_crossentropy": _words(
        "apply_class_balancing alpha gamma from_logits label_smoothing", _OF_LOSSES
    ),
    "huber": _words("delta reduction name dtype"),
    "dice": _words("reduction name axis dtype"),
    "tversky": _words("alpha beta reduction name axis dtype"),
    "top_k_categorical_accuracy": _words("k name dtype"),
    "f1_score": _words("average threshold name dtype"),
    **dict.fromkeys(("precision", "recall"), _words("thresholds top_k class_id name dtype")),
    "auc": _words(
        "num_thresholds curve summation_method name dtype thresholds multi_label num_labels label_weights",
        "from_logits",
    ),
    **dict.fromkeys(
        ("true_positives", "false_positives", "true_negatives", "false_negatives"),
        _words("thresholds name dtype"),
    ),
}
POSITIONS: Mapping[str, Sequence[str]] = {
    **_LAYERS,
    **_OPTIMIZERS,
    **_SCHEDULES,
    **_OBJECTIVES,
    **dict.fromkeys(
        ("GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform"),
        _words("seed input_axes output_axes"),
    ),
    "Orthogonal": _words("gain seed"),
    "VarianceScaling": _words("scale mode distribution seed input_axes output_axes"),
    "Constant": ("value",),
    **dict.fromkeys(("RandomNormal", "TruncatedNormal"), _words("mean stddev seed")),
    "RandomUniform": _words("minval maxval seed"),
    "L1": ("l1",),
    "L2": ("l2",),
    "L1L2": _words("l1 l2"),
    "OrthogonalRegularizer": _words("factor mode"),
    "MaxNorm": _words("max_value axis"),
    "UnitNorm": ("axis",),
    "MinMaxNorm": _words("min_value max_value rate axis"),
}
"""The order of a class's arguments; empty for what has no meaning here."""
OF_CALLBACKS: Mapping[str, Sequence[str]] = {
    "EarlyStopping": _words(
        "monitor min_delta patience verbose mode baseline restore_best_weights start_from_epoch"
    ),
    "ReduceLROnPlateau": _words("monitor factor patience verbose mode min_delta cooldown min_lr"),
    "ModelCheckpoint": _words(
        "filepath monitor verbose save_best_only save_weights_only mode save_freq initial_value_threshold"
    ),
    "TensorBoard": _words(
        "log_dir histogram_freq write_graph write_images write_steps_per_second update_freq profile_batch",
        "embeddings_freq embeddings_metadata",
    ),
}
"""The orders of callbacks."""
