package org.residency.llm.testing;

import java.util.ArrayList;
import java.util.List;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;
import org.residency.llm.sft.SftExample;
import org.residency.llm.sft.SftSettings;
import org.residency.llm.sft.SftStep;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.StepMetrics;

/** Three steps of a fine-tuning on the reference's examples, from the reference's adapter. */
public record ThreeSteps(Transformer model, GradientMethod method) {
    /** Of each step its loss and its gradient's norm. */
    public List<Double> take() {
        Reference reference = new Reference();
        List<SftExample> examples = new ArrayList<>();
        for (int i = 0; i < reference.prompts().size(); i++) {
            examples.add(new SftExample(
                    reference.prompts().get(i), reference.targets().get(i)));
        }
        List<Double> numbers = new ArrayList<>();
        try (LoraAdapter adapter = LoraAdapter.load(model, Reference.file("adapter"));
                AdamW optimizer = new AdamW(model.kernels(), List.of(adapter.flat()), OptimizerSettings.defaults())) {
            SftStep step = new SftStep(
                    model,
                    adapter,
                    optimizer,
                    SftSettings.defaults().withBatch(3, 1).withGradients(method));
            for (int i = 0; i < 3; i++) {
                StepMetrics metrics = step.take(examples, i, 3, 1e-2);
                numbers.add(metrics.loss());
                numbers.add(metrics.gradientNorm());
            }
        }
        return numbers;
    }
}
