package org.residency.llm.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.MemoryGuard.Alternative;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.TrainingGuard;

/** What a training on examples needs, and what it would need with other settings. */
public final class ExampleMemory {
    private static final int SHORTEST = 64;

    /**
     * Of the settings what counts.
     *
     * @param section that the settings stand in, such as {@code sft}
     * @param batchSize examples of one pass
     * @param accumulation passes of one step
     * @param sequences of one example
     */
    public record Terms(
            String section,
            LoraSettings lora,
            GradientMethod gradients,
            int batchSize,
            int accumulation,
            int sequences,
            TrainingGuard guard) {}

    private final MemoryPlanner planner;
    private final Terms terms;
    private final List<BatchSize.Length> lengths;

    /** @param lengths of every sequence there is */
    public ExampleMemory(MemoryPlanner planner, Terms terms, List<BatchSize.Length> lengths) {
        this.planner = planner;
        this.terms = terms;
        this.lengths = List.copyOf(lengths);
    }

    public MemoryPlan plan() {
        return plan(terms.gradients(), terms.batchSize(), Integer.MAX_VALUE);
    }

    /** The same with every layer kept, where settings leave the method open and it is a matter of memory alone. */
    public Optional<MemoryPlan> keeping() {
        return planner.savesMemoryAlone(terms.lora(), terms.gradients())
                ? Optional.of(plan(GradientMethod.PACKED, terms.batchSize(), Integer.MAX_VALUE))
                : Optional.empty();
    }

    /** First layers run again, then fewer examples at a time (the step stays the same), then shorter examples. */
    public Stream<Alternative> alternatives() {
        List<Alternative> all = new ArrayList<>();
        GradientMethod method = GradientMethod.CHECKPOINTED;
        int batch = terms.batchSize();
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
        StringBuilder words = new StringBuilder();
        add(words, "gradients " + method.settingName());
        if (batch != terms.batchSize()) {
            int accumulation = (terms.batchSize() * terms.accumulation() + batch - 1) / batch;
            add(words, "batchSize " + batch);
            words.append(" with ")
                    .append(terms.section())
                    .append(".accumulationSteps ")
                    .append(accumulation);
        }
        if (maxTokens < Integer.MAX_VALUE) {
            add(words, "maxTokens " + maxTokens);
        }
        return new Alternative(words.toString(), plan(method, batch, maxTokens));
    }

    private void add(StringBuilder words, String setting) {
        words.append(words.isEmpty() ? "" : ", ")
                .append(terms.section())
                .append('.')
                .append(setting);
    }

    private MemoryPlan plan(GradientMethod method, int batch, int maxTokens) {
        List<BatchSize.Length> cut = lengths.stream()
                .map(length -> new BatchSize.Length(
                        Math.min(length.tokens(), maxTokens), Math.min(length.labelled(), maxTokens)))
                .toList();
        BatchSize largest = BatchSize.largest(cut, batch * terms.sequences());
        MemoryPlan plan = planner.training(terms.lora(), largest, method);
        return plan.plus(MemoryPart.OPTIMIZER, terms.guard().copies() * plan.bytes(MemoryPart.ADAPTER));
    }
}
