package org.residency.llm.grpo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an update adds up over its steps, by the names that checkpoints know. */
final class UpdateSums {
    private static final String MEASURED = "measured.";
    private static final String SETBACKS = "setbacks";

    private final Map<String, Double> sums = new TreeMap<>();

    void restore(Map<String, Double> earlier) {
        sums.putAll(earlier);
    }

    Map<String, Double> asMap() {
        return new TreeMap<>(sums);
    }

    /** @param step counted from 0 */
    void add(PolicyStep.Pass pass, double norm, Map<String, Double> measured, int step) {
        add("loss", pass.sums().loss());
        add("kl", pass.sums().kl());
        add("clipped", pass.sums().clipped());
        add("entropy", pass.sums().entropy());
        add("gradientNorm", norm);
        add("tokens", (double) pass.labelled());
        if (step == 0) {
            sums.put("mismatch", pass.sums().mismatch() / pass.labelled());
        }
        measured.forEach((name, value) -> add(MEASURED + name, value));
    }

    void addSetback() {
        add(SETBACKS, 1);
    }

    /** What the update did, on these groups, in so many steps. */
    GrpoMetrics metrics(List<RewardedGroup> groups, int steps) {
        List<Rollout> rollouts = groups.stream()
                .flatMap(group -> group.group().rollouts().stream())
                .toList();
        List<Double> rewards =
                groups.stream().flatMap(group -> group.rewards().stream()).toList();
        double rewardMean =
                rewards.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = rewards.stream()
                .mapToDouble(reward -> (reward - rewardMean) * (reward - rewardMean))
                .sum();
        double tokens = Math.max(1, get("tokens"));
        int good = Math.max(1, steps - (int) get(SETBACKS));
        return new GrpoMetrics(
                steps,
                get("loss") / good,
                get("kl") / tokens,
                get("clipped") / tokens,
                get("entropy") / tokens,
                get("gradientNorm") / good,
                rollouts.stream()
                        .mapToInt(rollout -> rollout.completion().size())
                        .average()
                        .orElse(0),
                rollouts.stream().filter(Rollout::ended).count() / (double) rollouts.size(),
                rewardMean,
                Math.sqrt(squares / Math.max(1, rewards.size() - 1)),
                groups.size(),
                (int) groups.stream().filter(RewardedGroup::isEqual).count(),
                get("mismatch"),
                (int) get(SETBACKS),
                measured(good));
    }

    private Map<String, Double> measured(int steps) {
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((name, sum) -> {
            if (name.startsWith(MEASURED)) {
                means.put(name.substring(MEASURED.length()), sum / steps);
            }
        });
        return means;
    }

    private double get(String name) {
        return sums.getOrDefault(name, 0.0);
    }

    private void add(String name, double value) {
        sums.merge(name, value, Double::sum);
    }
}
