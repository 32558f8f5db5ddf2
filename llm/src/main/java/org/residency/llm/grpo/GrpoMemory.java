package org.residency.llm.grpo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.BatchSize;
import org.residency.llm.memory.MemoryGuard.Alternative;
import org.residency.llm.memory.MemoryPart;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.TrainingGuard;

/** What an update on these rollouts needs, and what it would need with other settings. */
public final class GrpoMemory {
    private final MemoryPlanner planner;
    private final LoraSettings lora;
    private final GrpoSettings settings;
    private final TrainingGuard guard;
    private final List<BatchSize.Length> lengths;

    /** Of rollouts as they were sampled. */
    GrpoMemory(
            Transformer transformer,
            LoraSettings lora,
            GrpoSettings settings,
            TrainingGuard guard,
            List<RewardedGroup> groups) {
        this(
                MemoryPlanner.of(transformer),
                lora,
                settings,
                guard,
                groups.stream()
                        .flatMap(rewarded -> rewarded.group().rollouts().stream()
                                .map(rollout -> new BatchSize.Length(
                                        rewarded.group().prompt().size()
                                                + rollout.completion().size(),
                                        rollout.completion().size())))
                        .toList());
    }

    private GrpoMemory(
            MemoryPlanner planner,
            LoraSettings lora,
            GrpoSettings settings,
            TrainingGuard guard,
            List<BatchSize.Length> lengths) {
        this.planner = planner;
        this.guard = guard;
        this.lora = lora;
        this.settings = settings;
        this.lengths = lengths;
    }

    /**
     * With rollouts that are all as long as may be.
     *
     * @param promptTokens the longest prompt
     * @param completionTokens the longest completion
     */
    public static GrpoMemory atMost(
            MemoryPlanner planner,
            LoraSettings lora,
            GrpoSettings settings,
            TrainingGuard guard,
            int promptTokens,
            int completionTokens) {
        BatchSize.Length longest = new BatchSize.Length(promptTokens + completionTokens, completionTokens);
        return new GrpoMemory(planner, lora, settings, guard, Collections.nCopies(settings.rolloutsPerPass(), longest));
    }

    public MemoryPlan plan() {
        return plan(settings.gradients(), settings.rolloutsPerPass());
    }

    /** The same with every layer kept, where settings leave the method open and it is a matter of memory alone. */
    public Optional<MemoryPlan> keeping() {
        return planner.savesMemoryAlone(lora, settings.gradients())
                ? Optional.of(plan(GradientMethod.PACKED, settings.rolloutsPerPass()))
                : Optional.empty();
    }

    /** First layers run again, then fewer rollouts at a time; the step stays the same. */
    public Stream<Alternative> alternatives() {
        List<Alternative> all = new ArrayList<>();
        GradientMethod method = GradientMethod.CHECKPOINTED;
        int count = Math.min(settings.rolloutsPerPass(), lengths.size());
        all.add(new Alternative("grpo.gradients " + method.settingName(), plan(method, count)));
        while (count > 1) {
            count = (count + 1) / 2;
            all.add(new Alternative(
                    "grpo.gradients " + method.settingName() + ", grpo.rolloutsPerPass " + count, plan(method, count)));
        }
        return all.stream();
    }

    private MemoryPlan plan(GradientMethod method, int count) {
        // Of a round whose groups were all left out, nothing is computed.
        BatchSize batch = lengths.isEmpty() ? BatchSize.full(1, 1) : BatchSize.largest(lengths, count);
        MemoryPlan plan = planner.training(lora, batch, method);
        int copies = guard.copies() + (settings.loss() instanceof TrpoLoss ? TrpoStep.VECTORS : 0);
        return plan.plus(MemoryPart.OPTIMIZER, copies * plan.bytes(MemoryPart.ADAPTER));
    }
}
