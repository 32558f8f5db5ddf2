package org.residency.llm.layers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.Transformer;
import org.residency.llm.testing.AutogradGradients;
import org.residency.llm.testing.Reference;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.PackedRow;

/** The gradient that is written down is the one that autograd records, with the library's operators between the products. */
class LayerWalkTest {
    private final Reference reference = new Reference();

    @ParameterizedTest
    @CsvSource({
        "tiny, NONE, false",
        "tiny, NONE, true",
        "tiny, NF4, true",
        "architectures/qwen2, NONE, true",
        "architectures/llama, NONE, false"
    })
    void givesTheGradientsOfAutograd(String folder, BaseQuantization quantization, boolean checkpointing) {
        LoraSettings some = new LoraSettings(
                4, 8, 0, false, false, Set.of(Projection.QUERY, Projection.VALUE, Projection.GATE, Projection.DOWN));
        try (Transformer model = Transformer.load(
                        new ModelFolder(Reference.file(folder)),
                        ComputeDevice.cpu(),
                        ComputeType.FLOAT32,
                        quantization,
                        1);
                LoraAdapter adapter = folder.equals("tiny")
                        ? LoraAdapter.load(model, Reference.file("adapter"))
                        : LoraAdapter.create(model, some, 5);
                NDManager manager = model.kernels().newManager()) {
            // B must not be zero, or A would have no gradient.
            adapter.namedTensors().forEach((name, factor) -> {
                if (folder.startsWith("arch") && name.contains("lora_B")) {
                    model.kernels()
                            .copy(
                                    List.of(manager.randomNormal(0, 0.1f, factor.getShape(), DataType.FLOAT32)),
                                    List.of(factor));
                }
            });
            PackedRow row = GradientMethod.PACKED
                    .batch(reference.prompts(), reference.targets())
                    .row(manager, false)
                    .orElseThrow();
            AutogradGradients autograd = new AutogradGradients(model, adapter, row, 0.25, manager);
            List<NDArray> wanted = autograd.zeros();
            double wantedLoss = autograd.addTo(wanted);
            List<NDArray> found = autograd.zeros();
            double loss = -0.25
                    * PlainWalk.of(model, adapter, checkpointing)
                            .addGradients(row, -0.25, found, manager)
                            .sum()
                            .getFloat();
            assertThat(loss).isCloseTo(wantedLoss, org.assertj.core.data.Offset.offset(1e-5));
            for (int i = 0; i < wanted.size(); i++) {
                Reference.assertClose(found.get(i), wanted.get(i).toFloatArray(), 5e-6);
            }
            assertThat(wanted.get(0).toFloatArray())
                    .isNotEqualTo(new float[(int) wanted.get(0).size()]);
        }
    }
}
