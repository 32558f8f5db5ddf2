package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.testing.Recorder;
import org.residency.llm.testing.Reference;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingListener;

/** PPO against the papers' formulas in float64, by {@code reference/make_actor_critic.py}. */
class PpoStepTest {
    private final ActorCriticFixture fixture = ActorCriticFixture.read();
    private final LanguageModel model = Reference.tinyModel();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        model.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = GradientMethod.class,
            names = {"PADDED", "PACKED", "CHECKPOINTED"})
    void hasAdvantagesLossAndGradientsOfThePaper(GradientMethod method) {
        PpoLoss loss = loss();
        GrpoSettings settings = fixture.settings(loss, method);
        try (LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                ValueHead head = head();
                AdamW sums =
                        new AdamW(model.transformer().kernels(), both(policy, head), OptimizerSettings.defaults())) {
            List<ActorCriticGradient.Sample> samples = samples(policy, settings, loss);
            int tokens =
                    samples.stream().mapToInt(sample -> sample.before().size()).sum();
            PolicyLoss.StepSize size = new PolicyLoss.StepSize(4, tokens);
            ActorCriticGradient gradient = new ActorCriticGradient(model.transformer(), policy, head, settings, loss);
            ActorCriticGradient.Sums all = gradient.addGradients(samples.subList(0, 3), size, sums.gradients(), 0)
                    .plus(gradient.addGradients(samples.subList(3, 4), size, sums.gradients(), 0));
            assertThat(all.policy().loss()).isCloseTo(number("policy"), within(1e-5));
            assertThat(all.value()).isCloseTo(number("value"), within(1e-5));
            int at = 0;
            for (String name : both(policy, head).keySet()) {
                Reference.assertClose(sums.gradients().get(at++), fixture.tensor("ppo/" + name), 1e-5);
            }
        }
    }

    @Test
    void saysWhatTheHeadSaysOfTheFinalStates() {
        GrpoSettings settings = fixture.settings(loss(), GradientMethod.PADDED);
        GrpoSettings packed = fixture.settings(loss(), GradientMethod.PACKED);
        RewardedGroup group = fixture.groups().get(0);
        List<RolloutGroup> twice = List.of(group.group(), group.group());
        try (LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                ValueHead head = head()) {
            List<List<Double>> values = new ActorCriticGradient(model.transformer(), policy, head, settings, loss())
                    .values(twice, group.group().rollouts());
            List<List<Double>> same = new ActorCriticGradient(model.transformer(), policy, head, packed, loss())
                    .values(twice, group.group().rollouts());
            assertThat(values.get(1))
                    .hasSize(group.group().rollouts().get(1).completion().size())
                    .doesNotContain(0.0);
            ActorCriticFixture.assertClose(same.get(1), values.get(1));
        }
    }

    @Test
    void learnsWhatStatesAreWorthAndGoesOnFromACheckpoint() {
        // What is still to come is known from the rewards alone, so that there is something to learn.
        PpoLoss monteCarlo = new PpoLoss(0.2, 0.04, new ValueTerms(1, 1, 10, 0.5));
        GrpoSettings settings = fixture.settings(monteCarlo, GradientMethod.PADDED)
                .withLearningRate(1e-2, 0)
                .withBatch(8, 1, 2);
        GrpoResult whole = update(settings, Optional.empty(), "whole", TrainingListener.SILENT);
        assertThat(whole.metrics().steps()).isEqualTo(16);
        assertThat(whole.metrics().measured()).containsKey("value_loss");
        assertThat(whole.folder().resolve(ValueHead.FILE)).isRegularFile();
        GrpoResult drained = update(settings, Optional.empty(), "parts", new Recorder(5));
        GrpoResult resumed = update(settings, Optional.of(drained.folder()), "parts", TrainingListener.SILENT);
        for (String file :
                List.of("adapter_model.safetensors", ValueHead.FILE, "optimizer.safetensors", "training_state.json")) {
            assertThat(resumed.folder().resolve(file))
                    .hasSameBinaryContentAs(whole.folder().resolve(file));
        }
        GrpoResult next = new GrpoTrainer(model.transformer(), settings)
                .update(
                        fixture.groups(),
                        whole.folder(),
                        Optional.empty(),
                        folder.resolve("next"),
                        TrainingListener.SILENT);
        assertThat(next.metrics().measured().get("value_loss"))
                .as("with the head of the round before")
                .isLessThan(whole.metrics().measured().get("value_loss") / 2);
    }

    private GrpoResult update(GrpoSettings settings, Optional<Path> resumed, String name, TrainingListener listener) {
        return new GrpoTrainer(model.transformer(), settings)
                .update(fixture.groups(), Reference.file("adapter"), resumed, folder.resolve(name), listener);
    }

    /** With the fixture's values before the update; its advantages and returns must come of them. */
    private List<ActorCriticGradient.Sample> samples(LoraAdapter policy, GrpoSettings settings, PpoLoss loss) {
        PolicyGradient actor = new PolicyGradient(model.transformer(), policy, settings);
        GeneralizedAdvantage estimate = new GeneralizedAdvantage(number("gamma"), number("lambda"));
        List<ActorCriticGradient.Sample> samples = new ArrayList<>();
        for (RewardedGroup rewarded : fixture.groups()) {
            List<Rollout> rollouts = rewarded.group().rollouts();
            List<LogProbabilities> references = actor.reference(List.of(rewarded.group(), rewarded.group()), rollouts);
            for (int i = 0; i < 2; i++) {
                JsonNode before = fixture.ppo().get("before").get(samples.size());
                List<Double> values = ActorCriticFixture.doubles(before);
                List<Double> advantages = estimate.of(
                        PpoStep.rewards(
                                rollouts.get(i),
                                references.get(i),
                                rewarded.rewards().get(i),
                                settings,
                                loss),
                        values);
                List<Double> returns =
                        ActorCriticFixture.doubles(fixture.ppo().get("returns").get(samples.size()));
                List<Double> sums = new ArrayList<>();
                for (int t = 0; t < returns.size(); t++) {
                    sums.add(advantages.get(t) + values.get(t));
                }
                ActorCriticFixture.assertClose(sums, returns);
                samples.add(new ActorCriticGradient.Sample(
                        rewarded.group(), rollouts.get(i), references.get(i), advantages, values, returns));
            }
        }
        List<List<Double>> whitened = GeneralizedAdvantage.whitened(
                samples.stream().map(ActorCriticGradient.Sample::advantages).toList());
        List<ActorCriticGradient.Sample> ready = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            ActorCriticFixture.assertClose(
                    whitened.get(i),
                    ActorCriticFixture.doubles(fixture.ppo().get("advantages").get(i)));
            ready.add(samples.get(i).withAdvantages(whitened.get(i)));
        }
        return ready;
    }

    private ValueHead head() {
        ValueHead head = ValueHead.in(folder, model.transformer());
        float[] weight = Reference.floats(fixture.ppo().get("weight"));
        try (NDManager manager = model.transformer().kernels().newManager()) {
            manager.create(weight, new Shape(1, weight.length))
                    .copyTo(head.tensors().get(0));
            manager.create(new float[] {(float) number("bias")})
                    .copyTo(head.tensors().get(1));
        }
        return head;
    }

    private PpoLoss loss() {
        return new PpoLoss(
                number("clip"),
                number("beta"),
                new ValueTerms(number("gamma"), number("lambda"), number("valueClip"), number("valueWeight")));
    }

    private double number(String name) {
        return fixture.ppo().get(name).asDouble();
    }

    private static Map<String, NDArray> both(LoraAdapter policy, ValueHead head) {
        Map<String, NDArray> both = new java.util.LinkedHashMap<>(policy.namedTensors());
        both.putAll(head.namedTensors());
        return both;
    }
}
