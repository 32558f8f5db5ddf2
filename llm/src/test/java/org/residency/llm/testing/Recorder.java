package org.residency.llm.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;

/** Writes down what a training tells, and asks it to stop after so many steps. */
public final class Recorder implements TrainingListener {
    private final List<Double> losses = new ArrayList<>();
    private final List<Map<String, Double>> measured = new ArrayList<>();
    private final List<Integer> checkpoints = new ArrayList<>();
    private final List<String> setbacks = new ArrayList<>();
    private final int stopAfter;

    public Recorder(int stopAfter) {
        this.stopAfter = stopAfter;
    }

    public List<Double> losses() {
        return List.copyOf(losses);
    }

    public List<Map<String, Double>> measured() {
        return List.copyOf(measured);
    }

    /** Why it went back, each time. */
    public List<String> setbacks() {
        return List.copyOf(setbacks);
    }

    /** The steps after which a checkpoint was written. */
    public List<Integer> checkpoints() {
        return List.copyOf(checkpoints);
    }

    @Override
    public void onMeasured(int step, Map<String, Double> values) {
        measured.add(values);
    }

    @Override
    public void onStep(StepMetrics metrics) {
        losses.add(metrics.loss());
    }

    @Override
    public void onSetback(int step, String reason) {
        setbacks.add(reason);
    }

    @Override
    public void onCheckpoint(Path checkpoint, int step) {
        checkpoints.add(step);
    }

    @Override
    public boolean shouldDrain() {
        return losses.size() >= stopAfter;
    }
}
