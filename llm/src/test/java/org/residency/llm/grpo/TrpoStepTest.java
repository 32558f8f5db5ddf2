package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.testing.Reference;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.TrainingListener;

/** TRPO against the paper's formulas in float64, by {@code reference/make_actor_critic.py}. */
class TrpoStepTest {
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
    void multipliesByTheFisherMatrix(GradientMethod method) {
        TrpoLoss loss = loss(number("maxKl"));
        GrpoSettings settings = fixture.settings(loss, method);
        try (LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                NDManager manager = model.transformer().kernels().newManager();
                PolicyDivergence divergence =
                        new PolicyDivergence(model.transformer(), policy, settings, samples(policy, settings, loss));
                AdapterVector direction = new AdapterVector(
                        model.transformer().kernels(),
                        List.copyOf(policy.namedTensors().values()))) {
            List<String> names = List.copyOf(policy.namedTensors().keySet());
            List<NDArray> wanted = new ArrayList<>();
            policy.namedTensors()
                    .forEach((name, factor) ->
                            wanted.add(manager.create(fixture.tensor("direction/" + name), factor.getShape())));
            direction.set(wanted);
            assertThat(divergence.measure()).as("of itself").isCloseTo(0, within(1e-7));
            try (AdapterVector product = divergence.fisher(direction)) {
                for (int i = 0; i < names.size(); i++) {
                    Reference.assertClose(product.tensors().get(i), fixture.tensor("fisher/" + names.get(i)), 1e-5);
                }
            }
            assertThat(divergence.measure()).as("stands where it stood").isCloseTo(0, within(1e-7));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = GradientMethod.class,
            names = {"PADDED", "CHECKPOINTED"})
    void stepsAsThePaperDoes(GradientMethod method) {
        GrpoSettings settings = fixture.settings(loss(number("maxKl")), method);
        GrpoResult result = new GrpoTrainer(model.transformer(), settings)
                .update(
                        fixture.groups(),
                        Reference.file("adapter"),
                        Optional.empty(),
                        folder.resolve("out"),
                        TrainingListener.SILENT);
        assertThat(result.metrics().loss()).isCloseTo(number("loss"), within(1e-5));
        assertThat(result.metrics().measured().get("step_share")).isEqualTo(number("share"));
        assertThat(result.metrics().measured().get("step_kl")).isCloseTo(number("kl"), within(1e-5));
        try (LoraAdapter policy = model.loadAdapter(result.folder())) {
            policy.namedTensors()
                    .forEach((name, factor) -> Reference.assertClose(factor, fixture.tensor("trpo/" + name), 1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 1e-3, 0.05, 3})
    void neverGoesFartherThanTheRegion(double maxKl) {
        TrpoLoss loss = loss(maxKl);
        GrpoSettings settings = fixture.settings(loss, GradientMethod.PADDED);
        try (LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                TrpoStep step = new TrpoStep(model.transformer(), policy, settings, loss)) {
            for (int i = 0; i < 4; i++) {
                List<PolicyGradient.Sample> samples = samples(policy, settings, loss);
                try (PolicyDivergence divergence =
                        new PolicyDivergence(model.transformer(), policy, settings, samples)) {
                    double surrogate = step.accumulate(samples).sums().loss();
                    step.move(0);
                    assertThat(divergence.measure()).isLessThanOrEqualTo(maxKl);
                    assertThat(divergence.measure()).isCloseTo(step.measured().get("step_kl"), within(1e-6 * maxKl));
                    assertThat(step.accumulate(samples).sums().loss()).isLessThan(surrogate + 1e-6);
                }
            }
        }
    }

    @Test
    void refusesAnAdapterWithDropout() {
        LoraSettings wet = LoraSettings.defaults().withRank(2, 4).withDropout(0.1);
        TrpoLoss loss = loss(0.01);
        try (LoraAdapter policy = LoraAdapter.create(model.transformer(), wet, 1)) {
            assertThatThrownBy(() -> new TrpoStep(
                            model.transformer(), policy, fixture.settings(loss, GradientMethod.PADDED), loss))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("dropout is 0.1");
        }
    }

    private List<PolicyGradient.Sample> samples(LoraAdapter policy, GrpoSettings settings, TrpoLoss loss) {
        return new StepSamples(new PolicyGradient(model.transformer(), policy, settings), settings, loss)
                .of(fixture.groups());
    }

    private TrpoLoss loss(double maxKl) {
        return new TrpoLoss(
                0, new TrustRegion(maxKl, fixture.trpo().get("iterations").asInt(), number("damping")));
    }

    private double number(String name) {
        return fixture.trpo().get(name).asDouble();
    }
}
