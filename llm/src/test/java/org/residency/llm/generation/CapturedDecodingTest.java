package org.residency.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.decoding.CapturedDecoder;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.model.Transformer;
import org.residency.llm.testing.TrainedFactors;
import org.residency.llm.tokenizer.TokenIds;

/** The captured step beside the engine's own operators on the same device. */
@Tag("gpu")
class CapturedDecodingTest {
    private static final int NEW = 40;

    @BeforeAll
    static void needsADevice() {
        assumeTrue(Files.exists(Path.of("/dev/nvidia0")), "no CUDA device here");
    }

    @Test
    void saysTheTokensOfThePlainForm() {
        for (ComputeType type : List.of(ComputeType.BFLOAT16, ComputeType.FLOAT16)) {
            for (BenchShape shape : List.of(BenchShape.TINY, BenchShape.QWEN2_0_5B)) {
                try (Transformer model = model(shape, type)) {
                    requireCapture(model, Optional.empty());
                    agree(model, Optional.empty(), 5);
                    tellsTheTruth(model, Optional.empty(), 5, SamplingSettings.sampled(0.7, NEW, 3));
                }
            }
        }
    }

    @Test
    void saysTheTokensOfThePlainFormWithTheAdapterLive() {
        try (Transformer model = model(BenchShape.TINY, ComputeType.BFLOAT16);
                LoraAdapter adapter = LoraAdapter.create(model, LoraSettings.defaults(), 1)) {
            List<Completion> without = generate(model, Optional.empty(), 3, SamplingSettings.greedy(NEW));
            TrainedFactors.putInto(adapter);
            requireCapture(model, Optional.of(adapter));
            for (int prompts : new int[] {1, 9, 40, 70}) {
                agree(model, Optional.of(adapter), prompts);
                tellsTheTruth(model, Optional.of(adapter), prompts, SamplingSettings.sampled(0.7, NEW, 3));
            }
            assertThat(generate(model, Optional.of(adapter), 3, SamplingSettings.greedy(NEW)))
                    .isNotEqualTo(without);
        }
    }

    @Test
    void choosesByTheOtherRulesToo() {
        try (Transformer model = model(BenchShape.TINY, ComputeType.BFLOAT16)) {
            tellsTheTruth(model, Optional.empty(), 5, new SamplingSettings(0.7, 50, 0.9, NEW, 3));
            SamplingSettings penalized =
                    SamplingSettings.greedy(NEW).withRepetitionPenalty(1.3).withMinP(0.001);
            List<Completion> captured = generate(model, Optional.empty(), 5, penalized);
            List<Completion> plain = plain(model, Optional.empty(), 5, penalized);
            for (int i = 0; i < 5; i++) {
                assertThat(captured.get(i).tokens().slice(0, 2))
                        .isEqualTo(plain.get(i).tokens().slice(0, 2));
            }
        }
    }

    @Test
    void samplesTheSameOfTheSameBatchAndLetsSequencesEnd() {
        try (Transformer model = model(BenchShape.TINY, ComputeType.BFLOAT16)) {
            SamplingSettings settings = SamplingSettings.sampled(1, NEW, 3);
            List<Completion> free = generate(model, Optional.empty(), 24, settings);
            assertThat(generate(model, Optional.empty(), 24, settings)).isEqualTo(free);
            Set<Integer> ends = new HashSet<>();
            for (Completion completion : free.subList(0, 16)) {
                ends.add(completion.tokens().get(3 + completion.promptIndex()));
            }
            List<Completion> ended = new Generator(model, Optional.empty(), ends)
                    .generate(prompts(24), 1, settings, GenerationListener.SILENT);
            int same = 0;
            for (int i = 0; i < free.size(); i++) {
                TokenIds tokens = ended.get(i).tokens();
                assertThat(ended.get(i).ended() || tokens.size() == NEW).isTrue();
                same += tokens.equals(free.get(i).tokens().slice(0, tokens.size())) ? 1 : 0;
            }
            // A smaller batch rounds otherwise, and words that are all as likely make that matter.
            assertThat(same).isGreaterThan(12);
            assertThat(ended.stream().filter(Completion::ended).count()).isGreaterThanOrEqualTo(16);
        }
    }

    /** Greedy tokens are the same until near ties of random weights, and the two forms' roundings, part them. */
    private static void agree(Transformer model, Optional<LoraAdapter> adapter, int prompts) {
        SamplingSettings greedy = SamplingSettings.greedy(NEW);
        List<Completion> captured = generate(model, adapter, prompts, greedy);
        List<Completion> plain = plain(model, adapter, prompts, greedy);
        double same = 0;
        for (int i = 0; i < prompts; i++) {
            int t = 0;
            while (t < NEW
                    && captured.get(i).tokens().get(t) == plain.get(i).tokens().get(t)) {
                t++;
            }
            same += t / (double) NEW / prompts;
        }
        assertThat(same).as("%s, %d prompts", model.computeType(), prompts).isGreaterThan(0.3);
    }

    /**
     * The first token comes from the same logits in both forms, and whatever is sampled then has the probability that a plain
     * forward pass gives it.
     */
    private static void tellsTheTruth(
            Transformer model, Optional<LoraAdapter> adapter, int prompts, SamplingSettings settings) {
        List<Completion> captured = generate(model, adapter, prompts, settings);
        List<Completion> plain = plain(model, adapter, prompts, settings);
        double error = 0;
        for (int i = 0; i < prompts; i++) {
            TokenIds tokens = captured.get(i).tokens();
            assertThat(tokens.get(0)).isEqualTo(plain.get(i).tokens().get(0));
            TokenIds prompt = prompts(prompts).get(i).tokens();
            try (NDManager owner = model.kernels().newManager()) {
                NDArray known = model.logits(prompt.then(tokens), adapter, owner)
                        .div(settings.temperature())
                        .logSoftmax(-1);
                for (int t = 0; t < NEW; t++) {
                    error += Math.abs(captured.get(i).logProbabilities().get(t)
                                    - known.getFloat(prompt.size() + t - 1, tokens.get(t)))
                            / NEW
                            / prompts;
                }
            }
        }
        assertThat(error).as("%s, %d prompts", settings, prompts).isLessThan(0.02);
    }

    private static List<Completion> plain(
            Transformer model, Optional<LoraAdapter> adapter, int prompts, SamplingSettings settings) {
        return new Generator(model, adapter, Set.of())
                .plain()
                .generate(prompts(prompts), 1, settings, GenerationListener.SILENT);
    }

    private static void requireCapture(Transformer model, Optional<LoraAdapter> adapter) {
        Optional<CapturedDecoder> decoder = CapturedDecoder.of(model, adapter);
        assertThat(decoder).as("captured steps on this device").isPresent();
        decoder.orElseThrow().close();
    }

    private static List<Completion> generate(
            Transformer model, Optional<LoraAdapter> adapter, int prompts, SamplingSettings settings) {
        return new Generator(model, adapter, Set.of())
                .generate(prompts(prompts), 1, settings, GenerationListener.SILENT);
    }

    private static List<Prompt> prompts(int count) {
        List<Prompt> prompts = new ArrayList<>();
        Random random = new Random(5);
        for (int p = 0; p < count; p++) {
            prompts.add(new Prompt(
                    p, TokenIds.of(random.ints(100 + 60 * (p % 3), 3, 30_000).toArray())));
        }
        return prompts;
    }

    private static Transformer model(BenchShape shape, ComputeType type) {
        return Transformer.random(shape.config(512), ComputeDevice.gpu(0), type, 1, 1);
    }
}
