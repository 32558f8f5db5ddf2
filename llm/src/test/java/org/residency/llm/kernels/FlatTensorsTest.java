package org.residency.llm.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.residency.llm.testing.Reference.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.OptimizerSettings;

class FlatTensorsTest {
    private final Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1);
    private final NDManager manager = kernels.newManager();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Random random = new Random(5);

    @TempDir
    Path folder;

    FlatTensorsTest() {
        shapes.put("a", new Shape(3, 5));
        shapes.put("b", new Shape(7));
        shapes.put("c", new Shape(1, 11));
    }

    @AfterEach
    void close() {
        manager.close();
        kernels.close();
    }

    @Test
    void writesTheBytesThatOneTensorAtATimeGives() throws IOException {
        FlatTensors flat = filled();
        TensorFiles files = new TensorFiles(kernels);
        files.write(folder.resolve("together"), List.of(flat));
        SafetensorsWriter.write(
                folder.resolve("apart"),
                flat.named().entrySet().stream()
                        .map(entry -> files.writable(entry.getKey(), entry.getValue(), ElementType.F32))
                        .toList());
        assertThat(folder.resolve("together")).hasSameBinaryContentAs(folder.resolve("apart"));
        assertThat(Files.size(folder.resolve("together"))).isGreaterThan(4L * 33);
    }

    @Test
    void takesItsValuesFromAFileInAnyOrderAndType() {
        FlatTensors flat = filled();
        TensorFiles files = new TensorFiles(kernels);
        for (ElementType type : List.of(ElementType.F32, ElementType.BF16)) {
            for (boolean turned : List.of(false, true)) {
                List<String> names = new ArrayList<>(flat.named().keySet());
                if (turned) {
                    Collections.reverse(names);
                }
                Path file = folder.resolve(type + " " + turned);
                SafetensorsWriter.write(
                        file,
                        names.stream()
                                .map(name -> files.writable(name, flat.named().get(name), type))
                                .toList());
                FlatTensors read = FlatTensors.zeros(kernels, shapes, manager);
                files.fill(SafetensorsReader.open(file), read);
                assertClose(read.whole(), flat.whole().toFloatArray(), type == ElementType.F32 ? 0 : 0.02);
            }
        }
    }

    @Test
    void isSteppedAsTensorsThatLieApart() {
        FlatTensors flat = filled();
        Map<String, NDArray> apart = new LinkedHashMap<>();
        flat.named().forEach((name, tensor) -> apart.put(name, tensor.duplicate()));
        OptimizerSettings settings =
                OptimizerSettings.defaults().withMaxGradientNorm(0.5).withWeightDecay(0.1);
        for (OptimizerSettings each : List.of(settings, settings.withEightBit(true))) {
            try (AdamW together = new AdamW(kernels, List.of(flat), each);
                    AdamW several = new AdamW(kernels, apart, each)) {
                for (int step = 0; step < 3; step++) {
                    for (int i = 0; i < apart.size(); i++) {
                        NDArray gradient = gradient(several.gradients().get(i).getShape());
                        kernels.copy(
                                List.of(gradient, gradient.duplicate()),
                                List.of(
                                        together.gradients().get(i),
                                        several.gradients().get(i)));
                    }
                    assertThat(together.step(1e-2)).isEqualTo(several.step(1e-2));
                }
            }
            // A vector's last elements may be rounded otherwise than its others.
            apart.forEach((name, tensor) -> assertClose(flat.named().get(name), tensor.toFloatArray(), 1e-6));
        }
    }

    private FlatTensors filled() {
        FlatTensors flat = FlatTensors.zeros(kernels, shapes, manager);
        kernels.copy(List.of(gradient(flat.whole().getShape())), List.of(flat.whole()));
        return flat;
    }

    private NDArray gradient(Shape shape) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape);
    }
}
