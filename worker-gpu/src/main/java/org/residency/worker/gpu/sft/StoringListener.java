package org.residency.worker.gpu.sft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;
import org.residency.worker.gpu.TrainingCheckpoints;
import org.residency.worker.gpu.TrainingHeartbeat;
import org.residency.worker.gpu.WorkFolders;

/** Carries each step into curve and heartbeat, and each checkpoint into the store. */
final class StoringListener implements TrainingListener {

    private final TrainingHeartbeat heartbeat;
    private final TrainingCheckpoints checkpoints;
    private final String trainingKey;
    private final LossCurve curve;
    private final Map<String, Double> values = new HashMap<>();
    private Optional<Path> former = Optional.empty();

    StoringListener(TrainingHeartbeat heartbeat, TrainingCheckpoints checkpoints, String trainingKey, LossCurve curve) {
        this.heartbeat = heartbeat;
        this.checkpoints = checkpoints;
        this.trainingKey = trainingKey;
        this.curve = curve;
    }

    @Override
    public void onStep(StepMetrics metrics) {
        // A step that was taken back has no place in the curve.
        if (Double.isFinite(metrics.gradientNorm())) {
            curve.add(metrics);
            values.put("loss", metrics.loss());
        }
        values.put("learningRate", metrics.learningRate());
        values.put("tokensPerSecond", metrics.tokensPerSecond());
        heartbeat.report("steps", metrics.step(), metrics.totalSteps(), values);
    }

    @Override
    public void onSetback(int step, String reason) {
        values.merge("setbacks", 1.0, Double::sum);
    }

    @Override
    public void onValidation(int step, double loss) {
        curve.addValidation(step, loss);
        values.put("validationLoss", loss);
    }

    @Override
    public void onCheckpoint(Path folder, int step) {
        if (heartbeat.isGivenUp()) {
            return;
        }
        try {
            curve.write(folder);
            heartbeat.keep(checkpoints.keep(trainingKey, step, folder));
            if (former.isPresent()) {
                WorkFolders.delete(former.get());
            }
            former = Optional.of(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint of step " + step + " cannot be written", e);
        }
    }

    @Override
    public boolean shouldDrain() {
        return heartbeat.shouldStop();
    }
}
