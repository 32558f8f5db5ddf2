package org.residency.llm.sft;

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

/** What a fine-tuning on these examples needs, and what it would need with other settings. */
public final class SftMemory {
    private static final int SHORTEST = 64;

    private final MemoryPlanner planner;
    private final LoraSettings lora;
    private final SftSettings settings;
    private final List<BatchSize.Length> lengths;

    SftMemory(
            Transformer transformer,
            LoraSettings lora,
            SftSettings settings,
            List<SftExample> training,
            List<SftExample> validation) {
        this(
                MemoryPlanner.of(transformer),
                lora,
                settings,
                Stream.concat(training.stream(), validation.stream())
                        .map(example -> new BatchSize.Length(
                                example.size(), example.target().size()))
                        .toList());
    }

    private SftMemory(MemoryPlanner planner, LoraSettings lora, SftSettings settings, List<BatchSize.Length> lengths) {
        this.planner = planner;
        this.lora = lora;
        this.settings = settings;
        this.lengths = lengths;
    }

    /** With examples that are all as long as the settings allow. */
    public static SftMemory atMost(MemoryPlanner planner, LoraSettings lora, SftSettings settings) {
        BatchSize.Length longest = new BatchSize.Length(settings.maxTokens(), settings.maxTokens());
        return new SftMemory(
                planner,
                lora,
                settings,
                Stream.generate(() -> longest).limit(settings.batchSize()).toList());
    }

    public MemoryPlan plan() {
        return plan(settings.gradients(), settings.batchSize(), Integer.MAX_VALUE);
    }

    /** First layers run again, then fewer examples at a time (the step stays the same), then shorter examples. */
    public Stream<Alternative> alternatives() {
        List<Alternative> all = new ArrayList<>();
        GradientMethod method = GradientMethod.CHECKPOINTED;
        int batch = settings.batchSize();
        all.add(alternative(method, batch, Integer.MAX_VALUE));
        while (batch > 1) {
            batch = (batch + 1) / 2;
            all.add(alternative(method, batch, Integer.MAX_VALUE));
        }
        int longest = lengths.stream().mapToInt(BatchSize.Length::tokens).max().orElseThrow();
        for (int most = Integer.highestOneBit(longest - 1); most >= SHORTEST; most /= 2) {
            all.add(alternative(method, batch, most));
        }
        return all.stream();
    }

    private Alternative alternative(GradientMethod method, int batch, int maxTokens) {
        StringBuilder words = new StringBuilder("sft.gradients " + method.settingName());
        if (batch != settings.batchSize()) {
            int accumulation = (settings.batchSize() * settings.accumulation() + batch - 1) / batch;
            words.append(", sft.batchSize ")
                    .append(batch)
                    .append(" with sft.accumulationSteps ")
                    .append(accumulation);
        }
        if (maxTokens < Integer.MAX_VALUE) {
            words.append(", sft.maxTokens ").append(maxTokens);
        }
        return new Alternative(words.toString(), plan(method, batch, maxTokens));
    }

    private MemoryPlan plan(GradientMethod method, int batch, int maxTokens) {
        List<BatchSize.Length> cut = lengths.stream()
                .map(length -> new BatchSize.Length(
                        Math.min(length.tokens(), maxTokens), Math.min(length.labelled(), maxTokens)))
                .toList();
        return planner.training(lora, BatchSize.largest(cut, batch), method);
    }
}
