package org.residency.llm.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;

class TensorFilesTest {
    @ParameterizedTest
    @EnumSource
    void readsWhatItWroteInEachType(ElementType type, @TempDir Path folder) {
        // All of these are numbers of every type, the largest and smallest of float16 among them.
        float[] values = {0, -1, 0.5f, 1.5f, -0.0078125f, 32768, 6.1035156e-5f, Float.NEGATIVE_INFINITY};
        Path file = folder.resolve("weights.safetensors");
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1);
                NDManager owner = kernels.newManager()) {
            TensorFiles files = new TensorFiles(kernels);
            NDArray tensor = owner.create(values, new Shape(2, 4));
            SafetensorsWriter.write(file, List.of(files.writable("x", tensor, type)));
            SafetensorsReader reader = SafetensorsReader.open(file);
            assertThat(reader.entry("x").byteCount()).isEqualTo(8L * type.byteCount());
            NDArray read = files.read(reader, "x", ComputeType.FLOAT32, owner);
            assertThat(read.getShape()).isEqualTo(new Shape(2, 4));
            assertThat(read.toFloatArray()).isEqualTo(values);
        }
    }
}
