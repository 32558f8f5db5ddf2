package org.residency.llm.grpo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.BatchSize;
import org.residency.llm.memory.MemoryGuard.Alternative;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;

/** What an update on these rollouts needs, and what it would need with other settings. */
final class GrpoMemory {
    private final MemoryPlanner planner;
    private final LoraSettings lora;
    private final GrpoSettings settings;
    private final List<BatchSize.Length> lengths;

    GrpoMemory(Transformer transformer, LoraSettings lora, GrpoSettings settings, List<RewardedGroup> groups) {
        this.planner = new MemoryPlanner(
                transformer.config(),
                transformer.computeType(),
                transformer.kernels().device());
        this.lora = lora;
        this.settings = settings;
        this.lengths = groups.stream()
                .flatMap(rewarded -> rewarded.group().rollouts().stream()
                        .map(rollout -> new BatchSize.Length(
                                rewarded.group().prompt().size()
                                        + rollout.completion().size(),
                                rollout.completion().size())))
                .toList();
    }

    MemoryPlan plan() {
        return plan(settings.gradients(), settings.rolloutsPerPass());
    }

    /** First layers run again, then fewer rollouts at a time; the step stays the same. */
    Stream<Alternative> alternatives() {
        List<Alternative> all = new ArrayList<>();
        GradientMethod method = GradientMethod.CHECKPOINTED;
        int count = Math.min(settings.rolloutsPerPass(), lengths.size());
        all.add(new Alternative("gradients " + method.settingName(), plan(method, count)));
        while (count > 1) {
            count = (count + 1) / 2;
            all.add(new Alternative(
                    "gradients " + method.settingName() + ", rolloutsPerPass " + count, plan(method, count)));
        }
        return all.stream();
    }

    private MemoryPlan plan(GradientMethod method, int count) {
        // Of a round whose groups were all left out, nothing is computed.
        return lengths.isEmpty()
                ? planner.training(lora, BatchSize.full(1, 1), method)
                : planner.training(lora, BatchSize.largest(lengths, count), method);
    }
}
