package org.residency.llm.training;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.residency.llm.kernels.Kernels;

/** What a training measures of its steps, the parameters and moments of the last good one, and the way back to it. */
public final class LastGoodStep implements AutoCloseable {
    private static final String FILE = "last_good.safetensors";
    private static final String STEPS = "guard.formerSteps";
    private static final String GOOD = "guard.good";
    private static final String SETBACKS = "guard.setbacks";
    private static final String MEAN = "guard.mean";
    /** Good steps after which a mean says something. */
    private static final int SETTLED = 5;
    /** Of the newest value against those before. */
    private static final double SMOOTHING = 0.1;

    /**
     * A measurement that must not rise too far.
     *
     * @param name under which checkpoints keep its mean
     * @param floor below which its magnitude is never too much, however small the mean is
     */
    public record Watched(String name, double floor) {}

    private final TrainingGuard guard;
    private final AdamW optimizer;
    private final List<Watched> watched;
    private final Optional<KeptTensors> former;
    private final Map<String, Double> means = new HashMap<>();
    private int formerSteps;
    private int good;
    private int setbacks;

    public LastGoodStep(TrainingGuard guard, Kernels kernels, AdamW optimizer, List<Watched> watched) {
        this.guard = guard;
        this.optimizer = optimizer;
        this.watched = List.copyOf(watched);
        this.former = guard.goesBack() ? Optional.of(new KeptTensors(kernels, optimizer.state())) : Optional.empty();
        this.formerSteps = optimizer.steps();
        watched.forEach(each -> means.put(each.name(), 0.0));
    }

    /** Whether a fault leads back; otherwise it ends the training. */
    public boolean goesBack() {
        return guard.goesBack();
    }

    /** Whether a value of one that is watched is a finite number and no spike. */
    public boolean accepts(Watched one, double value) {
        return Double.isFinite(value)
                && (guard.maxLossRise() == 0
                        || good < SETTLED
                        || Math.abs(value) <= Math.max(one.floor(), guard.maxLossRise() * means.get(one.name())));
    }

    /** The parameters as they are now are good: where a later fault leads back to. */
    public void keep() {
        former.ifPresent(KeptTensors::keep);
        formerSteps = optimizer.steps();
    }

    /** Takes the values of a good step, in the order of what is watched, into the means. */
    public void learn(double... values) {
        for (int i = 0; i < values.length; i++) {
            double value = Math.abs(values[i]);
            means.compute(
                    watched.get(i).name(),
                    (name, mean) -> good == 0 ? value : (1 - SMOOTHING) * mean + SMOOTHING * value);
        }
        good++;
    }

    /**
     * Takes the fault of a step back.
     *
     * @return the reason in words
     * @throws TrainingDivergedException where there were too many already
     */
    public String goBack(int step, double loss, double norm) {
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
                means.get(watched.get(0).name()),
                norm,
                setbacks,
                guard.maxSetbacks());
    }

    /** How often it went back. */
    public int setbacks() {
        return setbacks;
    }

    /** Adds what a checkpoint must hold beside adapter and optimizer. */
    public void putInto(Map<String, Double> sums) {
        sums.put(STEPS, (double) formerSteps);
        sums.put(GOOD, (double) good);
        means.forEach((name, mean) -> sums.put(MEAN + name, mean));
        sums.put(SETBACKS, (double) setbacks);
    }

    /** Writes the last good parameters and moments into a checkpoint's folder. */
    public void save(Path folder) {
        former.ifPresent(kept -> kept.save(folder.resolve(FILE)));
    }

    /** Goes on from what a checkpoint holds; from now on where it was written without a guard. */
    public void restore(Checkpoint checkpoint, Map<String, Double> sums) {
        if (!sums.containsKey(STEPS)) {
            keep();
            return;
        }
        formerSteps = sums.get(STEPS).intValue();
        good = sums.get(GOOD).intValue();
        means.replaceAll((name, mean) -> sums.getOrDefault(MEAN + name, 0.0));
        setbacks = sums.get(SETBACKS).intValue();
        former.ifPresent(kept -> kept.load(checkpoint.folder().resolve(FILE)));
    }

    @Override
    public void close() {
        former.ifPresent(KeptTensors::close);
    }
}
