package org.residency.llm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.grpo.GrpoSettings;
import org.residency.llm.grpo.GrpoTrainer;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.llm.grpo.RolloutSampler;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.Transformer;
import org.residency.llm.sft.SftExample;
import org.residency.llm.sft.SftSettings;
import org.residency.llm.sft.SftStep;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingListener;

/** The works that can be measured, each on random weights of a shape: bf16 on a GPU, float32 on the CPU. */
public final class Trials {
    private final BenchShape shape;
    private final ComputeDevice device;
    private final int threads;

    public Trials(BenchShape shape, ComputeDevice device, int threads) {
        this.shape = shape;
        this.device = device;
        this.threads = threads;
    }

    /** Forward, backward and AdamW of LoRA rank 16 on all seven projections; every token but the first labelled. */
    public Trial sft(int batch, int length, GradientMethod method, BaseQuantization quantization) {
        Transformer model = model(length, quantization);
        LoraAdapter adapter = LoraAdapter.create(model, LoraSettings.defaults(), 1);
        AdamW optimizer = new AdamW(model.kernels(), List.of(adapter.flat()), OptimizerSettings.defaults());
        SftStep step = new SftStep(
                model,
                adapter,
                optimizer,
                SftSettings.defaults().withBatch(batch, 1).withGradients(method));
        Random random = new Random(1);
        List<SftExample> examples = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            examples.add(new SftExample(tokens(random, 1), tokens(random, length)));
        }
        return new Trial() {
            private int taken;

            @Override
            public double round() {
                return step.take(examples, taken++, 1_000_000, 1e-4).elapsed().toNanos() / 1e9;
            }

            @Override
            public void close() {
                optimizer.close();
                adapter.close();
                model.close();
            }
        };
    }

    /** Greedy decoding; a round's seconds are those of one token step of all sequences, the prompts' run taken off. */
    public Trial decode(int sequences, int promptLength, int newTokens, boolean liveAdapter) {
        Transformer model = model(promptLength + newTokens);
        Optional<LoraAdapter> adapter =
                liveAdapter ? Optional.of(LoraAdapter.create(model, LoraSettings.defaults(), 1)) : Optional.empty();
        Generator generator = new Generator(model, adapter, Set.of());
        Random random = new Random(1);
        List<Prompt> prompts = new ArrayList<>();
        for (int s = 0; s < sequences; s++) {
            prompts.add(new Prompt(s, tokens(random, promptLength)));
        }
        return new Trial() {
            @Override
            public double round() {
                double one = seconds(1);
                return (seconds(newTokens) - one) / (newTokens - 1);
            }

            private double seconds(int count) {
                long begin = System.nanoTime();
                generator.generate(prompts, 1, SamplingSettings.greedy(count), GenerationListener.SILENT);
                return (System.nanoTime() - begin) / 1e9;
            }

            @Override
            public void close() {
                adapter.ifPresent(LoraAdapter::close);
                model.close();
            }
        };
    }

    /**
     * A GRPO step of LoRA rank 16: samples groups at temperature 1 with the adapter live, asks the reference, then loss (beta
     * 0.04), backward and AdamW. Random weights end no sequence early but by chance. On the CPU sequences stand packed, as in {@link #sft}.
     */
    public Trial grpo(int prompts, int samples, int promptLength, int newTokens) throws IOException {
        Path folder = Files.createTempDirectory("residency-grpo");
        Transformer model = model(promptLength + newTokens);
        LoraAdapter adapter = LoraAdapter.create(model, LoraSettings.defaults(), 1);
        adapter.save(folder.resolve("start"));
        GradientMethod gradients =
                device instanceof ComputeDevice.Cpu ? GradientMethod.PACKED : GradientMethod.AUTOMATIC;
        Random random = new Random(1);
        return new Trial() {
            private int taken;

            @Override
            public double round() {
                Map<String, TokenIds> asked = new LinkedHashMap<>();
                for (int p = 0; p < prompts; p++) {
                    asked.put("prompt " + p, tokens(random, promptLength));
                }
                long begin = System.nanoTime();
                List<RewardedGroup> groups = new ArrayList<>();
                for (RolloutGroup group : new RolloutSampler(new Generator(model, Optional.of(adapter), Set.of()))
                        .sample(
                                asked,
                                samples,
                                new SamplingSettings(1, 0, 1, newTokens, taken++),
                                GenerationListener.SILENT)) {
                    groups.add(group.withRewards(group.rollouts().stream()
                            .map(rollout -> rollout.completion().get(0) % 7.0)
                            .toList()));
                }
                new GrpoTrainer(
                                model,
                                GrpoSettings.defaults()
                                        .withBatch(1, prompts, device instanceof ComputeDevice.Cpu ? 32 : samples)
                                        .withGradients(gradients))
                        .update(
                                groups,
                                folder.resolve("start"),
                                Optional.empty(),
                                folder.resolve("out"),
                                TrainingListener.SILENT);
                return (System.nanoTime() - begin) / 1e9;
            }

            @Override
            public void close() {
                adapter.close();
                model.close();
            }
        };
    }

    private Transformer model(int context) {
        return model(context, BaseQuantization.NONE);
    }

    private Transformer model(int context, BaseQuantization quantization) {
        ComputeType type = device instanceof ComputeDevice.Cpu ? ComputeType.FLOAT32 : ComputeType.BFLOAT16;
        return Transformer.random(shape.config(context), device, type, quantization, threads, 1);
    }

    private TokenIds tokens(Random random, int count) {
        int words = shape.config(1).vocabularySize();
        return TokenIds.of(random.ints(count, 3, words).toArray());
    }
}
