package org.residency.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.llm.LanguageModel;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;

class GeneratorTest {
    private final Reference reference = new Reference();
    private final LanguageModel model = Reference.tinyModel();

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void choosesTheGreedyTokensOfTransformers() {
        List<Completion> completions = generate(prompts(), 1, SamplingSettings.greedy(24));
        assertThat(completions.stream().map(Completion::tokens))
                .containsExactlyElementsOf(Reference.tokens(reference.get("greedy")));
    }

    @Test
    void samplesTheSameWhateverTheBatch() {
        SamplingSettings settings = SamplingSettings.sampled(1.3, 20, 5);
        List<Completion> together = generate(prompts(), 3, settings);
        List<Completion> alone = generate(prompts().subList(2, 3), 3, settings);
        assertThat(together).hasSize(9);
        for (int sample = 0; sample < 3; sample++) {
            assertThat(together.get(6 + sample).tokens())
                    .isEqualTo(alone.get(sample).tokens());
        }
        assertThat(alone.get(0).tokens()).isNotEqualTo(alone.get(1).tokens());
        assertThat(generate(prompts(), 3, SamplingSettings.sampled(1.3, 20, 6)).get(0))
                .isNotEqualTo(together.get(0));
    }

    @Test
    void tellsTheLogProbabilitiesOfTheForwardPass() {
        Completion completion = generate(prompts().subList(1, 2), 1, SamplingSettings.sampled(0.8, 20, 1))
                .get(0);
        TokenIds prompt = prompts().get(1).tokens();
        try (NDManager owner = model.transformer().kernels().newManager()) {
            float[] expected = new float[completion.tokens().size()];
            var known = model.transformer()
                    .logits(prompt.then(completion.tokens()), Optional.<LoraAdapter>empty(), owner)
                    .div(0.8)
                    .logSoftmax(-1);
            for (int t = 0; t < expected.length; t++) {
                expected[t] = known.getFloat(
                        prompt.size() + t - 1, completion.tokens().get(t));
            }
            Reference.assertClose(completion.logProbabilities().toArray(), expected, 1e-4);
            assertThat(known.get(new NDIndex("0")).exp().sum().getFloat()).isBetween(0.999f, 1.001f);
        }
    }

    @Test
    void samplesInProportionToTheProbabilities() {
        TokenIds prompt = prompts().get(0).tokens();
        List<Completion> completions =
                generate(List.of(new Prompt(1, prompt)), 4000, SamplingSettings.sampled(1, 1, 9));
        Map<Integer, Integer> counts = new HashMap<>();
        completions.forEach(completion -> counts.merge(completion.tokens().get(0), 1, Integer::sum));
        int most = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        double probability = Math.exp(completions.stream()
                .filter(completion -> completion.tokens().get(0) == most)
                .findFirst()
                .orElseThrow()
                .logProbabilities()
                .get(0));
        double deviation = Math.sqrt(probability * (1 - probability) / 4000);
        assertThat(counts.get(most) / 4000.0).isBetween(probability - 4 * deviation, probability + 4 * deviation);
    }

    @Test
    void isGreedyWithOneTokenToChooseFrom() {
        List<TokenIds> greedy = tokens(generate(prompts(), 1, SamplingSettings.greedy(12)));
        assertThat(tokens(generate(prompts(), 1, new SamplingSettings(1, 1, 1, 12, 3))))
                .isEqualTo(greedy);
        assertThat(tokens(generate(prompts(), 1, new SamplingSettings(1, 0, 1e-6, 12, 3))))
                .isEqualTo(greedy);
    }

    @Test
    void keepsToTheLikeliestTokens() {
        List<Completion> all = generate(prompts().subList(0, 1), 500, new SamplingSettings(3, 3, 1, 1, 3));
        assertThat(all.stream().map(Completion::tokens).distinct()).hasSize(3);
    }

    @Test
    void endsWithTheEndTokenAndLeavesTheRestAlone() {
        List<TokenIds> free = tokens(generate(prompts(), 1, SamplingSettings.greedy(24)));
        Generator generator = new Generator(
                model.transformer(), Optional.empty(), Set.of(free.get(2).get(5), 146));
        List<Completion> ended =
                generator.generate(prompts(), 1, SamplingSettings.greedy(24), GenerationListener.SILENT);
        assertThat(ended.get(0).tokens()).isEqualTo(free.get(0));
        assertThat(ended.get(0).ended()).isFalse();
        for (int row = 1; row < 3; row++) {
            TokenIds tokens = ended.get(row).tokens();
            assertThat(ended.get(row).ended()).isTrue();
            assertThat(tokens).isEqualTo(free.get(row).slice(0, tokens.size()));
        }
    }

