package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.OptimizerSettings;

class GrpoLossTest {
    private final JsonNode expected = new Reference().get("grpo");

    @Test
    void isTheLossOfTrl() {
        GrpoSettings settings = GrpoSettings.defaults()
                .withTemperature(expected.get("temperature").asDouble());
        try (LanguageModel model = Reference.tinyModel();
                LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                AdamW sums =
                        new AdamW(model.transformer().kernels(), policy.namedTensors(), OptimizerSettings.defaults())) {
            GrpoLoss loss = new GrpoLoss(model.transformer(), policy, settings);
            // In two passes, as memory may ask for.
            GrpoLoss.Sums first = loss.addGradients(samples().subList(0, 3), 4, sums.gradients(), 0);
            GrpoLoss.Sums all = first.plus(loss.addGradients(samples().subList(3, 4), 4, sums.gradients(), 0));
            int tokens = samples().stream()
                    .mapToInt(sample -> sample.rollout().completion().size())
                    .sum();
            assertThat(all.loss()).isCloseTo(expected.get("loss").asDouble(), within(1e-5));
            assertThat(all.kl() / tokens).isCloseTo(expected.get("kl").asDouble(), within(1e-5));
            assertThat(all.clipped() / tokens)
                    .isCloseTo(expected.get("clip_ratio").asDouble(), within(1e-5));
            assertThat(all.clipped()).isPositive();
            SafetensorsReader gradients = SafetensorsReader.open(Reference.file("grpo_gradients.safetensors"));
            List<String> names = List.copyOf(policy.namedTensors().keySet());
            for (int i = 0; i < names.size(); i++) {
                Reference.assertClose(sums.gradients().get(i), Reference.floats(gradients, names.get(i)), 1e-5);
            }
        }
    }

    @Test
    void takesTheAdvantagesOfTrl() {
        List<GrpoLoss.Sample> samples = samples();
        for (int i = 0; i < samples.size(); i++) {
            assertThat(samples.get(i).advantage())
                    .isCloseTo(expected.get("advantages").get(i).asDouble(), within(1e-5));
        }
    }

    private List<GrpoLoss.Sample> samples() {
        List<TokenIds> prompts = Reference.tokens(expected.get("prompts"));
        List<TokenIds> completions = Reference.tokens(expected.get("completions"));
        List<GrpoLoss.Sample> samples = new ArrayList<>();
        for (int g = 0; g < 2; g++) {
            List<Double> rewards = List.of(
                    expected.get("rewards").get(2 * g).asDouble(),
                    expected.get("rewards").get(2 * g + 1).asDouble());
            List<Rollout> rollouts = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                float[] old = Reference.floats(expected.get("old").get(2 * g + i));
                rollouts.add(new Rollout(i, completions.get(2 * g + i), LogProbabilities.of(old), true));
            }
            RolloutGroup group = new RolloutGroup("group-" + g, prompts.get(2 * g), rollouts);
            for (int i = 0; i < 2; i++) {
                samples.add(new GrpoLoss.Sample(
                        group, rollouts.get(i), GroupAdvantage.of(rewards).of(rewards.get(i))));
            }
        }
        return samples;
    }
}
