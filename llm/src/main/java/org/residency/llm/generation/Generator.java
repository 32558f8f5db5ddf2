package org.residency.llm.generation;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.model.Transformer;
import org.residency.llm.tokenizer.Tokenizer;

/** Completes prompts, many at a time, over a key/value cache. */
public final class Generator {
    /** Sequences decoded side by side at most, unless one prompt alone has more samples. */
    private static final int MOST_SEQUENCES = 256;

    private final Transformer transformer;
    private final Optional<LoraAdapter> adapter;
    private final Set<Integer> endTokens;
    private final Optional<StopStrings> stops;
    private final boolean capturing;

    /** @param endTokens a sequence ends with the first of these */
    public Generator(Transformer transformer, Optional<LoraAdapter> adapter, Set<Integer> endTokens) {
        this(transformer, adapter, endTokens, Optional.empty(), true);
    }

    private Generator(
            Transformer transformer,
            Optional<LoraAdapter> adapter,
            Set<Integer> endTokens,
            Optional<StopStrings> stops,
            boolean capturing) {
        this.capturing = capturing;
        this.transformer = transformer;
        this.adapter = adapter;
        this.endTokens = Set.copyOf(endTokens);
        this.stops = stops;
    }

    /** The same, which ends a sequence also with the token that completes one of these texts. */
    public Generator stoppingAt(Tokenizer tokenizer, List<String> texts) {
        Optional<StopStrings> watched =
                texts.isEmpty() ? Optional.empty() : Optional.of(new StopStrings(tokenizer, texts));
        return new Generator(transformer, adapter, endTokens, watched, capturing);
    }

    /**
     * The same in the engine's own operators over the model's own weights, also where a step could be captured or weights laid
     * out for it: to compare, and to rule out.
     */
    public Generator plain() {
        return new Generator(transformer, adapter, endTokens, stops, false);
    }

    /**
     * Samples {@code samplesPerPrompt} completions of each prompt.
     *
     * @return in order of prompts, then of samples
     * @throws ContextLengthException where a prompt and the tokens asked for exceed the context
     */
    public List<Completion> generate(
            List<Prompt> prompts, int samplesPerPrompt, SamplingSettings settings, GenerationListener listener) {
        if (samplesPerPrompt < 1) {
            throw new IllegalArgumentException("samplesPerPrompt is " + samplesPerPrompt + ", must be 1 or more");
        }
        int context = transformer.config().contextLength();
        for (Prompt prompt : prompts) {
            ContextLengthException.require(prompt.tokens().size() + settings.maxTokens(), context);
        }
        try (NDManager settling = transformer.kernels().newManager()) {
            return generate(prompts, samplesPerPrompt, settings, listener, adapter.map(live -> live.settled(settling)));
        }
    }

    private List<Completion> generate(
            List<Prompt> prompts,
            int samplesPerPrompt,
            SamplingSettings settings,
            GenerationListener listener,
            Optional<Adaptation> settled) {
        List<Completion> completions = new ArrayList<>();
        int promptsAtOnce = Math.max(1, MOST_SEQUENCES / samplesPerPrompt);
        for (int from = 0; from < prompts.size(); from += promptsAtOnce) {
            List<Prompt> some = prompts.subList(from, Math.min(prompts.size(), from + promptsAtOnce));
            List<GeneratedSequence> sequences = new ArrayList<>();
            for (int p = 0; p < some.size(); p++) {
                for (int sample = 0; sample < samplesPerPrompt; sample++) {
                    sequences.add(new GeneratedSequence(
                            from + p, p, sample, some.get(p).key(), settings, stops));
                }
            }
            new Decoding(transformer, settled, endTokens, settings, listener, capturing).run(some, sequences);
            sequences.forEach(sequence -> completions.add(sequence.completion()));
        }
        return completions;
    }
}
