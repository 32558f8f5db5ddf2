package org.residency.cli.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;

/** A training as a person and {@code metrics.jsonl} are told of it; drains it when it is to stop. */
final class Progress implements TrainingListener {
    /** Of the latest time a step against those before. */
    private static final double SMOOTHING = 0.2;

    private final Terminal terminal;
    private final MetricsFile metrics;
    private final MemoryPlan plan;
    private final BooleanSupplier stop;
    private final Map<String, Double> measured = new TreeMap<>();
    private double secondsAStep;

    /** @param plan what the training needs of memory, told beside its loss */
    Progress(Terminal terminal, MetricsFile metrics, MemoryPlan plan, BooleanSupplier stop) {
        this.terminal = terminal;
        this.metrics = metrics;
        this.plan = plan;
        this.stop = stop;
    }

    @Override
    public void onMeasured(int step, Map<String, Double> values) {
        measured.putAll(values);
    }

    @Override
    public void onStep(StepMetrics step) {
        double seconds = step.elapsed().toNanos() / 1e9;
        secondsAStep = secondsAStep == 0 ? seconds : (1 - SMOOTHING) * secondsAStep + SMOOTHING * seconds;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step.step());
        line.put("of", step.totalSteps());
        line.put("loss", step.loss());
        line.put("learning_rate", step.learningRate());
        line.put("gradient_norm", step.gradientNorm());
        line.put("tokens", step.tokens());
        line.put("tokens_per_second", step.tokensPerSecond());
        line.put("seconds", seconds);
        line.putAll(measured);
        metrics.add(line);
        Duration left = Duration.ofMillis(Math.round(1000 * secondsAStep * (step.totalSteps() - step.step())));
        terminal.live(String.format(
                Locale.ROOT,
                "%s %d of %d · loss %.4f · %.0f tokens/s · %s · %s left",
                terminal.bar((double) step.step() / step.totalSteps()),
                step.step(),
                step.totalSteps(),
                step.loss(),
                step.tokensPerSecond(),
                MemoryPlan.gigabytes(plan.total()),
                Amount.of(left)));
    }

    @Override
    public void onValidation(int step, double loss) {
        metrics.add(Map.of("step", step, "validation_loss", loss));
        terminal.line(String.format(Locale.ROOT, "step %d: validation loss %.4f", step, loss));
    }

    @Override
    public void onSetback(int step, String reason) {
        metrics.add(Map.of("step", step, "setback", reason));
        terminal.line("step " + step + ": " + reason);
    }

    @Override
    public void onCheckpoint(Path folder, int step) {
        terminal.line("step " + step + ": checkpoint " + folder);
    }

    @Override
    public boolean shouldDrain() {
        return stop.getAsBoolean();
    }
}
