package org.residency.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.residency.cli.terminal.Amount;

/** What a finished stage has to say for itself, in one line or a few. */
final class StageSummary {

    private static final Map<RunStage, Function<JsonNode, List<String>>> SUMMARIES = Map.of(
            RunStage.INGEST, StageSummary::ingest,
            RunStage.DEIDENTIFICATION, StageSummary::deidentification,
            RunStage.SFT, StageSummary::sft,
            RunStage.GRPO, StageSummary::grpo,
            RunStage.MERGE, StageSummary::merge,
            RunStage.EVALUATION, StageSummary::evaluation,
            RunStage.GATE, StageSummary::gate,
            RunStage.SIGN_OFF, StageSummary::signOff,
            RunStage.DEPLOYMENT, StageSummary::deployment);

    private StageSummary() {}

    /** @param status the run's status as the api gives it; lines are empty where it does not tell */
    static List<String> of(RunStage stage, JsonNode status) {
        return SUMMARIES.get(stage).apply(status);
    }

    /** What of the stage was taken from which earlier run; empty where nothing was. */
    static List<String> reused(RunStage stage, JsonNode status) {
        Map<String, List<String>> partsByMaker = new TreeMap<>();
        for (JsonNode taken : status.path("reused")) {
            if (taken.path("stage").asText().equals(stage.name())) {
                partsByMaker
                        .computeIfAbsent(taken.path("from").path("maker").asText(), maker -> new ArrayList<>())
                        .add(words(taken.path("part").asText()));
            }
        }
        return partsByMaker.entrySet().stream()
                .map(maker -> "reused from " + maker.getKey()
                        + (maker.getValue().equals(List.of("")) ? "" : ": " + join(maker.getValue())))
                .toList();
    }

    private static List<String> ingest(JsonNode status) {
        JsonNode counts = status.path("ingest");
        if (!counts.isObject()) {
            return List.of();
        }
        List<String> drops = counted(counts.path("dropped"));
        long rows = counts.path("rows").asLong();
        long kept = counts.path("kept").asLong();
        String dropped = drops.isEmpty() ? "none dropped" : Amount.of(rows - kept) + " dropped (" + join(drops) + ")";
        return List.of(
                Amount.of(rows, "row", "rows") + ": " + Amount.of(kept) + " kept, " + dropped,
                join(counted(counts.path("bySplit"))) + " · "
                        + Amount.of(
                                counts.path("nearDuplicateClusters").asLong(),
                                "near-duplicate cluster",
                                "near-duplicate clusters"));
    }

    private static List<String> deidentification(JsonNode status) {
        JsonNode shards = status.path("deidentified");
        if (shards.isEmpty()) {
            return List.of();
        }
        long replaced = 0;
        for (JsonNode shard : shards) {
            for (JsonNode count : shard.path("replacedByClass")) {
                replaced += count.asLong();
            }
        }
        return List.of(Amount.of(replaced, "identifier", "identifiers") + " replaced in "
                + Amount.of(shards.size(), "shard", "shards") + " · audit: "
                + Amount.of(status.path("auditFindings").asLong(), "finding", "findings")
                + quarantined(status.path("quarantined").asLong()));
    }

    private static String quarantined(long cases) {
        return cases == 0 ? "" : ", " + Amount.of(cases, "case", "cases") + " quarantined";
    }

    private static List<String> sft(JsonNode status) {
        JsonNode sft = status.path("sft");
        if (!sft.isObject()) {
            return List.of();
        }
        String cut = "";
        if (sft.path("shortenedExamples").asLong() + sft.path("droppedExamples").asLong() > 0) {
            cut = " (" + Amount.of(sft.path("shortenedExamples").asLong()) + " shortened, "
                    + Amount.of(sft.path("droppedExamples").asLong()) + " too long)";
        }
        return List.of("loss " + Amount.of(sft.path("firstLoss").asDouble()) + " → "
                + Amount.of(sft.path("lastLoss").asDouble()) + " in "
                + Amount.of(sft.path("steps").asLong(), "step", "steps") + " · "
                + Amount.of(sft.path("examples").asLong(), "example", "examples") + cut);
    }

    private static List<String> grpo(JsonNode status) {
        JsonNode rounds = status.path("rounds");
        if (rounds.isEmpty()) {
            int earlier = status.path("grpo").path("rounds").asInt();
            return List.of(earlier == 0 ? "no rounds" : Amount.of(earlier, "round", "rounds"));
        }
        JsonNode last = rounds.get(rounds.size() - 1);
        List<String> lines = new ArrayList<>();
        lines.add("reward " + Amount.of(meanReward(rounds.get(0))) + " → " + Amount.of(meanReward(last)) + " in "
                + Amount.of(rounds.size(), "round", "rounds") + " · KL "
                + Amount.of(last.path("update").path("metrics").path("kl").asDouble()) + " · hidden metric "
                + Amount.of(mean(last, "hiddenMetric")));
        JsonNode rewind = status.path("grpo").path("rewind");
        if (rewind.isObject()) {
            lines.add("stopped early and rewound to round "
                    + (rewind.path("backToRound").asInt() + 1)
                    + ": the hidden metric fell from "
                    + Amount.of(rewind.path("firstHiddenMetric").asDouble()) + " to "
                    + Amount.of(rewind.path("hiddenMetric").asDouble()));
        }
        return lines;
    }

