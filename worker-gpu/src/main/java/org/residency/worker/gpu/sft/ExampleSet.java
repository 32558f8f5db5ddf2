package org.residency.worker.gpu.sft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.sft.SftExample;
import org.residency.llm.tokenizer.ReasoningFormat;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;

/**
 * Cases as the trainer takes them.
 *
 * @param shortened how many had tokens cut from the middle of their reasoning to fit; how it begins and what it concludes
 *     stay, and the answer is never touched
 * @param dropped how many are too long even without reasoning
 */
record ExampleSet(List<SftExample> examples, int shortened, int dropped) {

    ExampleSet {
        examples = List.copyOf(examples);
    }

    /** The cases in the form that is served, none longer than {@code maxTokens}. */
    static ExampleSet of(List<ClinicalCase> cases, ReasoningFormat format, Tokenizer tokenizer, int maxTokens) {
        List<SftExample> examples = new ArrayList<>();
        int shortened = 0;
        int dropped = 0;
        for (ClinicalCase clinicalCase : cases) {
            SftExample whole = new SftExample(
                    format.encodePrompt(clinicalCase.question()),
                    format.encodeTarget(clinicalCase.reasoning(), clinicalCase.answer()));
            if (whole.size() <= maxTokens) {
                examples.add(whole);
                continue;
            }
            Optional<SftExample> fitting = shorten(clinicalCase, whole.prompt(), format, tokenizer, maxTokens);
            fitting.ifPresent(examples::add);
            shortened += fitting.isPresent() ? 1 : 0;
            dropped += fitting.isPresent() ? 0 : 1;
        }
        return new ExampleSet(examples, shortened, dropped);
    }

    private static Optional<SftExample> shorten(
            ClinicalCase clinicalCase, TokenIds prompt, ReasoningFormat format, Tokenizer tokenizer, int maxTokens) {
        TokenIds closing = format.encodeTarget("", clinicalCase.answer());
        TokenIds reasoning = tokenizer.encode(clinicalCase.reasoning().strip());
        int room = Math.min(maxTokens - prompt.size() - closing.size(), reasoning.size());
        if (room < 1) {
            return Optional.empty();
        }
        int tail = room / 2;
        TokenIds kept =
                reasoning.slice(0, room - tail).then(reasoning.slice(reasoning.size() - tail, reasoning.size()));
        return Optional.of(new SftExample(prompt, kept.then(closing)));
    }
}
