package org.residency.worker.cpu.grpo;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.residency.activities.FailureKind;
import org.residency.activities.Stage;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.grpo.RewardActivities;
import org.residency.activities.grpo.RewardRolloutsRequest;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Split;
import org.residency.dataset.ClinicalCase;
import org.residency.scoring.CompositeReward;
import org.residency.scoring.HiddenMetric;
import org.residency.scoring.RewardInput;
import org.residency.scoring.RewardValue;
import org.residency.scoring.RewardWeights;
import org.residency.scoring.ThinkTag;
import org.residency.scoring.files.JsonLines;
import org.residency.scoring.files.RewardGroupLine;
import org.residency.scoring.files.RolloutGroupLine;
import org.residency.scoring.files.RolloutLine;
import org.residency.worker.cpu.ActivityFailures;
import org.residency.worker.cpu.Heartbeat;
import org.residency.worker.cpu.StoredCases;
import org.residency.worker.cpu.Workbench;

@Singleton
class RewardActivitiesImpl implements RewardActivities {

    private final ArtifactStore store;
    private final ArtifactCache cache;
    private final StoredCases storedCases;
    private final Workbench workbench;
    private final RewardMetrics metrics;

    RewardActivitiesImpl(ArtifactStore store, ArtifactCache cache, Workbench workbench, RewardMetrics metrics) {
        this.metrics = metrics;
        this.store = store;
        this.cache = cache;
        this.storedCases = new StoredCases(cache);
        this.workbench = workbench;
    }

    @Override
    public RewardedRollouts rewardRollouts(RewardRolloutsRequest request) {
        return ActivityFailures.translating(() -> {
            Heartbeat heartbeat = Heartbeat.of(Stage.GRPO);
            List<ClinicalCase> cases =
                    heartbeat.during("shards", () -> storedCases.audited(request.dataset(), Split.TRAIN));
            Map<String, ClinicalCase> byId =
                    cases.stream().collect(Collectors.toMap(ClinicalCase::id, Function.identity(), (a, b) -> a));
            Path rollouts = cache.file(request.rollouts().ref());
            CompositeReward reward = reward(request.settings());
            HiddenMetric hidden =
                    new HiddenMetric(cases.stream().anyMatch(one -> !one.cues().isEmpty()));
            List<RewardGroupLine> rewarded = new ArrayList<>();
            JsonLines.forEach(rollouts, RolloutGroupLine.class, group -> {
                heartbeat.beat("groups", rewarded.size(), request.rollouts().promptCount());
                ClinicalCase one = caseOf(group, byId);
                rewarded.add(rewarded(group, one, reward, request.settings()));
                group.completions()
                        .forEach(completion -> hidden.add(
                                completion.text(),
                                one.cues(),
                                completion.tokens().size()));
            });
            return result(request, rewarded, hidden.mean());
        });
    }

    private static RewardGroupLine rewarded(
            RolloutGroupLine group, ClinicalCase one, CompositeReward reward, GrpoSettings settings) {
        // The full answer stands in where the source has no short form: seldom matched, but never unfair.
        String reference = one.reference().orElse(one.answer());
        List<Double> totals = new ArrayList<>();
        Map<String, List<Double>> parts = new TreeMap<>();
        for (RolloutLine completion : group.completions()) {
            RewardValue value = reward.reward(RewardInput.of(
                    completion.text(),
                    ThinkTag.IN_PROMPT,
                    reference,
                    completion.tokens().size(),
                    settings.maxCompletionTokens()));
            totals.add(value.total());
            value.parts()
                    .forEach((name, part) -> parts.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(part));
        }
        return new RewardGroupLine(group.caseId(), totals, parts);
    }

    private RewardedRollouts result(RewardRolloutsRequest request, List<RewardGroupLine> rewarded, double hiddenMetric)
            throws Exception {
        try (Workbench.Folder work = workbench.open()) {
            Path file = work.path().resolve("rewards.jsonl");
            JsonLines.write(file, rewarded);
            ArtifactRef rewards = store.put(
                    "%s/round-%04d/rewards-%03d.jsonl"
                            .formatted(Stage.GRPO.key(request.run()), request.round(), request.part()),
                    file);
            RewardedRollouts result = new RewardedRollouts(
                    request.rollouts(),
                    rewards,
                    mean(rewarded, RewardGroupLine::rewards),
                    meanByPart(rewarded),
                    hiddenMetric,
                    (int) rewarded.stream()
                            .filter(RewardActivitiesImpl::isEqual)
                            .count());
            metrics.show(result, request.part() >= request.settings().samplingParts());
            return result;
        }
    }

    /** To the last digit but a few, as the update tells such groups. */
    private static boolean isEqual(RewardGroupLine group) {
        return Collections.max(group.rewards()) - Collections.min(group.rewards()) < 1e-9;
    }

    private static Map<String, Double> meanByPart(List<RewardGroupLine> rewarded) {
        Map<String, Double> means = new LinkedHashMap<>();
        if (!rewarded.isEmpty()) {
            for (String part : rewarded.get(0).parts().keySet()) {
                means.put(part, mean(rewarded, group -> group.parts().get(part)));
            }
        }
        return means;
    }

    private static double mean(List<RewardGroupLine> rewarded, Function<RewardGroupLine, List<Double>> values) {
        return rewarded.stream()
                .flatMap(group -> values.apply(group).stream())
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    private static ClinicalCase caseOf(RolloutGroupLine group, Map<String, ClinicalCase> byId) {
        ClinicalCase one = byId.get(group.caseId());
        if (one == null) {
            throw FailureKind.INVALID_INPUT.failure("rollouts: found case " + group.caseId()
                    + ", which is none of the dataset's training cases; sample from the dataset that is rewarded");
        }
        return one;
    }

    private static CompositeReward reward(GrpoSettings settings) {
        return new RewardWeights(
                        settings.correctnessWeight(),
                        settings.formatWeight(),
                        settings.lengthWeight(),
                        settings.repetitionWeight())
                .reward();
    }
}
