package org.residency.llm.memory;

import java.util.Comparator;
import java.util.List;

/**
 * How large a forward pass is.
 *
 * @param sequences side by side
 * @param longest tokens of the longest
 * @param tokens of all
 * @param labelled tokens that are predicted
 */
public record BatchSize(int sequences, int longest, long tokens, long labelled) {
    public BatchSize {
        if (sequences < 1 || longest < 1 || tokens < 1 || labelled < 0 || labelled > tokens) {
            throw new IllegalArgumentException(
                    "%d sequences, the longest of %d, %d tokens and %d labelled must be above 0 and fit together"
                            .formatted(sequences, longest, tokens, labelled));
        }
    }

    /** Sequences that are all as long as the settings allow, every token predicted. */
    public static BatchSize full(int sequences, int length) {
        return new BatchSize(sequences, length, (long) sequences * length, (long) sequences * length);
    }

    /** The largest batch of so many that these sequences can make; of each its length and how much is predicted. */
    public static BatchSize largest(List<Length> sequences, int batchSize) {
        int count = Math.min(batchSize, sequences.size());
        List<Length> longest = sequences.stream()
                .sorted(Comparator.comparingInt(Length::tokens).reversed())
                .limit(count)
                .toList();
        long labelled = sequences.stream()
                .map(Length::labelled)
                .sorted(Comparator.reverseOrder())
                .limit(count)
                .mapToLong(Integer::longValue)
                .sum();
        long tokens = longest.stream().mapToLong(Length::tokens).sum();
        return new BatchSize(count, longest.get(0).tokens(), tokens, Math.min(labelled, tokens));
    }

    /** Tokens of a sequence, and how many of them are predicted. */
    public record Length(int tokens, int labelled) {}
}
