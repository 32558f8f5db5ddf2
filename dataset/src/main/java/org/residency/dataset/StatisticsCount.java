package org.residency.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts a dataset case by case; holds no text but the values of groups. */
public final class StatisticsCount {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String RARE = "(rarer values)";
    private static final int MOST_VALUES = 20;

    private final SortedMap<SplitName, Integer> cases = new TreeMap<>();
    private final Map<String, Integer> byPatient = new HashMap<>();
    private final SortedMap<String, SortedMap<String, SortedMap<SplitName, Integer>>> groups = new TreeMap<>();
    private final Lengths questions = new Lengths();
    private final Lengths reasonings = new Lengths();
    private final Lengths answers = new Lengths();
    private long words;

    public void add(SplitName split, ClinicalCase one) {
        cases.merge(split, 1, Integer::sum);
        one.patientKey().ifPresent(key -> byPatient.merge(key, 1, Integer::sum));
        one.groups()
                .forEach((group, value) -> groups.computeIfAbsent(group, any -> new TreeMap<>())
                        .computeIfAbsent(value, any -> new TreeMap<>())
                        .merge(split, 1, Integer::sum));
        questions.add(one.question());
        reasonings.add(one.reasoning());
        answers.add(one.answer());
        words += words(one.question()) + words(one.reasoning()) + words(one.answer());
    }

    public DatasetStatistics total(DatasetStatistics.History history) {
        SortedMap<String, SortedMap<String, SortedMap<SplitName, Integer>>> named = new TreeMap<>();
        groups.forEach((group, values) -> named.put(group, frequent(values)));
        return new DatasetStatistics(
                history.rows(),
                new TreeMap<>(history.dropped()),
                cases,
                byPatient.size(),
                byPatient.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                named,
                new TreeMap<>(Map.of(
                        "question", questions.histogram(),
                        "reasoning", reasonings.histogram(),
                        "answer", answers.histogram())),
                words,
                new TreeMap<>(history.replaced()),
                history.audited(),
                history.quarantined(),
                new TreeMap<>(history.findings()));
    }

    private static SortedMap<String, SortedMap<SplitName, Integer>> frequent(
            SortedMap<String, SortedMap<SplitName, Integer>> values) {
        int fewest = values.values().stream()
                .map(StatisticsCount::sum)
                .sorted((a, b) -> b - a)
                .skip(MOST_VALUES)
                .findFirst()
                .map(next -> Math.max(next + 1, DatasetStatistics.FEWEST_TO_NAME))
                .orElse(DatasetStatistics.FEWEST_TO_NAME);
        SortedMap<String, SortedMap<SplitName, Integer>> named = new TreeMap<>();
        values.forEach((value, bySplit) -> {
            SortedMap<SplitName, Integer> into =
                    named.computeIfAbsent(sum(bySplit) >= fewest ? value : RARE, any -> new TreeMap<>());
            bySplit.forEach((split, count) -> into.merge(split, count, Integer::sum));
        });
        return named;
    }

    private static int sum(SortedMap<SplitName, Integer> bySplit) {
        return bySplit.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long words(String text) {
        return text.isBlank() ? 0 : BLANKS.splitAsStream(text.strip()).count();
    }

    /** Lengths in Unicode code points. */
    private static final class Lengths {
        private int[] lengths = new int[1024];
        private int count;

        void add(String text) {
            if (count == lengths.length) {
                lengths = Arrays.copyOf(lengths, 2 * count);
            }
            lengths[count++] = text.codePointCount(0, text.length());
        }

        Histogram histogram() {
            return Histogram.of(Arrays.copyOf(lengths, count));
        }
    }
}
