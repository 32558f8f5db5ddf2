package org.residency.llm.sft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.llm.tokenizer.ReasoningFormat;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;

/**
 * Cases in the form that the trainer takes and the model is served in.
 *
 * @param shortened how many had tokens cut from the middle of their reasoning to fit; how it begins and what it concludes
 *     stay, and the answer is never touched
 * @param dropped how many are too long even without reasoning
 */
public record ExampleSet(List<SftExample> examples, int shortened, int dropped) {

    /** A case to learn from. */
    public record Lesson(String question, String reasoning, String answer) {}

    public ExampleSet {
        examples = List.copyOf(examples);
    }

    /** The cases, none longer than {@code maxTokens}. */
    public static ExampleSet of(List<Lesson> lessons, ReasoningFormat format, Tokenizer tokenizer, int maxTokens) {
        List<SftExample> examples = new ArrayList<>();
        int shortened = 0;
        int dropped = 0;
        for (Lesson lesson : lessons) {
            SftExample whole = new SftExample(
                    format.encodePrompt(lesson.question()), format.encodeTarget(lesson.reasoning(), lesson.answer()));
            if (whole.size() <= maxTokens) {
                examples.add(whole);
                continue;
            }
            Optional<SftExample> fitting = shorten(lesson, whole.prompt(), format, tokenizer, maxTokens);
            fitting.ifPresent(examples::add);
            shortened += fitting.isPresent() ? 1 : 0;
            dropped += fitting.isPresent() ? 0 : 1;
        }
        return new ExampleSet(examples, shortened, dropped);
    }

    private static Optional<SftExample> shorten(
            Lesson lesson, TokenIds prompt, ReasoningFormat format, Tokenizer tokenizer, int maxTokens) {
        TokenIds closing = format.encodeTarget("", lesson.answer());
        TokenIds reasoning = tokenizer.encode(lesson.reasoning().strip());
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
