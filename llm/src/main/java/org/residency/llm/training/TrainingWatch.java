package org.residency.llm.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.lora.LoraAdapter;

/** A {@link TrainingGuard} at work: what it has seen, the last good step and the best adapter. */
final class TrainingWatch implements AutoCloseable {
    private static final String BEST = "best_adapter.safetensors";
    private static final LastGoodStep.Watched LOSS = new LastGoodStep.Watched("Loss", 0);

    private final TrainingGuard guard;
    private final LastGoodStep lastGood;
    private final Optional<KeptTensors> best;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int bestStep;
    private int worse;

    TrainingWatch(TrainingGuard guard, Kernels kernels, LoraAdapter adapter, AdamW optimizer) {
        this.guard = guard;
        this.lastGood = new LastGoodStep(guard, kernels, optimizer, List.of(LOSS));
        this.best =
                guard.stopsEarly() ? Optional.of(new KeptTensors(kernels, List.of(adapter.flat()))) : Optional.empty();
    }

    boolean goesBack() {
        return lastGood.goesBack();
    }

    /** Whether a loss says that the step before it was good. */
    boolean accepts(double loss) {
        return lastGood.accepts(LOSS, loss);
    }

    /** The parameters as they are now are good: where a later fault leads back to. */
    void keepGood(double loss) {
        lastGood.keep();
        lastGood.learn(loss);
    }

    /**
     * Takes the fault of a step back.
     *
     * @return the reason in words
     * @throws TrainingDivergedException where there were too many already
     */
    String goBack(int step, double loss, double norm) {
        return lastGood.goBack(step, loss, norm);
    }

    /**
     * Hears of a validation.
     *
     * @return whether the training shall end
     */
    boolean endsAfter(int step, double loss) {
        if (best.isEmpty()) {
            return false;
        }
        if (loss < bestLoss) {
            bestLoss = loss;
            bestStep = step;
            worse = 0;
            best.get().keep();
            return false;
        }
        worse++;
        return worse >= guard.earlyStopPatience();
    }

    /** Gives the adapter its best validated values, where they are kept; the step they are of, or the one given. */
    int restoreBest(int step) {
        if (best.isEmpty() || bestStep == 0) {
            return step;
        }
        best.get().restore();
        return bestStep;
    }

    double bestLoss() {
        return bestLoss;
    }

    boolean keepsBest() {
        return best.isPresent() && bestStep > 0;
    }

    /** Writes what a checkpoint must hold beside adapter and optimizer into its folder. */
    void save(Path folder) {
        lastGood.save(folder);
        if (keepsBest()) {
            best.get().save(folder.resolve(BEST));
        }
    }

    void putInto(Map<String, Double> sums) {
        if (guard.isOff()) {
            return;
        }
        lastGood.putInto(sums);
        sums.put("guard.bestStep", (double) bestStep);
        sums.put("guard.worse", (double) worse);
        if (bestStep > 0) {
            sums.put("guard.bestLoss", bestLoss);
        }
    }

    /** Goes on from what a checkpoint of the same training holds. */
    void restore(Checkpoint checkpoint, Map<String, Double> sums) {
        if (guard.isOff()) {
            return;
        }
        lastGood.restore(checkpoint, sums);
        bestStep = sums.get("guard.bestStep").intValue();
        worse = sums.get("guard.worse").intValue();
        bestLoss = sums.getOrDefault("guard.bestLoss", Double.POSITIVE_INFINITY);
        if (keepsBest()) {
            best.get().load(checkpoint.folder().resolve(BEST));
        }
    }

    @Override
    public void close() {
        lastGood.close();
        best.ifPresent(KeptTensors::close);
    }
}
