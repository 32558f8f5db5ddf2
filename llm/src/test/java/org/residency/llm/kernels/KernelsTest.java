package org.residency.llm.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.sft.SftExample;
import org.residency.llm.sft.SftSettings;
import org.residency.llm.sft.SftTrainer;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;

class KernelsTest {
    @Test
    void keepsNoTensorOfAStep(@TempDir Path folder) throws Exception {
        try (LanguageModel model = Reference.tinyModel()) {
            List<Integer> held = new ArrayList<>();
            SftSettings settings = SftSettings.defaults().withMaxSteps(50).withBatch(1, 1);
            List<SftExample> examples = List.of(new SftExample(TokenIds.of(4, 5, 6), TokenIds.of(7, 8)));
            int before = resources(model.transformer().kernels());
            new SftTrainer(model.transformer(), LoraSettings.defaults(), settings)
                    .train(examples, List.of(), Optional.empty(), folder, new TrainingListener() {
                        @Override
                        public void onStep(StepMetrics metrics) {
                            held.add(resources(model.transformer().kernels()));
                        }
                    });
            assertThat(held).hasSize(50);
            assertThat(held).as("resources after each step").containsOnly(held.get(0));
            for (int i = 0; i < 5; i++) {
                model.generator()
                        .generate(
                                List.of(new Prompt(0, TokenIds.of(4, 5))),
                                4,
                                SamplingSettings.sampled(1, 30, 0),
                                GenerationListener.SILENT);
            }
            assertThat(resources(model.transformer().kernels())).isEqualTo(before);
        }
    }

    /** Tensors and managers below the root, however deep. */
    private static int resources(Kernels kernels) {
        try {
            Field manager = Kernels.class.getDeclaredField("manager");
            manager.setAccessible(true);
            return count((NDManager) manager.get(kernels));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int count(NDManager manager) throws ReflectiveOperationException {
        Field field = BaseNDManager.class.getDeclaredField("resources");
        field.setAccessible(true);
        int sum = 0;
        for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
            sum += resource instanceof NDManager below ? 1 + count(below) : 1;
        }
        return sum;
    }
}
