package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.GradientMethod;

/** What {@code reference/make_actor_critic.py} made, and the batch of two groups of two that it made it of. */
record ActorCriticFixture(JsonNode batch, JsonNode ppo, JsonNode trpo, SafetensorsReader tensors) {
    static ActorCriticFixture read() {
        JsonNode made = JsonFile.read(Reference.file("actor_critic.json"));
        return new ActorCriticFixture(
                new Reference().get("grpo"),
                made.get("ppo"),
                made.get("trpo"),
                SafetensorsReader.open(Reference.file("actor_critic.safetensors")));
    }

    GrpoSettings settings(PolicyLoss loss, GradientMethod method) {
        return GrpoSettings.defaults()
                .withTemperature(batch.get("temperature").asDouble())
                .withLoss(loss, KlEstimator.K1)
                // In two passes, as memory may ask for.
                .withBatch(1, 2, 3)
                .withGradients(method);
    }

    List<RewardedGroup> groups() {
        List<TokenIds> prompts = Reference.tokens(batch.get("prompts"));
        List<TokenIds> completions = Reference.tokens(batch.get("completions"));
        List<RewardedGroup> groups = new ArrayList<>();
        for (int g = 0; g < 2; g++) {
            List<Rollout> rollouts = new ArrayList<>();
            List<Double> rewards = new ArrayList<>();
            for (int i = 2 * g; i < 2 * g + 2; i++) {
                rollouts.add(new Rollout(
                        i - 2 * g,
                        completions.get(i),
                        LogProbabilities.of(Reference.floats(batch.get("old").get(i))),
                        true));
                rewards.add(batch.get("rewards").get(i).asDouble());
            }
            groups.add(new RolloutGroup("group-" + g, prompts.get(2 * g), rollouts).withRewards(rewards));
        }
        return groups;
    }

    static List<Double> doubles(JsonNode list) {
        List<Double> values = new ArrayList<>();
        list.forEach(value -> values.add(value.asDouble()));
        return values;
    }

    static void assertClose(List<Double> found, List<Double> wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(found.get(i)).isCloseTo(wanted.get(i), within(1e-5));
        }
    }

    float[] tensor(String name) {
        return Reference.floats(tensors, name);
    }
}
