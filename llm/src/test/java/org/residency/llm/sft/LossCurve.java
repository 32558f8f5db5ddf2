package org.residency.llm.sft;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.model.Transformer;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.ExampleOrder;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;

/**
 * Our side of the loss curve in docs/performance.md, run by hand on the folder that {@code bench/curves/prepare.py} made.
 * Writes the adapter's start, the examples of each step, and the losses, for {@code bench/curves/peft_curve.py}.
 */
final class LossCurve {
    private static final int STEPS = 36;
    private static final int BATCH = 4;

    private LossCurve() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        JsonNode lines = JsonFile.read(folder.resolve("examples.json"));
        List<TokenIds> prompts = Reference.tokens(lines.get("prompts"));
        List<TokenIds> targets = Reference.tokens(lines.get("targets"));
        List<SftExample> examples = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            examples.add(new SftExample(prompts.get(i), targets.get(i)));
        }
        SftSettings settings = SftSettings.defaults()
                .withMaxSteps(STEPS)
                .withBatch(BATCH, 1)
                .withLearningRate(2e-3, LearningRateSchedule.Shape.LINEAR, 0.1)
                .withCheckpointEverySteps(0)
                .withGradients(GradientMethod.PACKED);
        LoraSettings lora = LoraSettings.defaults().withRank(16, 32);
        ExampleOrder<SftExample> order = new ExampleOrder<>(examples, SftExample::size, BATCH, settings.seed());
        List<List<Integer>> steps = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            steps.add(order.step(step).stream().map(examples::indexOf).toList());
        }
        JsonFile.write(folder.resolve("order.json"), steps);
        List<Double> losses = new ArrayList<>();
        try (Transformer model = Transformer.load(
                new ModelFolder(folder.resolve("model")), ComputeDevice.cpu(), ComputeType.FLOAT32, 2)) {
            try (LoraAdapter start = LoraAdapter.create(model, lora, settings.seed())) {
                start.save(folder.resolve("start"));
            }
            new SftTrainer(model, lora, settings)
                    .train(examples, List.of(), Optional.empty(), folder.resolve("ours"), new TrainingListener() {
                        @Override
                        public void onStep(StepMetrics metrics) {
                            losses.add(metrics.loss());
                        }
                    });
        }
        JsonFile.write(folder.resolve("ours.json"), losses);
    }
}
