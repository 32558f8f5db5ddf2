package org.residency.llm.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.testing.Reference;
import org.residency.llm.testing.ThreeSteps;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.GradientMethod;

/** The same numbers on a CUDA device as on the CPU. */
@Tag("gpu")
class CudaParityTest {
    private final Reference reference = new Reference();

    @BeforeAll
    static void needsADevice() {
        assumeTrue(Files.exists(Path.of("/dev/nvidia0")), "no CUDA device here");
    }

    @Test
    void givesTheLogitsOfTheCpuInFloat32() {
        assertThat(distance(logits(ComputeDevice.gpu(0), ComputeType.FLOAT32), cpuLogits()))
                .isLessThan(1e-4);
    }

    @Test
    void isAsFarOffInBfloat16AsTheCpuIs() {
        double onCpu = distance(logits(ComputeDevice.cpu(), ComputeType.BFLOAT16), cpuLogits());
        double onGpu = distance(logits(ComputeDevice.gpu(0), ComputeType.BFLOAT16), cpuLogits());
        assertThat(onGpu).isLessThan(1.5 * onCpu + 1e-3);
    }

    @Test
    void trainsAsTheCpuDoesByEveryMethod() {
        List<Double> wanted = losses(ComputeDevice.cpu(), ComputeType.FLOAT32, GradientMethod.PADDED);
        for (GradientMethod method : GradientMethod.values()) {
            List<Double> found = losses(ComputeDevice.gpu(0), ComputeType.FLOAT32, method);
            List<Double> narrow = losses(ComputeDevice.gpu(0), ComputeType.BFLOAT16, method);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(found.get(i)).as("%s, number %d", method, i).isCloseTo(wanted.get(i), within(2e-4));
            }
            // Later steps of a model this small carry the first one's rounding far.
            assertThat(narrow.get(0)).as("%s in bf16, loss", method).isCloseTo(wanted.get(0), within(0.02));
            assertThat(narrow.get(1)).as("%s in bf16, norm", method).isCloseTo(wanted.get(1), withinPercentage(5));
        }
    }

    @Test
    void saysTheSameTokensAsTheCpu() {
        assertThat(greedy(ComputeDevice.gpu(0))).isEqualTo(greedy(ComputeDevice.cpu()));
    }

    private static List<Double> losses(ComputeDevice device, ComputeType type, GradientMethod method) {
        try (Transformer model = load(device, type)) {
            return new ThreeSteps(model, method).take();
        }
    }

    private List<TokenIds> greedy(ComputeDevice device) {
        try (Transformer model = load(device, ComputeType.FLOAT32);
                LoraAdapter adapter = LoraAdapter.load(model, Reference.file("adapter"))) {
            List<Prompt> prompts = new ArrayList<>();
            for (int i = 0; i < reference.prompts().size(); i++) {
                prompts.add(new Prompt(i, reference.prompts().get(i)));
            }
            return new Generator(model, Optional.of(adapter), Set.of())
                    .generate(prompts, 1, SamplingSettings.greedy(20), GenerationListener.SILENT).stream()
                            .map(Completion::tokens)
                            .toList();
        }
    }

    private float[] cpuLogits() {
        return logits(ComputeDevice.cpu(), ComputeType.FLOAT32);
    }

    private float[] logits(ComputeDevice device, ComputeType type) {
        try (Transformer model = load(device, type);
                NDManager owner = model.kernels().newManager()) {
            return model.logits(reference.prompts().get(0), Optional.empty(), owner)
                    .toFloatArray();
        }
    }

    private static Transformer load(ComputeDevice device, ComputeType type) {
        return Transformer.load(new ModelFolder(Reference.file("tiny")), device, type, 1);
    }

    /** The largest difference. */
    private static double distance(float[] found, float[] wanted) {
        double largest = 0;
        for (int i = 0; i < wanted.length; i++) {
            largest = Math.max(largest, Math.abs((double) found[i] - wanted[i]));
        }
        return largest;
    }
}
