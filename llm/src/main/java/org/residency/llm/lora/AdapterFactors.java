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
            Optional<String> module = AdapterTensor.Part.moduleOf(name)
                    .filter(of -> of.startsWith(BASE_PREFIX))
                    .map(of -> of.substring(BASE_PREFIX.length()));
            if (module.isEmpty() || !weights.has(module.get() + ".weight")) {
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
        return names(weight, shape)
                .map(names -> new Update(
                        floats(names.a()),
                        floats(names.b()),
                        names.magnitude().map(this::floats),
                        settings.rank(),
                        (float) settings.scaling()));
    }

    /** The names of a weight's factors A [r, in] and B [out, r], and with DoRA of its magnitude [out]. */
    record Names(String a, String b, Optional<String> magnitude) {}

    Optional<Names> names(String weight, List<Long> shape) {
        String module = BASE_PREFIX + weight.substring(0, Math.max(0, weight.length() - ".weight".length()));
        Names names = new Names(
                AdapterTensor.Part.A.of(module),
                AdapterTensor.Part.B.of(module),
                Optional.of(AdapterTensor.Part.MAGNITUDE.of(module)).filter(name -> settings.dora()));
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
        names.magnitude().ifPresent(name -> requireShape(name, List.of(shape.get(0))));
    }

    private void requireShape(String name, List<Long> expected) {
        if (!tensors.entry(name).shape().equals(expected)) {
            throw new ModelFormatException(
                    tensors.entry(name).file(),
                    "tensor " + name + " of shape " + tensors.entry(name).shape(),
                    "shape " + expected,
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

    /** What one weight becomes, by rows: {@code W + scaling B A}, with DoRA each row scaled to its magnitude. */
    public static final class Update {
        private final float[] a;
        private final float[] b;
        private final Optional<float[]> magnitude;
        private final int rank;
        private final float scaling;

        private Update(float[] a, float[] b, Optional<float[]> magnitude, int rank, float scaling) {
            this.a = a;
            this.b = b;
            this.magnitude = magnitude;
            this.rank = rank;
            this.scaling = scaling;
        }

        /** Changes the weight's row, whose values stand from {@code at} on. */
        public void changeRow(int row, float[] values, int at) {
            int columns = a.length / rank;
            for (int r = 0; r < rank; r++) {
                float factor = scaling * b[row * rank + r];
                for (int c = 0; c < columns; c++) {
                    values[at + c] += factor * a[r * columns + c];
                }
            }
            if (magnitude.isPresent()) {
                double squares = 0;
                for (int c = 0; c < columns; c++) {
                    squares += (double) values[at + c] * values[at + c];
                }
                float gain = (float) (magnitude.get()[row] / Math.sqrt(squares));
                for (int c = 0; c < columns; c++) {
                    values[at + c] *= gain;
                }
            }
        }
    }
}
