package org.residency.llm.sft;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.BatchSize;
import org.residency.llm.memory.ExampleMemory;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.TrainingGuard;

/** What a fine-tuning needs of memory. */
public final class SftMemory {
    private SftMemory() {}

    /** Of examples that are there. */
    static ExampleMemory of(
            Transformer transformer,
            LoraSettings lora,
            SftSettings settings,
            TrainingGuard guard,
            List<SftExample> training,
            List<SftExample> validation) {
        return new ExampleMemory(
                MemoryPlanner.of(transformer).with(settings.optimizer()),
                terms(lora, settings, guard),
                Stream.concat(training.stream(), validation.stream())
                        .map(example -> new BatchSize.Length(
                                example.size(), example.target().size()))
                        .toList());
    }

    /** With examples that are all as long as the settings allow. */
    public static ExampleMemory atMost(
            MemoryPlanner planner, LoraSettings lora, SftSettings settings, TrainingGuard guard) {
        BatchSize.Length longest = new BatchSize.Length(settings.maxTokens(), settings.maxTokens());
        return new ExampleMemory(
                planner.with(settings.optimizer()),
                terms(lora, settings, guard),
                Collections.nCopies(settings.batchSize(), longest));
    }

    private static ExampleMemory.Terms terms(LoraSettings lora, SftSettings settings, TrainingGuard guard) {
        return new ExampleMemory.Terms(
                "sft", lora, settings.gradients(), settings.batchSize(), settings.accumulation(), 1, guard);
    }
}