    /** One finished round, for the line that tells of it. */
    static String round(JsonNode round) {
        JsonNode metrics = round.path("update").path("metrics");
        return "reward " + Amount.of(meanReward(round)) + " · KL "
                + Amount.of(metrics.path("kl").asDouble()) + " · entropy "
                + Amount.of(metrics.path("entropy").asDouble()) + " · "
                + Amount.of(Math.round(metrics.path("completionLength").asDouble())) + " tokens an answer";
    }

    private static double meanReward(JsonNode round) {
        return mean(round, "meanReward");
    }

    private static double mean(JsonNode round, String field) {
        double sum = 0;
        for (JsonNode part : round.path("rewarded")) {
            sum += part.path(field).asDouble();
        }
        return sum / Math.max(1, round.path("rewarded").size());
    }

    private static List<String> merge(JsonNode status) {
        JsonNode merge = status.path("merge");
        return merge.isObject()
                ? List.of("same answers as base with adapter: KL "
                        + Amount.of(merge.path("meanKl").asDouble()) + " nats a token, "
                        + Amount.percent(merge.path("greedyAgreement").asDouble()) + " of tokens agree")
                : List.of();
    }

    private static List<String> evaluation(JsonNode status) {
        List<String> lines = new ArrayList<>();
        for (JsonNode evaluation : status.path("evaluation").path("evaluations")) {
            List<String> metrics = new ArrayList<>();
            for (JsonNode metric : evaluation.path("metrics")) {
                String name = metric.path("name").asText();
                if (name.equals("exact-match") || name.equals("sampled-exact-match") || name.equals("format-rate")) {
                    metrics.add(name + " " + Amount.percent(metric.path("value").asDouble()) + " ["
                            + Amount.percent(metric.path("low").asDouble()).replace(" %", "") + "–"
                            + Amount.percent(metric.path("high").asDouble()).replace(" %", "") + "]");
                }
            }
            lines.add(String.format("%-10s %s", words(evaluation.path("role").asText()), String.join(" · ", metrics)));
        }
        return lines;
    }

    private static List<String> gate(JsonNode status) {
        JsonNode verdict = status.path("verdict");
        if (!verdict.isObject()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String lowered = verdict.path("loweredBar").asBoolean() ? ", which lowers the bar" : "";
        lines.add(words(verdict.path("result").asText()) + " by policy '"
                + verdict.path("policy").asText() + "'" + lowered);
        for (JsonNode check : verdict.path("checks")) {
            if (!check.path("result").asText().equals("PASS")) {
                lines.add(words(check.path("result").asText()) + ": "
                        + check.path("reason").asText());
            }
        }
        return lines;
    }

    private static List<String> signOff(JsonNode status) {
        List<String> lines = new ArrayList<>();
        for (JsonNode receipt : status.path("signOffs")) {
            lines.add(words(receipt.path("decision").asText()) + " by "
                    + receipt.path("signer").asText());
        }
        for (JsonNode refused : status.path("refusedStatements")) {
            lines.add("a statement was refused: " + refused.asText());
        }
        return lines;
    }

    private static List<String> deployment(JsonNode status) {
        JsonNode deployment = status.path("outcome").path("deployment");
        return deployment.isObject()
                ? List.of("deployment " + deployment.path("number").asInt() + " · model "
                        + digest(deployment.path("model").path("ref").path("sha256"))
                                .orElse("?"))
                : List.of();
    }

    /** What is measured on the way, loss or reward first. */
    static List<String> measurements(JsonNode values) {
        List<String> all = new ArrayList<>();
        values.properties().forEach(entry -> {
            String words = entry.getKey().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
            String text = words + " " + Amount.of(entry.getValue().asDouble());
            all.add(words.equals("loss") || words.equals("reward") ? 0 : all.size(), text);
        });
        return all;
    }

    private static Optional<String> digest(JsonNode sha256) {
        return sha256.asText().length() == 64 ? Optional.of(sha256.asText().substring(0, 12)) : Optional.empty();
    }

    private static List<String> counted(JsonNode counts) {
        List<String> words = new ArrayList<>();
        counts.properties()
                .forEach(entry -> words.add(
                        words(entry.getKey()) + " " + Amount.of(entry.getValue().asLong())));
        return words;
    }

    private static String join(List<String> words) {
        return String.join(", ", words);
    }

    /** {@code AFTER_SFT} as {@code after sft}. */
    static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
