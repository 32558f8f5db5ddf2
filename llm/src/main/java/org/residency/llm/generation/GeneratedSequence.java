package org.residency.llm.generation;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.residency.llm.tokenizer.TokenIds;

/** A sequence while it grows, with the random stream that is its own. */
final class GeneratedSequence {
    private final int promptIndex;
    private final int promptInBatch;
    private final int sampleIndex;
    private final int limit;
    private final SplittableRandom random;
    private final Optional<StopStrings.Watch> stops;
    private double[] drawn = new double[16];
    private int drawnCount;
    private final int[] tokens;
    private final float[] logProbabilities;
    private int count;
    private boolean ended;

    GeneratedSequence(
            int promptIndex,
            int promptInBatch,
            int sampleIndex,
            long key,
            SamplingSettings settings,
            Optional<StopStrings> stops) {
        this.promptIndex = promptIndex;
        this.promptInBatch = promptInBatch;
        this.sampleIndex = sampleIndex;
        this.limit = settings.maxTokens();
        this.random = new SplittableRandom(mix(mix(mix(settings.seed()) ^ key) ^ sampleIndex));
        this.stops = stops.map(StopStrings::watch);
        this.tokens = new int[limit];
        this.logProbabilities = new float[limit];
    }

    int promptInBatch() {
        return promptInBatch;
    }

    /** Tokens so far. */
    int count() {
        return count;
    }

    /** The number in [0, 1) that chooses the token at that place, whenever and however often it is asked for. */
    double uniform(int place) {
        while (drawnCount <= place) {
            if (drawnCount == drawn.length) {
                drawn = Arrays.copyOf(drawn, 2 * drawnCount);
            }
            drawn[drawnCount++] = random.nextDouble();
        }
        return drawn[place];
    }

    boolean going() {
        return !ended && count < limit;
    }

    /** Takes a block's tokens up to the end token, and tells the listener of them. */
    void append(
            long[] newTokens,
            float[] newLogProbabilities,
            int from,
            int to,
            Set<Integer> endTokens,
            GenerationListener listener) {
        int before = count;
        for (int i = from; i < to && going(); i++) {
            tokens[count] = Math.toIntExact(newTokens[i]);
            logProbabilities[count] = newLogProbabilities[i];
            int token = tokens[count++];
            ended = endTokens.contains(token)
                    || stops.map(watch -> watch.sees(token)).orElse(false);
        }
        if (count > before) {
            listener.onTokens(promptIndex, sampleIndex, TokenIds.of(Arrays.copyOfRange(tokens, before, count)));
        }
    }

    Completion completion() {
        return new Completion(
                promptIndex,
                sampleIndex,
                TokenIds.of(Arrays.copyOf(tokens, count)),
                LogProbabilities.of(Arrays.copyOf(logProbabilities, count)),
                ended);
    }

    /** Stafford's variant 13 of the finalizer of MurmurHash3. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
