package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.layers.PlainWalk;
import org.residency.llm.layers.TokenPass;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;

class PolicyGradientTest {
    private final JsonNode expected = new Reference().get("grpo");

    /** TRL 1.16 on the same rollouts; for k1 and k2, which it has not, the formula in float64 (make_fixtures.py). */
    @ParameterizedTest
    @MethodSource("lossesAndMethods")
    void isTheLossOfTrl(String name, GradientMethod method, boolean walked) {
        JsonNode wanted = JsonFile.read(Reference.file("policy.json")).get(name);
        GroupRelativeLoss loss = loss(name);
        GrpoSettings settings = GrpoSettings.defaults()
                .withTemperature(expected.get("temperature").asDouble())
                .withLoss(loss, name.startsWith("grpo_k") ? KlEstimator.named(name.substring(5)) : KlEstimator.K3)
                .withGradients(method);
        try (LanguageModel model = Reference.tinyModel();
                LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                AdamW sums = new AdamW(
                        model.transformer().kernels(), List.of(policy.flat()), OptimizerSettings.defaults())) {
            TokenPass pass = walked
                    ? PlainWalk.pass(model.transformer(), policy, method)
                    : new TokenPass(model.transformer(), policy, method);
            PolicyGradient gradient = new PolicyGradient(model.transformer(), policy, settings, pass);
            List<PolicyGradient.Sample> samples = samples(gradient, loss);
            int tokens = samples.stream()
                    .mapToInt(sample -> sample.rollout().completion().size())
                    .sum();
            PolicyLoss.StepSize size = new PolicyLoss.StepSize(4, tokens);
            for (int i = 0; i < 4; i++) {
                assertThat(samples.get(i).advantage())
                        .isCloseTo(wanted.get("advantages").get(i).asDouble(), within(1e-5));
            }
            // In two passes, as memory may ask for.
            PolicyGradient.Sums first = gradient.addGradients(samples.subList(0, 3), size, sums.gradients(), 0);
            PolicyGradient.Sums all =
                    first.plus(gradient.addGradients(samples.subList(3, 4), size, sums.gradients(), 0));
            assertThat(all.loss()).isCloseTo(wanted.get("loss").asDouble(), within(1e-5));
            SafetensorsReader gradients = SafetensorsReader.open(Reference.file("policy_gradients.safetensors"));
            List<String> names = List.copyOf(policy.namedTensors().keySet());
            for (int i = 0; i < names.size(); i++) {
                Reference.assertClose(
                        sums.gradients().get(i), Reference.floats(gradients, name + "/" + names.get(i)), 1e-5);
            }
            if (name.equals("grpo")) {
                assertThat(all.kl() / tokens).isCloseTo(expected.get("kl").asDouble(), within(1e-5));
                assertThat(all.clipped() / tokens)
                        .isCloseTo(expected.get("clip_ratio").asDouble(), within(1e-5));
                assertThat(all.clipped()).isPositive();
            }
        }
    }

    @Test
    void refusesALossOrAnEstimatorItDoesNotKnow() {
        assertThatThrownBy(() -> PolicyLoss.named("reinforce", 0.2, 0.28, 0, 100))
                .hasMessageContaining("'reinforce'")
                .hasMessageContaining("[grpo, dr-grpo, dapo, rloo, ppo, trpo]");
        assertThatThrownBy(() -> KlEstimator.named("k4")).hasMessageContaining("[k1, k2, k3]");
    }

    private static Stream<Arguments> lossesAndMethods() {
        return Stream.of("grpo", "grpo_k1", "grpo_k2", "dr_grpo", "dapo", "rloo")
                .flatMap(name -> Stream.of(
                        Arguments.of(name, GradientMethod.PADDED, false),
                        Arguments.of(name, GradientMethod.PACKED, false),
                        Arguments.of(name, GradientMethod.CHECKPOINTED, false),
                        Arguments.of(name, GradientMethod.PACKED, true),
                        Arguments.of(name, GradientMethod.CHECKPOINTED, true)));
    }

    private static GroupRelativeLoss loss(String name) {
        return (GroupRelativeLoss)
                PolicyLoss.named(name.startsWith("grpo_k") ? "grpo" : name.replace('_', '-'), 0.2, 0.28, 0.04, 8);
    }

    private List<PolicyGradient.Sample> samples(PolicyGradient gradient, GroupRelativeLoss loss) {
        List<TokenIds> prompts = Reference.tokens(expected.get("prompts"));
        List<TokenIds> completions = Reference.tokens(expected.get("completions"));
        List<PolicyGradient.Sample> samples = new ArrayList<>();
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
            List<LogProbabilities> references = gradient.reference(List.of(group, group), rollouts);
            List<Double> divergences = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                divergences.add(StepSamples.divergence(rollouts.get(i).logProbabilities(), references.get(i)));
            }
            List<Double> advantages = loss.advantages(rewards, divergences);
            for (int i = 0; i < 2; i++) {
                samples.add(new PolicyGradient.Sample(group, rollouts.get(i), references.get(i), advantages.get(i)));
            }
        }
        return samples;
    }
}
