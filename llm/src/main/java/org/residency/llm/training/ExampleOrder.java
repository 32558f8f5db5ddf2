package org.residency.llm.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which examples each step takes: every epoch a new order, in which neighbours within a window are of like length so that
 * little is padded, the windows' batches shuffled again.
 */
public final class ExampleOrder<E> {
    private static final int WINDOW_STEPS = 8;

    private final List<E> examples;
    private final ToIntFunction<E> size;
    private final int perStep;
    private final long seed;
    private int epoch = -1;
    private List<List<E>> steps = List.of();

    /** @param size of an example, in tokens */
    public ExampleOrder(List<E> examples, ToIntFunction<E> size, int perStep, long seed) {
        this.examples = List.copyOf(examples);
        this.size = size;
        this.perStep = perStep;
        this.seed = seed;
    }

    public int stepsPerEpoch() {
        return (examples.size() + perStep - 1) / perStep;
    }

    /** Steps of a training: as many as are asked for, or, where that is 0, as so many epochs make. */
    public int totalSteps(int maxSteps, double epochs) {
        return maxSteps > 0 ? maxSteps : (int) Math.max(1, Math.ceil(epochs * stepsPerEpoch()));
    }

    /** The examples of a step counted from 0. */
    public List<E> step(int step) {
        int wanted = step / stepsPerEpoch();
        if (wanted != epoch) {
            steps = arrange(wanted);
            epoch = wanted;
        }
        return steps.get(step % stepsPerEpoch());
    }

    private List<List<E>> arrange(int wantedEpoch) {
        List<Integer> order = RandomStream.permutation(examples.size(), seed, 2L * wantedEpoch);
        List<List<E>> arranged = new ArrayList<>();
        int window = perStep * WINDOW_STEPS;
        for (int from = 0; from < order.size(); from += window) {
            List<E> alike = new ArrayList<>();
            order.subList(from, Math.min(order.size(), from + window)).forEach(i -> alike.add(examples.get(i)));
            alike.sort(Comparator.comparingInt(size));
            for (int at = 0; at < alike.size(); at += perStep) {
                arranged.add(List.copyOf(alike.subList(at, Math.min(alike.size(), at + perStep))));
            }
        }
        List<List<E>> shuffled = new ArrayList<>();
        RandomStream.permutation(arranged.size(), seed, 2L * wantedEpoch + 1)
                .forEach(i -> shuffled.add(arranged.get(i)));
        return shuffled;
    }
}
