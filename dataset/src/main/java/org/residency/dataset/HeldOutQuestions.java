package org.residency.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * The questions on which a model is measured, to be looked for in what it learns from. A training case holds one if it has
 * most of its runs of eight words, wherever in its question, reasoning or answer they stand: unlike the clusters of the
 * split, which compare whole questions, this finds a question that is quoted in a longer text. Runs that many of the held-out
 * questions share are their form ("which of the following is the most likely diagnosis") and do not count.
 *
 * <p>In memory are 16 bytes a run; while it is made, up to 24.
 */
final class HeldOutQuestions {
    private static final int WORDS = 8;
    /** A question with fewer runs of its own is too short to tell. */
    private static final int FEWEST_RUNS = 5;

    private static final int LEAST_SHARED = 10;
    private static final int SHARED_BY_ONE_IN = 100;

    /** Sorted; those of the questions' form are left out. */
    private final long[] runs;
    /** Where the questions of a run end in {@link #questions}; they begin where those of the run before end. */
    private final int[] ends;

    private final int[] questions;
    private final int[] runCounts;

    /**
     * @param count questions, numbered from 0
     * @param questionOf asked for each question twice
     */
    HeldOutQuestions(int count, IntFunction<String> questionOf) {
        long[] all = allRuns(count, questionOf);
        int form = Math.max(LEAST_SHARED, count / SHARED_BY_ONE_IN);
        int distinct = 0;
        int[] shared = new int[all.length];
        for (int from = 0, to = 0; from < all.length; from = to) {
            while (to < all.length && all[to] == all[from]) {
                to++;
            }
            if (to - from <= form) {
                all[distinct] = all[from];
                shared[distinct++] = to - from;
            }
        }
        runs = Arrays.copyOf(all, distinct);
        ends = Arrays.copyOf(shared, distinct);
        int total = 0;
        for (int run = 0; run < distinct; run++) {
            int start = total;
            total += ends[run];
            ends[run] = start;
        }
        questions = new int[total];
        runCounts = new int[count];
        for (int i = 0; i < count; i++) {
            int question = i;
            runsOf(questionOf.apply(i)).forEach(hash -> {
                int run = Arrays.binarySearch(runs, hash);
                if (run >= 0) {
                    questions[ends[run]++] = question;
                    runCounts[question]++;
                }
            });
        }
    }

    /** Whether a case has at least this share of any question's runs. */
    boolean areHeldBy(ClinicalCase one, double share) {
        Map<Integer, AtomicInteger> found = new HashMap<>();
        runsOf(one.question() + "\n" + one.reasoning() + "\n" + one.answer()).forEach(hash -> {
            int run = Arrays.binarySearch(runs, hash);
            if (run >= 0) {
                for (int i = run == 0 ? 0 : ends[run - 1]; i < ends[run]; i++) {
                    found.computeIfAbsent(questions[i], any -> new AtomicInteger())
                            .incrementAndGet();
                }
            }
        });
        return found.entrySet().stream()
                .anyMatch(entry -> runCounts[entry.getKey()] >= FEWEST_RUNS
                        && entry.getValue().get() >= share * runCounts[entry.getKey()]);
    }

    private static long[] allRuns(int count, IntFunction<String> questionOf) {
        long[] all = new long[Math.max(1, count)];
        int size = 0;
        for (int i = 0; i < count; i++) {
            long[] own = runsOf(questionOf.apply(i)).toArray();
            if (size + own.length > all.length) {
                all = Arrays.copyOf(all, Math.max(size + own.length, all.length + (all.length >> 1)));
            }
            System.arraycopy(own, 0, all, size, own.length);
            size += own.length;
        }
        all = Arrays.copyOf(all, size);
        Arrays.sort(all);
        return all;
    }

    private static LongStream runsOf(String text) {
        return WordRuns.of(text, WORDS).hashes();
    }
}
