package org.residency.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.residency.llm.testing.Reference.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.FlatTensors;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;

/** Against {@code reference/make_quantization.py}: bitsandbytes' maps, blocks and formula. */
class EightBitMomentsTest {
    private static final Shape SHAPE = new Shape(40, 20);
    private final OptimizerSettings settings =
            new OptimizerSettings(0.9, 0.999, 1e-8, 0.1, Double.POSITIVE_INFINITY, true);
    private final SafetensorsReader wanted = SafetensorsReader.open(Reference.file("quantization.safetensors"));
    private final Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1);
    private final NDManager manager = kernels.newManager();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        manager.close();
        kernels.close();
    }

    @Test
    void stepsAsBitsandbytesDoesAndGoesOnFromItsFile() {
        NDArray parameter = manager.create(floats("adam.start"), SHAPE);
        AdamW optimizer = new AdamW(kernels, Map.of("one", parameter), settings);
        for (int step = 1; step <= 3; step++) {
            manager.create(floats("adam.gradient." + step), SHAPE)
                    .copyTo(optimizer.gradients().get(0));
            assertThat(optimizer.step(1e-2)).isPositive();
            assertClose(parameter, floats("adam.parameter." + step), 2e-6);
            Map<String, NDArray> state = FlatTensors.named(optimizer.state());
            assertCodes(state.get("first.0000"), floats("adam.first." + step));
            assertCodes(state.get("second.0000"), floats("adam.second." + step));
            assertClose(state.get("first_absmax.0000"), floats("adam.first.absmax." + step), 1e-6);
            assertClose(state.get("second_absmax.0000"), floats("adam.second.absmax." + step), 1e-6);
            assertThat(optimizer.gradients().get(0).toFloatArray()).containsOnly(0f);
            // Each step goes on from what the one before left in its file.
            Path file = folder.resolve("optimizer-" + step + ".safetensors");
            optimizer.save(file);
            optimizer.close();
            optimizer = new AdamW(kernels, Map.of("one", parameter), settings);
            optimizer.restore(file, step);
            assertThat(FlatTensors.named(optimizer.state()).get("first.0000").toByteArray())
                    .isEqualTo(bytes(floats("adam.first." + step)));
        }
        optimizer.close();
    }

    @Test
    void keepsTheBlocksOfParametersApartAndTakesNoStepFromWhatIsNoNumber() {
        NDArray large = manager.create(floats("adam.start"), SHAPE);
        NDArray small = manager.ones(new Shape(3), DataType.FLOAT32);
        try (AdamW optimizer = new AdamW(kernels, Map.of("a", large), settings);
                AdamW both = new AdamW(kernels, ordered(large.duplicate(), small), settings)) {
            manager.create(floats("adam.gradient.1"), SHAPE)
                    .copyTo(optimizer.gradients().get(0));
            manager.create(floats("adam.gradient.1"), SHAPE)
                    .copyTo(both.gradients().get(0));
            manager.create(new float[] {100, -100, 0}).copyTo(both.gradients().get(1));
            optimizer.step(1e-2);
            both.step(1e-2);
            assertThat(Arrays.copyOf(
                            FlatTensors.named(both.state()).get("first.0000").toByteArray(), 1024))
                    .isEqualTo(FlatTensors.named(optimizer.state())
                            .get("first.0000")
                            .toByteArray());
            assertClose(small, new float[] {0.989f, 1.009f, 0.999f}, 1e-6);
            manager.create(new float[] {Float.NaN, 0, 0})
                    .copyTo(both.gradients().get(1));
            assertThat(both.step(1e-2)).isNaN();
            assertThat(both.steps()).isEqualTo(1);
        }
        assertThatThrownBy(() -> settings.named("sgd")).hasMessageContaining("adamw-8bit");
    }

    @Test
    void areKeptAndPutBackThroughAFile() {
        NDArray parameter = manager.create(floats("adam.start"), SHAPE);
        try (AdamW optimizer = new AdamW(kernels, Map.of("one", parameter), settings)) {
            step(optimizer, 1);
            byte[] codes =
                    FlatTensors.named(optimizer.state()).get("first.0000").toByteArray();
            float[] values = parameter.toFloatArray();
            Path file = folder.resolve("kept.safetensors");
            try (KeptTensors kept = new KeptTensors(kernels, optimizer.state())) {
                kept.save(file);
                step(optimizer, 2);
                assertThat(FlatTensors.named(optimizer.state())
                                .get("first.0000")
                                .toByteArray())
                        .isNotEqualTo(codes);
                kept.keep();
                kept.load(file);
                kept.restore();
            }
            assertThat(FlatTensors.named(optimizer.state()).get("first.0000").toByteArray())
                    .isEqualTo(codes);
            assertThat(parameter.toFloatArray()).isEqualTo(values);
        }
    }

    private void step(AdamW optimizer, int number) {
        manager.create(floats("adam.gradient." + number), SHAPE)
                .copyTo(optimizer.gradients().get(0));
        optimizer.step(1e-2);
    }

    private static Map<String, NDArray> ordered(NDArray first, NDArray second) {
        Map<String, NDArray> both = new LinkedHashMap<>();
        both.put("a", first);
        both.put("b", second);
        return both;
    }

    private static void assertCodes(NDArray codes, float[] expected) {
        assertThat(Arrays.copyOf(codes.toByteArray(), expected.length)).isEqualTo(bytes(expected, expected.length));
    }

    /** As they are held: up to whole blocks with the code of zero. */
    private static byte[] bytes(float[] codes) {
        return bytes(codes, 1024);
    }

    private static byte[] bytes(float[] codes, int length) {
        byte[] bytes = new byte[length];
        // The signed map has its zero at 127.
        Arrays.fill(bytes, (byte) 127);
        for (int i = 0; i < codes.length; i++) {
            bytes[i] = (byte) (int) codes[i];
        }
        return bytes;
    }

    private float[] floats(String name) {
        return Reference.floats(wanted, name);
    }
}
