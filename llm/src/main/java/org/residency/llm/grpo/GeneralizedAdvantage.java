package org.residency.llm.grpo;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Generalized advantage estimation (Schulman et al., arXiv 1506.02438, equation 16) over the tokens of a completion, whose
 * end is worth nothing more.
 *
 * @param gamma discount of a later reward
 * @param lambda 0 for one step ahead, 1 for all rewards to come
 */
record GeneralizedAdvantage(double gamma, double lambda) {
    private static final double EPSILON = 1e-8;

    /**
     * The advantage of each token.
     *
     * @param rewards of each token
     * @param values before each token
     */
    List<Double> of(List<Double> rewards, List<Double> values) {
        Double[] advantages = new Double[rewards.size()];
        double next = 0;
        double running = 0;
        for (int t = advantages.length - 1; t >= 0; t--) {
            running = rewards.get(t) + gamma * next - values.get(t) + gamma * lambda * running;
            advantages[t] = running;
            next = values.get(t);
        }
        return List.of(advantages);
    }

    /** Advantages of many completions with mean 0 and variance 1 over all their tokens. */
    static List<List<Double>> whitened(List<List<Double>> advantages) {
        double count = advantages.stream().mapToInt(List::size).sum();
        double mean = values(advantages).sum() / count;
        double squares =
                values(advantages).map(value -> (value - mean) * (value - mean)).sum();
        double scale = 1 / Math.sqrt(squares / Math.max(1, count - 1) + EPSILON);
        return advantages.stream()
                .map(each -> each.stream().map(value -> (value - mean) * scale).toList())
                .toList();
    }

    private static DoubleStream values(List<List<Double>> lists) {
        return lists.stream().flatMap(List::stream).mapToDouble(Double::doubleValue);
    }
}
