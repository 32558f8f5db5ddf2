package org.residency.cli.learning;

import java.util.List;
import java.util.stream.Stream;

/**
 * How one model did on the held-out cases, one number a case, in their order.
 *
 * @param greedy 1 where the greedy answer is right, else 0
 * @param sampled the share of sampled answers that are right
 * @param cueCoverage of the greedy answer's reasoning, the hidden metric
 * @param wellFormed 1 where the greedy answer kept to the form, else 0
 */
record Outcomes(List<Double> greedy, List<Double> sampled, List<Double> cueCoverage, List<Double> wellFormed) {
    Outcomes {
        greedy = List.copyOf(greedy);
        sampled = List.copyOf(sampled);
        cueCoverage = List.copyOf(cueCoverage);
        wellFormed = List.copyOf(wellFormed);
    }

    Outcomes then(Outcomes next) {
        return new Outcomes(
                join(greedy, next.greedy),
                join(sampled, next.sampled),
                join(cueCoverage, next.cueCoverage),
                join(wellFormed, next.wellFormed));
    }

    private static List<Double> join(List<Double> first, List<Double> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
