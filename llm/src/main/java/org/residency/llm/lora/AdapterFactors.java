package org.residency.llm.lora;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;

/**
 * An adapter's two factors of each weight that it changes, read from a folder in PEFT's layout and held against the base
 * model's weights.
 */
public final class AdapterFactors {
    private static final String BASE_PREFIX = "base_model.model.";

    private final LoraSettings settings;
    private final SafetensorsReader tensors;

    private AdapterFactors(LoraSettings settings, SafetensorsReader tensors) {
        this.settings = settings;
        this.tensors = tensors;
    }

    /** @throws ModelFormatException where the adapter has a factor of what is no weight of the base model */
    public static AdapterFactors open(Path folder, SafetensorsReader weights, int layers) {
        LoraSettings settings =
                AdapterConfig.read(folder.resolve(AdapterConfig.FILE), layers).settings();
        SafetensorsReader tensors = SafetensorsReader.open(folder.resolve(LoraAdapter.WEIGHTS));
        for (String name : tensors.names()) {
            String module = name.replaceFirst("\\.lora_[AB]\\.weight$", "");
            if (!name.startsWith(BASE_PREFIX)
                    || module.equals(name)
                    || !weights.has(module.substring(BASE_PREFIX.length()) + ".weight")) {
                throw new ModelFormatException(
                        tensors.entry(name).file(),
                        "tensor " + name,
                        "factors of weights that the base model has",
                        "merge with the base model the adapter was trained on");
            }
        }
        return new AdapterFactors(settings, tensors);
    }

    /**
     * What is added to a weight of that name and shape; empty where the adapter leaves it as it is.
     *
     * @throws ModelFormatException where the factors are of another shape
     */
    public Optional<Update> update(String weight, List<Long> shape) {
        Optional<Names> names = names(weight, shape);
        return names.map(
                both -> new Update(floats(both.a()), floats(both.b()), settings.rank(), (float) settings.scaling()));
    }

    /** The names of a weight's factors A [r, in] and B [out, r]. */
    record Names(String a, String b) {}

    Optional<Names> names(String weight, List<Long> shape) {
        String module = BASE_PREFIX + weight.substring(0, Math.max(0, weight.length() - ".weight".length()));
        Names names = new Names(module + ".lora_A.weight", module + ".lora_B.weight");
        if (!tensors.has(names.a())) {
            return Optional.empty();
        }
        requireShapes(names, shape);
        return Optional.of(names);
    }

    LoraSettings settings() {
        return settings;
    }

    SafetensorsReader tensors() {
        return tensors;
    }

    private void requireShapes(Names names, List<Long> shape) {
        List<Long> expectedA = List.of((long) settings.rank(), shape.get(1));
        List<Long> expectedB = List.of(shape.get(0), (long) settings.rank());
        List<Long> a = tensors.entry(names.a()).shape();
        List<Long> b = tensors.entry(names.b()).shape();
        if (!a.equals(expectedA) || !b.equals(expectedB)) {
            throw new ModelFormatException(
                    tensors.entry(names.a()).file(),
                    "tensor %s of shape %s and its partner of %s".formatted(names.a(), a, b),
                    "shapes %s and %s".formatted(expectedA, expectedB),
                    "merge with the base model the adapter was trained on");
        }
    }

    private float[] floats(String name) {
        ByteBuffer bytes = tensors.bytes(name);
        ElementType type = tensors.entry(name).type();
        if (type == ElementType.F32) {
            FloatBuffer floats = bytes.asFloatBuffer();
            float[] values = new float[floats.remaining()];
            floats.get(values);
            return values;
        }
        ShortBuffer halves = bytes.asShortBuffer();
        float[] values = new float[halves.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.toFloat(halves.get(i));
        }
        return values;
    }

    /** {@code scaling B A} of one weight, by rows. */
    public static final class Update {
        private final float[] a;
        private final float[] b;
        private final int rank;
        private final float scaling;

        private Update(float[] a, float[] b, int rank, float scaling) {
            this.a = a;
            this.b = b;
            this.rank = rank;
            this.scaling = scaling;
        }

        /** Adds the update's row to the values from {@code at} on. */
        public void addRow(int row, float[] values, int at) {
            int columns = a.length / rank;
            for (int r = 0; r < rank; r++) {
                float factor = scaling * b[row * rank + r];
                for (int c = 0; c < columns; c++) {
                    values[at + c] += factor * a[r * columns + c];
                }
            }
        }
    }
}
