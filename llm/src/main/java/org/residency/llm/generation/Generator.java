package org.residency.llm.generation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;

/** Completes prompts, many at a time, over a key/value cache. */
public final class Generator {
    /** @param endTokens a sequence ends with the first of these */
    public Generator(Transformer transformer, Optional<LoraAdapter> adapter, Set<Integer> endTokens) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }

    /**
     * Samples {@code samplesPerPrompt} completions of each prompt.
     *
     * @return in order of prompts, then of samples
     * @throws org.residency.llm.model.ContextLengthException where a prompt and the tokens asked for exceed the context
     */
    public List<Completion> generate(
            List<Prompt> prompts, int samplesPerPrompt, SamplingSettings settings, GenerationListener listener) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }
}
