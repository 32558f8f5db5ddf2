package org.residency.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.llm.decoding.LaidOutWeights;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.Architecture;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.RotaryEmbedding;
import org.residency.llm.model.Transformer;
import org.residency.llm.testing.Reference;
import org.residency.llm.testing.TrainedFactors;
import org.residency.llm.tokenizer.TokenIds;

/** Token steps over weights laid out anew beside those over the model's own. */
class LaidOutDecodingTest {
    private static final int NEW = 40;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama-dynamic", "mistral", "qwen2", "qwen3"})
    void saysWhatTheModelsOwnWeightsSay(String name) {
        Path folder = Reference.file("architectures").resolve(name);
        ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
        try (Transformer model = Transformer.random(config, ComputeDevice.cpu(), ComputeType.FLOAT32, 1, 3)) {
            List<Completion> bare = agree(model, Optional.empty());
            for (Set<Projection> targets : List.of(
                    EnumSet.allOf(Projection.class),
                    EnumSet.of(Projection.QUERY, Projection.VALUE, Projection.UP),
                    EnumSet.of(Projection.DOWN))) {
                LoraSettings settings = LoraSettings.defaults().withRank(4, 8).withTargets(targets);
                try (LoraAdapter adapter = LoraAdapter.create(model, settings, 1)) {
                    TrainedFactors.putInto(adapter);
                    assertThat(agree(model, Optional.of(adapter))).isNotEqualTo(bare);
                }
            }
        }
    }

    @Test
    void areLaidOutWhereThatIsWorthIt() {
        ModelConfig small = config(1000);
        assertThat(bytes(small, ComputeType.FLOAT32, BaseQuantization.NONE, NEW))
                .isPositive();
        assertThat(bytes(small, ComputeType.FLOAT32, BaseQuantization.NONE, 4)).isZero();
        assertThat(bytes(small, ComputeType.BFLOAT16, BaseQuantization.NONE, NEW))
                .isZero();
        assertThat(bytes(small, ComputeType.FLOAT32, BaseQuantization.NF4, NEW)).isZero();
        assertThat(bytes(config(2_000_000), ComputeType.FLOAT32, BaseQuantization.NONE, NEW))
                .isZero();
        try (Transformer model = Transformer.random(small, ComputeDevice.cpu(), ComputeType.FLOAT32, 1, 3)) {
            long held = model.namedWeights().entrySet().stream()
                    .filter(weight -> !weight.getKey().endsWith("norm.weight"))
                    .mapToLong(weight -> 4 * weight.getValue().size())
                    .sum();
            assertThat(bytes(small, ComputeType.FLOAT32, BaseQuantization.NONE, NEW))
                    .isEqualTo(held);
        }
    }

    private static ModelConfig config(int words) {
        return new ModelConfig(
                Architecture.LLAMA,
                words,
                words > 1000 ? 512 : 64,
                96,
                2,
                4,
                2,
                16,
                128,
                0,
                1e-5,
                RotaryEmbedding.plain(10_000),
                true,
                Optional.of(1),
                List.of(2));
    }

    private static long bytes(ModelConfig config, ComputeType type, BaseQuantization quantization, int newTokens) {
        return LaidOutWeights.bytes(config, type, quantization, ComputeDevice.cpu(), newTokens);
    }

    private static List<Completion> agree(Transformer model, Optional<LoraAdapter> adapter) {
        Generator generator = new Generator(model, adapter, Set.of());
        SamplingSettings settings = SamplingSettings.sampled(0.7, NEW, 3);
        List<Completion> laidOut = generator.generate(prompts(model), 3, settings, GenerationListener.SILENT);
        List<Completion> own = generator.plain().generate(prompts(model), 3, settings, GenerationListener.SILENT);
        for (int i = 0; i < own.size(); i++) {
            assertThat(laidOut.get(i).tokens()).isEqualTo(own.get(i).tokens());
            Reference.assertClose(
                    laidOut.get(i).logProbabilities().toArray(),
                    own.get(i).logProbabilities().toArray(),
                    1e-5);
        }
        return laidOut;
    }

    private static List<Prompt> prompts(Transformer model) {
        Random random = new Random(5);
        List<Prompt> prompts = new ArrayList<>();
        for (int length : new int[] {3, 17, 9}) {
            prompts.add(new Prompt(
                    length,
                    TokenIds.of(random.ints(length, 3, model.config().vocabularySize())
                            .toArray())));
        }
        return prompts;
    }
}
