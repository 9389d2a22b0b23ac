"""One training run from the first epoch to the best weights."""

import math

from mlpcli.config.config import Config
from mlpcli.config.run_identity import RunIdentity
from mlpcli.data.class_weights import row_weights
from mlpcli.data.dataset import Dataset
from mlpcli.network.plan import Plan
from mlpcli.processes.deferred_signals import signals_wait
from mlpcli.training.building.model import ONE_AT_A_TIME, adapt_layers
from mlpcli.training.checkpoints.checkpoint_file import ResumePoint, TrainingPosition
from mlpcli.training.checkpoints.checkpointer import Checkpointer, Checkpoints, OnEpoch
from mlpcli.training.checkpoints.model_state import restore
from mlpcli.training.devices.out_of_memory import exhaustion_named
from mlpcli.training.devices.single_device import OneDevice, Placement
from mlpcli.training.devices.single_device import device_name as device_name
from mlpcli.training.devices.single_device import on_device as on_device
from mlpcli.training.engine.compiled_loops import EncodedRows
from mlpcli.training.engine.epochs import ChunkResult, EpochResult, OnChunk, Settings, prepare, train
from mlpcli.training.engine.feeds import most_steps
from mlpcli.training.engine.resident_or_streaming import streams, uses_xla
from mlpcli.training.engine.step_chunks import evaluation_batch, steps_per_chunk
from mlpcli.training.network import Network, build_network, open_network
from mlpcli.training.tensorflow import tf


def train_network(
    identity: RunIdentity,
    config: Config,
    plan: Plan,
    dataset: Dataset,
    checkpoints: Checkpoints,
    on_chunk: OnChunk,
    on_epoch: OnEpoch,
    placement: Placement | None = None,
    start: ResumePoint | None = None,
) -> Network:
    """Train as the resolved `config` says, and return the network with the best epoch's weights.

    Both checkpoints are written before the first epoch, so that a run without epochs has weights too, and
    then as the training progresses. With a `start` the training resumes there, as if it had never stopped.
    Without a `placement` one device trains. Raises DivergedError, StorageError, UsageError for a device that
    this machine lacks, WorkerError if another worker is lost, and RunError if `start` belongs to another
    network. KeyboardInterrupt, and what a SIGTERM handler raises, are raised after a chunk, whose state is
    saved. Threads train one after the other.
    """
    placement = placement or OneDevice(config.training.device)
    with ONE_AT_A_TIME, exhaustion_named(), placement.scope():
        network, keeper = _train(
            identity, config, plan, dataset, placement, checkpoints, start, on_chunk, on_epoch
        )
        if not placement.is_shared:
            if not keeper.has_best_weights:
                network.load(checkpoints.best, identity.key)
            return network
    # The shared model would wait for the other replicas, which have finished.
    return open_network(config, plan, dataset.preprocessing, checkpoints.best, identity.key)


def train_along(
    identity: RunIdentity,
    config: Config,
    plan: Plan,
    dataset: Dataset,
    placement: Placement,
    start: ResumePoint | None = None,
) -> None:
    """Take part in a training whose checkpoints another worker writes. Raises what `train_network` does."""
    with exhaustion_named(), placement.scope():
        _train(
            identity, config, plan, dataset, placement, None, start, lambda result: None, lambda news: None
        )


def _train(
    identity: RunIdentity,
    config: Config,
    plan: Plan,
    dataset: Dataset,
    placement: Placement,
    checkpoints: Checkpoints | None,
    start: ResumePoint | None,
    on_chunk: OnChunk,
    on_epoch: OnEpoch,
) -> tuple[Network, Checkpointer]:
    training = config.training
    if training.deterministic:
        tf.config.experimental.enable_op_determinism()
    steps = math.ceil(len(dataset.train) / training.batch_size)
    with signals_wait() as signals:
        place = start.place if start else None
        placement.agree(repr((identity.key, training, dataset.pool, place)))
        network = build_network(config, plan, dataset.preprocessing, steps)
        signals.let_through()
        adapt_layers(network.model, config.layers, dataset.train.inputs, signals.let_through)
        placement.share(network.model)
        validation = network.arrays(dataset.validation) if dataset.validation else None
        rows = _training_arrays(network, dataset, config)
        prepare(network.model, rows)
        signals.let_through()
        if start:
            restore(network.model, start.checkpoint, start.path)
        keeper = Checkpointer(network.model, identity, training, checkpoints, start, on_epoch)

        def is_due() -> bool:
            return signals.waiting or (placement.can_pause and keeper.is_due)

        def chunk_ended(result: ChunkResult) -> None:
            on_chunk(result)
            if placement.can_pause and is_due():
                keeper.pause(result)
            signals.let_through()

        def epoch_ended(result: EpochResult) -> bool:
            go_on = keeper.keep(result)
            signals.let_through()
            return go_on

        with keeper:
            if not keeper.is_over:
                settings = _settings(config, plan, placement, rows, dataset.pool, place)
                train(network.model, rows, validation, settings, chunk_ended, epoch_ended, is_due)
    return network, keeper


def _settings(
    config: Config,
    plan: Plan,
    placement: Placement,
    rows: EncodedRows,
    pool: int | None,
    start: TrainingPosition | None,
) -> Settings:
    training = config.training
    whole_batches = len(rows) // training.batch_size
    chunk = steps_per_chunk(whole_batches, training.batch_size, plan.stack.multiply_adds)
    if rows.on_disk or rows.are_gathered:
        chunk = min(chunk, most_steps(rows, training.batch_size))
    return Settings(
        training.epochs,
        training.batch_size,
        training.shuffle,
        config.seed,
        chunk,
        evaluation_batch(plan.stack.multiply_adds),
        jit=not placement.is_shared and uses_xla(training, plan.stack, whole_batches),
        stream=not rows.on_disk and streams(training, rows.bytes, rows.are_gathered),
        pool=pool,
        share=placement.part,
        first_epoch=start.epoch + 1 if start else 1,
        first_step=start.step if start else 0,
        can_pause=placement.can_pause,
        usual_rate=type(config.optimizer).model_fields["learning_rate"].default,
    )


def _training_arrays(network: Network, dataset: Dataset, config: Config) -> EncodedRows:
    weighting = config.training.class_weight
    classes = dataset.facts.classes
    weights = row_weights(dataset.train.targets, weighting, classes) if weighting else None
    return network.arrays(dataset.train, weights)
