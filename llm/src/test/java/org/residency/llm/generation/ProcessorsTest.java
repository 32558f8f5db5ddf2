package org.residency.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;

/** What tokens are drawn from, against Transformers' logits processors ({@code reference/make_processors.py}). */
class ProcessorsTest {
    private final SafetensorsReader file = SafetensorsReader.open(Reference.file("processors.safetensors"));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void leavesTheDistributionOfTransformers(int number) {
        JsonNode settings =
                JsonFile.read(Reference.file("processors.json")).path("cases").path(number);
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1);
                NDManager owner = kernels.newManager()) {
            TensorFiles files = new TensorFiles(kernels);
            NDArray distribution = kernels.call("distribution", owner)
                    .tensor(files.read(file, "logits", ComputeType.FLOAT32, owner))
                    .tensor(files.read(file, "seen", ComputeType.FLOAT32, owner))
                    .integers(settings.path("top_k").asInt(0))
                    .reals(
                            settings.path("temperature").asDouble(),
                            settings.path("top_p").asDouble(1),
                            settings.path("min_p").asDouble(0),
                            settings.path("repetition_penalty").asDouble(1))
                    .run()
                    .head();
            float[] expected = Reference.floats(file, "case" + number);
            Reference.assertClose(distribution, expected, 1e-6);
            for (int i = 0; i < expected.length; i++) {
                assertThat(distribution.toFloatArray()[i] > 0).isEqualTo(expected[i] > 0);
            }
        }
    }
}