    @Test
    void samplesTheSameWhereNeighboursEnd() {
        SamplingSettings settings =
                SamplingSettings.sampled(1.2, 40, 5).withRepetitionPenalty(1.1).withMinP(0.01);
        TokenIds alone = generate(prompts().subList(1, 2), 1, settings).get(0).tokens();
        // Two thirds of the words end a sequence, so that neighbours of all kinds leave early.
        Set<Integer> ends = new HashSet<>();
        IntStream.range(2, 320).filter(id -> id % 3 > 0).forEach(ends::add);
        for (int id : alone.toArray()) {
            ends.remove(id);
        }
        List<Completion> together = new Generator(model.transformer(), Optional.empty(), ends)
                .generate(prompts(), 20, settings, GenerationListener.SILENT);
        assertThat(together.get(20).tokens()).isEqualTo(alone);
        assertThat(together.stream().filter(Completion::ended).count()).isGreaterThan(20);
    }

    @Test
    void repeatsLessWithAPenalty() {
        SamplingSettings greedy = SamplingSettings.greedy(40);
        long plain = distinct(generate(prompts().subList(0, 1), 1, greedy).get(0));
        long penalized = distinct(generate(prompts().subList(0, 1), 1, greedy.withRepetitionPenalty(2))
                .get(0));
        assertThat(penalized).isGreaterThan(plain);
    }

    @Test
    void endsWithTheTokenThatCompletesAStopString() {
        TokenIds free = tokens(generate(prompts().subList(0, 1), 1, SamplingSettings.greedy(24)))
                .get(0);
        String text = model.tokenizer().decode(free);
        String stop = text.substring(5, 8);
        Completion stopped = new Generator(model.transformer(), Optional.empty(), Set.of())
                .stoppingAt(model.tokenizer(), List.of("never said", stop))
                .generate(prompts().subList(0, 1), 1, SamplingSettings.greedy(24), GenerationListener.SILENT)
                .get(0);
        String until = model.tokenizer().decode(stopped.tokens());
        assertThat(stopped.ended()).isTrue();
        assertThat(until).contains(stop);
        assertThat(text).startsWith(until);
        int size = stopped.tokens().size();
        assertThat(model.tokenizer().decode(stopped.tokens().slice(0, size - 1)))
                .doesNotContain(stop);
    }

    private static long distinct(Completion completion) {
        return Arrays.stream(completion.tokens().toArray()).distinct().count();
    }

    @Test
    void tellsTokensAsTheyCome() {
        Map<Integer, TokenIds> heard = new HashMap<>();
        List<Completion> completions = model.generator()
                .generate(
                        prompts(),
                        1,
                        SamplingSettings.greedy(20),
                        (prompt, sample, tokens) -> heard.merge(prompt, tokens, TokenIds::then));
        for (Completion completion : completions) {
            assertThat(heard.get(completion.promptIndex())).isEqualTo(completion.tokens());
        }
    }

    @Test
    void stopsWhenTheListenerAsks() {
        GenerationListener impatient = new GenerationListener() {
            @Override
            public void onTokens(int promptIndex, int sampleIndex, TokenIds tokens) {}

            @Override
            public boolean shouldStop() {
                return true;
            }
        };
        Completion completion = model.generator()
                .generate(prompts().subList(0, 1), 1, SamplingSettings.greedy(60), impatient)
                .get(0);
        assertThat(completion.tokens().size()).isLessThan(60);
        assertThat(completion.ended()).isFalse();
    }

    @Test
    void generatesOnSeveralThreadsAtOnce() {
        SamplingSettings settings = SamplingSettings.sampled(1, 60, 5);
        List<TokenIds> alone = tokens(generate(prompts(), 4, settings));
        List<List<TokenIds>> together = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> tokens(generate(prompts(), 4, settings)))
                .toList();
        assertThat(together).allSatisfy(tokens -> assertThat(tokens).isEqualTo(alone));
    }

    @Test
    void refusesMoreThanTheContextHolds() {
        assertThatThrownBy(() -> generate(prompts(), 1, SamplingSettings.greedy(128)))
                .isInstanceOf(ContextLengthException.class);
    }

    private List<Completion> generate(List<Prompt> prompts, int samples, SamplingSettings settings) {
        return new Generator(model.transformer(), Optional.empty(), Set.of())
                .generate(prompts, samples, settings, GenerationListener.SILENT);
    }

    private static List<TokenIds> tokens(List<Completion> completions) {
        return completions.stream().map(Completion::tokens).toList();
    }

    private List<Prompt> prompts() {
        List<Prompt> prompts = new ArrayList<>();
        reference.prompts().forEach(tokens -> prompts.add(new Prompt(prompts.size(), tokens)));
        return prompts;
    }
}
