package org.residency.temporal;

import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.activities.Stage;
import org.residency.activities.deidentification.DeidentificationActivities;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.evaluation.ComparisonActivities;
import org.residency.activities.evaluation.EvaluationActivities;
import org.residency.activities.grpo.PolicyActivities;
import org.residency.activities.grpo.RewardActivities;
import org.residency.activities.ingest.IngestActivities;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.sft.SftActivities;
import org.residency.activities.signoff.SignOffActivities;

/** Which stage an activity belongs to: the one that its package is named after. */
final class ActivityStages {

    private static final List<Class<?>> OF_STAGES = List.of(
            IngestActivities.class,
            DeidentificationActivities.class,
            SftActivities.class,
            PolicyActivities.class,
            RewardActivities.class,
            MergeActivities.class,
            EvaluationActivities.class,
            ComparisonActivities.class,
            SignOffActivities.class,
            DeploymentActivities.class);

    private final Map<String, Stage> byType = new HashMap<>();

    ActivityStages() {
        for (Class<?> activities : OF_STAGES) {
            Stage stage = Arrays.stream(Stage.values())
                    .filter(candidate -> activities.getPackageName().endsWith("." + candidate.word()))
                    .findFirst()
                    .orElseThrow();
            POJOActivityInterfaceMetadata.newInstance(activities).getMethodsMetadata().stream()
                    .map(POJOActivityMethodMetadata::getActivityTypeName)
                    .forEach(type -> byType.put(type, stage));
        }
    }

    /** The stage of the activity {@code type}; empty where it belongs to none, as bookkeeping does. */
    Optional<Stage> of(String type) {
        return Optional.ofNullable(byType.get(type));
    }
}
