package org.residency.cli.train;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.grpo.GrpoMetrics;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;

/** Rounds as a person and {@code metrics.jsonl} are told of them; drains an update when it is to stop. */
final class RoundProgress implements TrainingListener {
    private final Terminal terminal;
    private final MetricsFile metrics;
    private final MemoryPlan plan;
    private final int rounds;
    private final BooleanSupplier stop;
    private int round;
    private int roundsSeen;
    private long begin;
    private long tokens;
    private double seconds;
    private String result = "nothing was left to do";

    /** @param plan what the update needs of memory */
    RoundProgress(Terminal terminal, MetricsFile metrics, MemoryPlan plan, int rounds, BooleanSupplier stop) {
        this.terminal = terminal;
        this.metrics = metrics;
        this.plan = plan;
        this.rounds = rounds;
        this.stop = stop;
    }

    /** @param number of the round, from 0 */
    void begin(int number) {
        round = number + 1;
        begin = System.nanoTime();
        tokens = 0;
        live("sampling", 0, "");
    }

    /** Counts what is sampled, and ends it when it is to stop. */
    GenerationListener sampling() {
        return new GenerationListener() {
            @Override
            public void onTokens(int promptIndex, int sampleIndex, TokenIds sampled) {
                tokens += sampled.size();
            }

            @Override
            public boolean shouldStop() {
                return stop.getAsBoolean();
            }
        };
    }

    void sampled(int prompts, int of) {
        live("sampling", 0.5 * prompts / of, " · " + prompts + " of " + of + " prompts");
    }

    @Override
    public void onStep(StepMetrics metrics) {
        live(
                "updating",
                0.5 + 0.5 * metrics.step() / metrics.totalSteps(),
                String.format(Locale.ROOT, " · loss %.4f", metrics.loss()));
    }

    @Override
    public void onSetback(int step, String reason) {
        metrics.add(Map.of("round", round, "step", step, "setback", reason));
        terminal.line("round " + round + ", step " + step + ": " + reason);
    }

    @Override
    public boolean shouldDrain() {
        return stop.getAsBoolean();
    }

    void tripped(double hidden, double first, String best) {
        metrics.add(Map.of("round", round, "hidden_metric", hidden, "stopped", true));
        terminal.line(String.format(
                Locale.ROOT,
                "round %d: the hidden metric fell to %.3f from %.3f at first: stopped, with the adapter of %s",
                round,
                hidden,
                first,
                best));
    }

    /** @param inPlace groups that were sampled in place of others */
    void finished(GrpoMetrics update, RoundRewards rewards, int inPlace) {
        double took = (System.nanoTime() - begin) / 1e9;
        seconds += took;
        roundsSeen++;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("round", round);
        line.put("of", rounds);
        line.put("reward", update.rewardMean());
        line.put("reward_deviation", update.rewardStandardDeviation());
        line.put("reward_parts", rewards.means());
        line.put("hidden_metric", rewards.hiddenMetric());
        line.put("loss", update.loss());
        line.put("kl", update.kl());
        line.put("clip_fraction", update.clipFraction());
        line.put("entropy", update.entropy());
        line.put("gradient_norm", update.gradientNorm());
        line.put("completion_tokens", update.completionTokens());
        line.put("ended_share", update.endedShare());
        line.put("groups", update.groups());
        line.put("zero_variance_groups", update.zeroVarianceGroups());
        line.put("resampled_groups", inPlace);
        line.put("sampler_mismatch", update.samplerMismatch());
        update.measured().forEach(line::put);
        line.put("steps", update.steps());
        line.put("setbacks", update.setbacks());
        line.put("tokens", tokens);
        line.put("tokens_per_second", tokens / Math.max(1e-9, took));
        line.put("seconds", took);
        metrics.add(line);
        result = String.format(Locale.ROOT, "reward %.3f, KL %.4f", update.rewardMean(), update.kl());
        terminal.line(String.format(
                Locale.ROOT,
                "round %d of %d · %s, loss %.4f · %.0f tokens/s · %s · %s left",
                round,
                rounds,
                result,
                update.loss(),
                tokens / Math.max(1e-9, took),
                MemoryPlan.gigabytes(plan.total()),
                Amount.of(Duration.ofMillis(Math.round(1000 * seconds / roundsSeen * (rounds - round))))));
    }

    String result() {
        return result;
    }

    private void live(String doing, double share, String more) {
        terminal.live(terminal.bar((round - 1 + share) / rounds) + " round " + round + " of " + rounds + " · " + doing
                + more);
    }
}
