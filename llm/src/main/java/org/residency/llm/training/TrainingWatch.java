package org.residency.llm.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.lora.LoraAdapter;

/** A {@link TrainingGuard} at work: what it has seen, the last good step and the best adapter. */
final class TrainingWatch implements AutoCloseable {
    private static final String FORMER = "last_good.safetensors";
    private static final String BEST = "best_adapter.safetensors";
    /** Good steps after which the mean of their losses says something. */
    private static final int SETTLED = 5;
    /** Of the newest loss against those before. */
    private static final double SMOOTHING = 0.1;

    private final TrainingGuard guard;
    private final AdamW optimizer;
    private final Optional<KeptTensors> former;
    private final Optional<KeptTensors> best;
    private int formerSteps;
    private int good;
    private double meanLoss;
    private int setbacks;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int bestStep;
    private int worse;

    TrainingWatch(TrainingGuard guard, Kernels kernels, LoraAdapter adapter, AdamW optimizer) {
        this.guard = guard;
        this.optimizer = optimizer;
        this.former = guard.goesBack() ? Optional.of(new KeptTensors(kernels, optimizer.state())) : Optional.empty();
        this.best =
                guard.stopsEarly() ? Optional.of(new KeptTensors(kernels, adapter.namedTensors())) : Optional.empty();
        this.formerSteps = optimizer.steps();
    }

    boolean goesBack() {
        return guard.goesBack();
    }

    /** Whether a loss says that the step before it was good. */
    boolean accepts(double loss) {
        return Double.isFinite(loss)
                && (guard.maxLossRise() == 0 || good < SETTLED || loss <= guard.maxLossRise() * meanLoss);
    }

    /** The parameters as they are now are good: where a later fault leads back to. */
    void keepGood(double loss) {
        former.ifPresent(KeptTensors::keep);
        formerSteps = optimizer.steps();
        meanLoss = good == 0 ? loss : (1 - SMOOTHING) * meanLoss + SMOOTHING * loss;
        good++;
    }

    /**
     * Takes the fault of a step back.
     *
     * @return the reason in words
     * @throws TrainingDivergedException where there were too many already
     */
    String goBack(int step, double loss, double norm) {
        if (setbacks == guard.maxSetbacks()) {
            throw new TrainingDivergedException(step, loss, norm, setbacks);
        }
        setbacks++;
        former.orElseThrow().restore();
        optimizer.goBackTo(formerSteps);
        optimizer.forgetGradients();
        return String.format(
                Locale.ROOT,
                "loss %s after a mean of %.4f, gradient norm %s; back to the last good step (%d of at most %d times)",
                loss,
                meanLoss,
                norm,
                setbacks,
                guard.maxSetbacks());
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

    /** What a checkpoint must hold beside adapter and optimizer. */
    Map<String, KeptTensors> tensors() {
        Map<String, KeptTensors> tensors = new LinkedHashMap<>();
        former.ifPresent(kept -> tensors.put(FORMER, kept));
        if (keepsBest()) {
            tensors.put(BEST, best.get());
        }
        return tensors;
    }

    void putInto(Map<String, Double> sums) {
        if (guard.isOff()) {
            return;
        }
        sums.put("guard.formerSteps", (double) formerSteps);
        sums.put("guard.good", (double) good);
        sums.put("guard.meanLoss", meanLoss);
        sums.put("guard.setbacks", (double) setbacks);
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
        formerSteps = sums.get("guard.formerSteps").intValue();
        good = sums.get("guard.good").intValue();
        meanLoss = sums.get("guard.meanLoss");
        setbacks = sums.get("guard.setbacks").intValue();
        bestStep = sums.get("guard.bestStep").intValue();
        worse = sums.get("guard.worse").intValue();
        bestLoss = sums.getOrDefault("guard.bestLoss", Double.POSITIVE_INFINITY);
        former.ifPresent(kept -> kept.load(checkpoint.folder().resolve(FORMER)));
        if (keepsBest()) {
            best.get().load(checkpoint.folder().resolve(BEST));
        }
    }

    @Override
    public void close() {
        former.ifPresent(KeptTensors::close);
        best.ifPresent(KeptTensors::close);
    }
}
