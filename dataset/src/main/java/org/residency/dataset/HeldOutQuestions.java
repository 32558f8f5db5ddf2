package org.residency.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * The questions on which a model is measured, to be looked for in what it learns from. A training case holds one if it has
 * most of its runs of eight words, wherever in its question, reasoning or answer they stand: unlike the clusters of the
 * split, which compare whole questions, this finds a question that is quoted in a longer text. Runs that many of the held-out
 * questions share are their form ("which of the following is the most likely diagnosis") and do not count.
 */
final class HeldOutQuestions {
    private static final int WORDS = 8;
    /** A question with fewer runs of its own is too short to tell. */
    private static final int FEWEST_RUNS = 5;

    private static final int LEAST_SHARED = 10;
    private static final int SHARED_BY_ONE_IN = 100;

    private final Map<Long, List<Integer>> questionsByRun = new HashMap<>();
    private final int[] runCounts;

    HeldOutQuestions(List<ClinicalCase> heldOut) {
        runCounts = new int[heldOut.size()];
        for (int i = 0; i < heldOut.size(); i++) {
            int number = i;
            WordRuns.of(heldOut.get(i).question(), WORDS)
                    .hashes()
                    .forEach(run -> questionsByRun
                            .computeIfAbsent(run, any -> new ArrayList<>(1))
                            .add(number));
        }
        int form = Math.max(LEAST_SHARED, heldOut.size() / SHARED_BY_ONE_IN);
        questionsByRun.values().removeIf(questions -> questions.size() > form);
        questionsByRun.values().forEach(questions -> questions.forEach(question -> runCounts[question]++));
    }

    /** Whether a case has at least this share of any question's runs. */
    boolean areHeldBy(ClinicalCase one, double share) {
        Map<Integer, AtomicInteger> found = new HashMap<>();
        LongStream runs = WordRuns.of(one.question() + "\n" + one.reasoning() + "\n" + one.answer(), WORDS)
                .hashes();
        runs.forEach(run -> questionsByRun
                .getOrDefault(run, List.of())
                .forEach(question -> found.computeIfAbsent(question, any -> new AtomicInteger())
                        .incrementAndGet()));
        return found.entrySet().stream()
                .anyMatch(entry -> runCounts[entry.getKey()] >= FEWEST_RUNS
                        && entry.getValue().get() >= share * runCounts[entry.getKey()]);
    }
}
