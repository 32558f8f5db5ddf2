package org.residency.api.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.activities.grpo.RoundMetrics;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.workflows.GrpoResult;
import org.residency.workflows.RunStatus;
import org.residency.workflows.RunStatus.Round;

/** What was learnt: curves of fine-tuning, curves of the GRPO rounds, and whether merging kept it. */
final class TrainingChapters {

    private TrainingChapters() {}

    static Optional<Chapter> sft(RunStatus status, StoredEvidence evidence) {
        return status.sft().map(trained -> sft(trained, evidence.lines(trained.curve())));
    }

    private static Chapter sft(TrainedAdapter trained, List<JsonNode> curve) {
        Chapter.Builder chapter = Chapter.of("sft", "Supervised fine-tuning")
                .say(
                        "%s on %s (%s shortened to fit, %s too long to use). The loss went from %s" + " to %s.",
                        Numbers.count(trained.steps(), "optimizer step", "optimizer steps"),
                        Numbers.count(trained.examples(), "example", "examples"),
                        Numbers.count(trained.shortenedExamples()),
                        Numbers.count(trained.droppedExamples()),
                        Numbers.decimal(trained.firstLoss()),
                        Numbers.decimal(trained.lastLoss()));
        if (curve.isEmpty()) {
            return chapter.say("The curve is not in the store, or not what it was: it cannot be drawn.")
                    .build();
        }
        Series loss = curve("training loss", curve, "loss");
        Series validation = curve("validation loss", curve, "validationLoss");
        LineChart.of("Loss", "optimizer step", "loss, nats a token", List.of(loss, validation))
                .ifPresent(chapter::draw);
        LineChart.of(
                        "Learning rate",
                        "optimizer step",
                        "learning rate",
                        List.of(curve("learning rate", curve, "learningRate")))
                .ifPresent(chapter::draw);
        return chapter.build();
    }

    private static Series curve(String name, List<JsonNode> curve, String field) {
        return new Series(
                name,
                curve.stream()
                        .filter(line -> line.path(field).isNumber())
                        .map(line -> new Series.Point(
                                line.path("step").asDouble(), line.path(field).asDouble()))
                        .toList());
    }

    static Optional<Chapter> grpo(RunStatus status) {
        List<Round> rounds = status.rounds();
        if (rounds.isEmpty()) {
            return Optional.empty();
        }
        Chapter.Builder chapter = Chapter.of("grpo", "GRPO")
                .say(
                        "%s of %s rounds of sampling, rewarding and updating. The mean reward went from %s to %s.",
                        Numbers.count(rounds.size()),
                        Numbers.count(status.request().settings().grpo().rounds()),
                        Numbers.decimal(reward(rounds.get(0))),
                        Numbers.decimal(reward(rounds.get(rounds.size() - 1))));
        status.grpo().flatMap(GrpoResult::rewind).ifPresent(rewind -> tellRewind(chapter, rewind));
        List<Series> rewards = new ArrayList<>();
        rewards.add(series("mean reward", rounds, TrainingChapters::reward));
        for (String part : parts(rounds)) {
            rewards.add(series(part, rounds, round -> part(round, part)));
        }
        draw(chapter, "Reward by part", "reward", rewards);
        draw(chapter, "Hidden metric (never rewarded)", "share", "hidden metric", rounds, TrainingChapters::hidden);
        draw(chapter, "Divergence from the reference", "KL, nats a token", "KL", rounds, metric(RoundMetrics::kl));
        draw(chapter, "Completion length", "tokens", "length", rounds, metric(RoundMetrics::completionLength));
        draw(chapter, "Entropy of the policy", "nats a token", "entropy", rounds, metric(RoundMetrics::entropy));
        return Optional.of(chapter.list(table(rounds)).build());
    }

    private static void tellRewind(Chapter.Builder chapter, GrpoResult.Rewind rewind) {
        chapter.say(
                "Tripwire: in round %d the hidden metric measured %s, in the first %s. The rewards were being gamed, so the"
                        + " rounds stopped, and the adapter with which round %d began was kept.",
                rewind.round() + 1,
                Numbers.decimal(rewind.hiddenMetric()),
                Numbers.decimal(rewind.firstHiddenMetric()),
                rewind.backToRound() + 1);
    }

