package org.residency.llm.gguf;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.lora.AdapterFactors;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.TensorEntry;

/**
 * Rows of a weight in float32, an adapter's part added, in the order in which llama.cpp wants them.
 *
 * @param turnedHeads how many heads have their rows reordered; 0 for none. Llama's turning pairs a head's dimension i with
 *     i + D / 2 here and 2 i with 2 i + 1 there
 */
record WeightRows(TensorEntry entry, ByteBuffer bytes, Optional<AdapterFactors.Update> update, int turnedHeads)
        implements GgufTensor.RowSource {

    static WeightRows of(SafetensorsReader weights, String name, Optional<AdapterFactors> adapter, int turnedHeads) {
        return new WeightRows(
                weights.entry(name),
                weights.bytes(name),
                adapter.flatMap(
                        factors -> factors.update(name, weights.entry(name).shape())),
                turnedHeads);
    }

    @Override
    public void read(int first, int count, float[] values) {
        List<Long> shape = entry.shape();
        int columns = Math.toIntExact(shape.get(shape.size() - 1));
        IntStream.range(0, count).parallel().forEach(i -> {
            int row = shape.size() == 1 ? 0 : source(first + i, Math.toIntExact(shape.get(0)));
            copy(row, columns, values, i * columns);
            update.ifPresent(change -> change.changeRow(row, values, i * columns));
            for (int c = i * columns; c < (i + 1) * columns; c++) {
                if (!(Math.abs(values[c]) < 65520)) {
                    throw new ModelFormatException(
                            entry.file(),
                            "tensor " + entry.name() + " with a value of " + values[c],
                            "finite values below 65520, which half precision can hold",
                            "look the weights over with residency verify-model");
                }
            }
        });
    }

    private int source(int row, int rows) {
        if (turnedHeads == 0) {
            return row;
        }
        int size = rows / turnedHeads;
        int within = row % size;
        return row - within + (within % 2) * (size / 2) + within / 2;
    }

    private void copy(int row, int columns, float[] values, int at) {
        ByteBuffer own = bytes.slice(
                        row * columns * entry.type().byteCount(),
                        columns * entry.type().byteCount())
                .order(bytes.order());
        if (entry.type() == ElementType.F32) {
            own.asFloatBuffer().get(values, at, columns);
            return;
        }
        ShortBuffer halves = own.asShortBuffer();
        for (int c = 0; c < columns; c++) {
            values[at + c] = entry.type().toFloat(halves.get(c));
        }
    }
}
