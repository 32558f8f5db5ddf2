package org.residency.llm.dpo;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.BatchSize;
import org.residency.llm.memory.ExampleMemory;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.training.TrainingGuard;

/** What a training on preferences needs of memory. */
public final class DpoMemory {
    private static final int SEQUENCES_OF_A_PAIR = 2;

    private DpoMemory() {}

    /** Of pairs that are there. */
    static ExampleMemory of(
            MemoryPlanner planner,
            LoraSettings lora,
            DpoSettings settings,
            TrainingGuard guard,
            List<PreferencePair> pairs) {
        return new ExampleMemory(
                planner,
                terms(lora, settings, guard),
                pairs.stream()
                        .flatMap(pair -> Stream.of(pair.chosen(), pair.rejected())
                                .map(completion -> new BatchSize.Length(
                                        pair.prompt().size() + completion.size(), completion.size())))
                        .toList());
    }

    /** With sequences that are all as long as the settings allow. */
    public static ExampleMemory atMost(
            MemoryPlanner planner, LoraSettings lora, DpoSettings settings, TrainingGuard guard) {
        BatchSize.Length longest = new BatchSize.Length(settings.maxTokens(), settings.maxTokens());
        return new ExampleMemory(
                planner,
                terms(lora, settings, guard),
                Collections.nCopies(settings.batchSize() * SEQUENCES_OF_A_PAIR, longest));
    }

    private static ExampleMemory.Terms terms(LoraSettings lora, DpoSettings settings, TrainingGuard guard) {
        return new ExampleMemory.Terms(
                "dpo",
                lora,
                settings.gradients(),
                settings.batchSize(),
                settings.accumulation(),
                SEQUENCES_OF_A_PAIR,
                guard);
    }
}
