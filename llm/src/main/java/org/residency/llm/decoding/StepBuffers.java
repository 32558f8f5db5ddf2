package org.residency.llm.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.residency.llm.model.ModelConfig;

/** What a batch's steps write; sixteen-bit values lie in float16 tensors whatever they are, since the engine makes no others. */
final class StepBuffers {
    // Parts in which a row of logits is surveyed.
    static final int SURVEYED = 64;

    static final long WORKSPACE = 32L << 20;

    // Parts of the width in which the adapter's inner vectors are made.
    static final int SPLITS = 8;

    // Blocks that keep the device busy.
    private static final int ENOUGH_BLOCKS = 128;

    private static final int CHUNK = 128;

    final NDArray x;
    final NDArray h;
    final NDArray heads;
    final NDArray inner;
    final NDArray y;
    final NDArray low;
    final NDArray turn;
    final NDArray parts;
    final NDArray arrived;
    final NDArray found;
    final NDArray uniforms;
    final NDArray step;
    final NDArray ids;
    final NDArray position;
    final NDArray tokens;
    final NDArray known;
    final NDArray workspace;
    // Parts in which a head's attention is done.
    final int attentionParts;

    StepBuffers(NDManager owner, ModelConfig config, int rows, int slots, int steps, int rank) {
        // The adapter's product reads whole eights of rows.
        long filled = (rows + 7L) / 8 * 8;
        int kv = config.keyValueHeads();
        int size = config.headSize();
        long projected = (config.heads() + 2L * kv) * size;
        attentionParts = Math.max(1, Math.min((slots + CHUNK - 1) / CHUNK, ENOUGH_BLOCKS / (rows * kv)));
        x = half(owner, filled * config.hiddenSize());
        h = half(owner, filled * config.hiddenSize());
        heads = half(owner, filled * config.heads() * size);
        inner = half(owner, filled * config.intermediateSize());
        y = half(owner, filled * Math.max(Math.max(projected, 2L * config.intermediateSize()), config.hiddenSize()));
        low = owner.zeros(new Shape(SPLITS * filled * Math.max(1, 3 * rank)), DataType.FLOAT32);
        turn = owner.zeros(new Shape(filled * size), DataType.FLOAT32);
        parts = owner.zeros(new Shape((long) rows * attentionParts * config.heads() * (size + 2)), DataType.FLOAT32);
        arrived = owner.zeros(new Shape((long) rows * kv), DataType.INT32);
        found = owner.zeros(new Shape((long) rows * SURVEYED * 3), DataType.FLOAT32);
        uniforms = owner.zeros(new Shape(rows, steps), DataType.FLOAT64);
        step = owner.zeros(new Shape(rows), DataType.INT32);
        ids = owner.zeros(new Shape(rows), DataType.INT64);
        position = owner.zeros(new Shape(rows), DataType.INT64);
        tokens = owner.zeros(new Shape(rows, steps), DataType.INT64);
        known = owner.zeros(new Shape(rows, steps), DataType.FLOAT32);
        workspace = owner.zeros(new Shape(WORKSPACE), DataType.UINT8);
    }

    private static NDArray half(NDManager owner, long elements) {
        return owner.zeros(new Shape(elements), DataType.FLOAT16);
    }
}
