package org.residency.llm.dpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.layers.PlainWalk;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;

class DpoLossTest {
    private final JsonNode expected =
            JsonFile.read(Reference.file("policy.json")).get("dpo");

    @ParameterizedTest
    @EnumSource(GradientMethod.class)
    void isTheLossOfTrl(GradientMethod method) {
        isTheLossOfTrl((model, policy) -> new DpoLoss(model, policy, 0.1, method));
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKED", "CHECKPOINTED"})
    void isThatLossWhereGradientsAreWalked(GradientMethod method) {
        isTheLossOfTrl((model, policy) -> new DpoLoss(model, policy, 0.1, PlainWalk.pass(model, policy, method)));
    }

    private void isTheLossOfTrl(BiFunction<Transformer, LoraAdapter, DpoLoss> made) {
        try (LanguageModel model = Reference.tinyModel();
                LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                AdamW optimizer = new AdamW(
                        model.transformer().kernels(), List.of(policy.flat()), OptimizerSettings.defaults())) {
            DpoLoss loss = made.apply(model.transformer(), policy);
            double value = 0;
            // In two passes, as memory may ask for.
            for (PreferencePair pair : pairs()) {
                value += loss.addGradients(List.of(pair), optimizer.gradients(), 0.5, 0)
                        .loss();
            }
            assertThat(value).isCloseTo(expected.get("loss").asDouble(), within(1e-5));
            assertThat(loss.measure(pairs()).loss() / 2)
                    .isCloseTo(expected.get("loss").asDouble(), within(1e-5));
            SafetensorsReader gradients = SafetensorsReader.open(Reference.file("policy_gradients.safetensors"));
            List<String> names = List.copyOf(policy.namedTensors().keySet());
            for (int i = 0; i < names.size(); i++) {
                Reference.assertClose(
                        optimizer.gradients().get(i), Reference.floats(gradients, "dpo/" + names.get(i)), 1e-5);
            }
        }
    }

    @Test
    void learnsToPreferTheChosen() {
        try (LanguageModel model = Reference.tinyModel();
                LoraAdapter policy = model.loadAdapter(Reference.file("adapter"));
                AdamW optimizer = new AdamW(
                        model.transformer().kernels(), List.of(policy.flat()), OptimizerSettings.defaults())) {
            DpoLoss loss = new DpoLoss(model.transformer(), policy, 0.1, GradientMethod.PACKED);
            DpoLoss.Sums last = null;
            for (int step = 0; step < 12; step++) {
                last = loss.addGradients(pairs(), optimizer.gradients(), 0.5, step);
                optimizer.step(1e-2);
            }
            assertThat(last.ahead()).isEqualTo(2);
            assertThat(last.loss()).isLessThan(0.3);
        }
    }

    @Test
    void refusesAPairWithoutAPreference() {
        assertThatThrownBy(() -> new PreferencePair(TokenIds.of(1), TokenIds.of(2), TokenIds.of(2)))
                .hasMessageContaining("must differ");
    }

    private List<PreferencePair> pairs() {
        List<PreferencePair> pairs = new ArrayList<>();
        for (JsonNode pair : expected.get("pairs")) {
            List<TokenIds> sides = Reference.tokens(JsonNodeFactory.instance
                    .arrayNode()
                    .add(pair.get("prompt"))
                    .add(pair.get("chosen"))
                    .add(pair.get("rejected")));
            pairs.add(new PreferencePair(sides.get(0), sides.get(1), sides.get(2)));
        }
        return pairs;
    }
}
