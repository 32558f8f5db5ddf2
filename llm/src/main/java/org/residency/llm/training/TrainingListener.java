package org.residency.llm.training;

import java.nio.file.Path;
import java.util.Map;

/** The caller's side of a training: told of progress on the training thread, and asked whether to stop. */
public interface TrainingListener {
    TrainingListener SILENT = new TrainingListener() {};

    default void onStep(StepMetrics metrics) {}

    /** The mean loss over the validation examples' labelled tokens after {@code step} steps. */
    default void onValidation(int step, double loss) {}

    /** What a kind of training measures of a step beside its loss, by name; told before {@link #onStep}. */
    default void onMeasured(int step, Map<String, Double> values) {}

    /**
     * A fault was found and taken back.
     *
     * @param step whose loss or gradient was at fault
     * @param reason without any text of the data
     */
    default void onSetback(int step, String reason) {}

    /** A checkpoint stands whole in {@code folder}; the listener may move or upload it, and delete older ones. */
    default void onCheckpoint(Path folder, int step) {}

    /** Asked after each step; true ends the training after writing a checkpoint. */
    default boolean shouldDrain() {
        return false;
    }
}