    private static void draw(Chapter.Builder chapter, String title, String yLabel, List<Series> series) {
        LineChart.of(title, "round", yLabel, series).ifPresent(chapter::draw);
    }

    private static void draw(
            Chapter.Builder chapter,
            String title,
            String yLabel,
            String name,
            List<Round> rounds,
            ToDoubleFunction<Round> value) {
        draw(chapter, title, yLabel, List.of(series(name, rounds, value)));
    }

    private static Series series(String name, List<Round> rounds, ToDoubleFunction<Round> value) {
        return new Series(
                name,
                rounds.stream()
                        .map(round -> new Series.Point(round.number() + 1, value.applyAsDouble(round)))
                        .toList());
    }

    private static ToDoubleFunction<Round> metric(ToDoubleFunction<RoundMetrics> metric) {
        return round -> metric.applyAsDouble(round.update().metrics());
    }

    private static Table table(List<Round> rounds) {
        Table.Builder table = Table.of(
                "The rounds in numbers",
                Cell.text("Round"),
                Cell.number("Reward"),
                Cell.number("Hidden metric"),
                Cell.number("KL"),
                Cell.number("Entropy"),
                Cell.number("Tokens"),
                Cell.number("Clipped"),
                Cell.number("Groups that teach nothing"),
                Cell.number("Sampled in their place"),
                Cell.number("Sampler mismatch"));
        for (Round round : rounds) {
            RoundMetrics metrics = round.update().metrics();
            table.row(
                    Cell.text(String.valueOf(round.number() + 1)),
                    Cell.number(Numbers.decimal(reward(round))),
                    Cell.number(Numbers.decimal(hidden(round))),
                    Cell.number(Numbers.decimal(metrics.kl())),
                    Cell.number(Numbers.decimal(metrics.entropy())),
                    Cell.number(Numbers.decimal(metrics.completionLength())),
                    Cell.number(Numbers.percent(metrics.clipFraction())),
                    Cell.number(Numbers.count(metrics.zeroVarianceGroups())),
                    Cell.number(Numbers.count(metrics.resampledGroups())),
                    Cell.number(Numbers.decimal(metrics.samplerMismatch())));
        }
        return table.build();
    }

    private static Set<String> parts(List<Round> rounds) {
        Set<String> parts = new TreeSet<>();
        rounds.forEach(round ->
                round.rewarded().forEach(part -> parts.addAll(part.meanByPart().keySet())));
        return parts;
    }

    private static double reward(Round round) {
        return mean(round, RewardedRollouts::meanReward);
    }

    private static double hidden(Round round) {
        return mean(round, RewardedRollouts::hiddenMetric);
    }

    private static double part(Round round, String part) {
        return mean(round, rewarded -> rewarded.meanByPart().getOrDefault(part, Double.NaN));
    }

    /** Every completion counts the same, in whichever share of the prompts it was sampled. */
    private static double mean(Round round, ToDoubleFunction<RewardedRollouts> value) {
        double sum = 0;
        long completions = 0;
        for (RewardedRollouts rewarded : round.rewarded()) {
            sum += value.applyAsDouble(rewarded) * rewarded.rollouts().completionCount();
            completions += rewarded.rollouts().completionCount();
        }
        return sum / completions;
    }

    static Optional<Chapter> merge(RunStatus status) {
        return status.merge().map(TrainingChapters::merge);
    }

    private static Chapter merge(MergedAdapter merged) {
        return Chapter.of("merge", "Merge")
                .say(
                        "Base model and adapter were made one model, %s. Compared on held-back text it diverges by %s nats a"
                                + " token, and would say the same next token in %s of places.",
                        merged.model().ref().shortDigest(),
                        Numbers.decimal(merged.meanKl()),
                        Numbers.percent(merged.greedyAgreement()))
                .build();
    }
}
