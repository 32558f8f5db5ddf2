package org.residency.llm.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LabelledBatch;
import org.residency.llm.training.OptimizerSettings;

class SftLossTest {
    private final Reference reference = new Reference();
    private final LanguageModel model = Reference.tinyModel();
    private final LoraAdapter adapter = model.loadAdapter(Reference.file("adapter"));
    private final SftLoss loss = new SftLoss(model.transformer(), adapter, GradientMethod.PADDED);

    @AfterEach
    void close() {
        adapter.close();
        model.close();
    }

    @ParameterizedTest
    @EnumSource(GradientMethod.class)
    void takesTheGradientsOfPeft(GradientMethod method) {
        SftLoss each = new SftLoss(model.transformer(), adapter, method);
        LabelledBatch batch = each.batch(examples());
        try (AdamW sums =
                new AdamW(model.transformer().kernels(), List.of(adapter.flat()), OptimizerSettings.defaults())) {
            double value = each.addGradients(batch, sums.gradients(), 1.0 / batch.labelled(), 0);
            assertThat(value)
                    .isCloseTo(reference.get("steps").get(0).get("loss").asDouble(), within(1e-5));
            assertEqualTo("lora_gradients.safetensors", sums.gradients());
        }
        assertThat(each.mean(examples(), 2))
                .isCloseTo(reference.get("steps").get(0).get("loss").asDouble(), within(1e-5));
    }

    @Test
    void addsUpToTheSameGradientInParts() {
        long labelled = loss.batch(examples()).labelled();
        try (AdamW sums =
                new AdamW(model.transformer().kernels(), List.of(adapter.flat()), OptimizerSettings.defaults())) {
            double value = 0;
            for (SftExample example : examples()) {
                value += loss.addGradients(loss.batch(List.of(example)), sums.gradients(), 1.0 / labelled, 0);
            }
            assertThat(value)
                    .isCloseTo(reference.get("steps").get(0).get("loss").asDouble(), within(1e-5));
            assertEqualTo("lora_gradients.safetensors", sums.gradients());
        }
    }

    @Test
    void stepsAsTorchsAdamW() {
        LabelledBatch batch = loss.batch(examples());
        OptimizerSettings settings =
                OptimizerSettings.defaults().withWeightDecay(0.1).withMaxGradientNorm(0.5);
        try (AdamW optimizer = new AdamW(model.transformer().kernels(), adapter.namedTensors(), settings)) {
            for (JsonNode step : reference.get("steps")) {
                double value = loss.addGradients(batch, optimizer.gradients(), 1.0 / batch.labelled(), 0);
                double norm = optimizer.step(step.get("rate").asDouble());
                assertThat(value).isCloseTo(step.get("loss").asDouble(), within(1e-5));
                assertThat(norm).isCloseTo(step.get("norm").asDouble(), within(1e-5));
            }
            assertEqualTo(
                    "lora_after_steps.safetensors",
                    List.copyOf(adapter.namedTensors().values()));
        }
    }

    private void assertEqualTo(String file, List<NDArray> actual) {
        SafetensorsReader expected = SafetensorsReader.open(Reference.file(file));
        List<String> names = List.copyOf(adapter.namedTensors().keySet());
        assertThat(expected.names()).containsExactlyInAnyOrderElementsOf(names);
        for (int i = 0; i < names.size(); i++) {
            Reference.assertClose(actual.get(i), Reference.floats(expected, names.get(i)), 1e-5);
        }
    }

    private List<SftExample> examples() {
        List<SftExample> examples = new ArrayList<>();
        for (int i = 0; i < reference.prompts().size(); i++) {
            examples.add(new SftExample(
                    reference.prompts().get(i), reference.targets().get(i)));
        }
        return examples;
    }
}
