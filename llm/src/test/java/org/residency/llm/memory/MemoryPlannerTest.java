package org.residency.llm.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.residency.llm.bench.BenchShape;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.BatchSize.Length;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;

class MemoryPlannerTest {
    private final MemoryPlanner large =
            new MemoryPlanner(BenchShape.LLAMA_8B.config(2048), ComputeType.BFLOAT16, ComputeDevice.gpu(0));

    @Test
    void countsEveryWeightOnce() {
        for (BenchShape shape : List.of(BenchShape.MINUTE, BenchShape.TINY)) {
            MemoryPlanner planner = new MemoryPlanner(shape.config(64), ComputeType.FLOAT32, ComputeDevice.cpu());
            try (Transformer model =
                    Transformer.random(shape.config(64), ComputeDevice.cpu(), ComputeType.FLOAT32, 1, 1)) {
                assertThat(planner.training(LoraSettings.defaults(), BatchSize.full(1, 8), GradientMethod.PACKED)
                                .bytes(MemoryPart.WEIGHTS))
                        .isEqualTo(4 * model.parameterCount());
            }
        }
        MemoryPlan plan = training(GradientMethod.PACKED, 2, 2048);
        assertThat(plan.bytes(MemoryPart.WEIGHTS)).isEqualTo(2 * 8_030_261_248L);
        assertThat(plan.bytes(MemoryPart.ADAPTER)).isEqualTo(4 * 41_943_040L);
    }

    /** Driver's count on an H200 less its context: docs/performance.md. */
    @Test
    void comesNearWhatTrainingsTookOnAGpu() {
        requireNear(30.28, BenchShape.LLAMA_8B, BaseQuantization.NONE, GradientMethod.PACKED, 2, 2048);
        requireNear(20.41, BenchShape.LLAMA_8B, BaseQuantization.NONE, GradientMethod.CHECKPOINTED, 2, 2048);
        requireNear(10.05, BenchShape.LLAMA_8B, BaseQuantization.NF4, GradientMethod.CHECKPOINTED, 2, 2048);
        requireNear(29.2, BenchShape.LLAMA_8B, BaseQuantization.NONE, GradientMethod.CHECKPOINTED, 1, 16_384);
        requireNear(10.28, BenchShape.QWEN2_1_5B, BaseQuantization.NONE, GradientMethod.PACKED, 2, 2048);
        requireNear(5.46, BenchShape.QWEN2_1_5B, BaseQuantization.NONE, GradientMethod.CHECKPOINTED, 2, 2048);
        requireNear(3.46, BenchShape.QWEN2_1_5B, BaseQuantization.NF4, GradientMethod.CHECKPOINTED, 2, 2048);
        requireNear(4.90, BenchShape.QWEN2_0_5B, BaseQuantization.NONE, GradientMethod.PACKED, 2, 2048);
        requireNear(2.69, BenchShape.QWEN2_0_5B, BaseQuantization.NONE, GradientMethod.CHECKPOINTED, 2, 2048);
        requireNear(2.12, BenchShape.QWEN2_0_5B, BaseQuantization.NF4, GradientMethod.CHECKPOINTED, 2, 2048);
    }

    @Test
    void growsWithTokensAndShrinksWithCheckpointing() {
        long brief = training(GradientMethod.PACKED, 2, 512).bytes(MemoryPart.ACTIVATIONS);
        long twice = training(GradientMethod.PACKED, 2, 1024).bytes(MemoryPart.ACTIVATIONS);
        assertThat((double) twice / brief).isBetween(1.85, 2.05);
        assertThat(training(GradientMethod.CHECKPOINTED, 2, 1024).total())
                .isLessThan(training(GradientMethod.PACKED, 2, 1024).total());
    }

    @Test
    void knowsWhereLayersRunAgainForMemoryAlone() {
        LoraSettings lora = LoraSettings.defaults();
        assertThat(large.savesMemoryAlone(lora, GradientMethod.AUTOMATIC)).isTrue();
        assertThat(large.savesMemoryAlone(lora, GradientMethod.CHECKPOINTED)).isFalse();
        assertThat(large.savesMemoryAlone(lora.withDora(true), GradientMethod.AUTOMATIC))
                .isFalse();
        for (BaseQuantization quantization : List.of(BaseQuantization.NF4, BaseQuantization.INT8)) {
            assertThat(new MemoryPlanner(
                                    BenchShape.LLAMA_8B.config(2048),
                                    ComputeType.BFLOAT16,
                                    quantization,
                                    ComputeDevice.gpu(0))
                            .savesMemoryAlone(lora, GradientMethod.AUTOMATIC))
                    .isFalse();
        }
        assertThat(new MemoryPlanner(BenchShape.TINY.config(64), ComputeType.FLOAT32, ComputeDevice.cpu())
                        .savesMemoryAlone(lora, GradientMethod.AUTOMATIC))
                .isFalse();
    }

    @Test
    void takesTheLongestThatMayMeetInABatch() {
        List<Length> lengths = List.of(new Length(10, 2), new Length(30, 5), new Length(20, 15));
        assertThat(BatchSize.largest(lengths, 2)).isEqualTo(new BatchSize(2, 30, 50, 20));
        assertThat(BatchSize.largest(lengths, 8)).isEqualTo(new BatchSize(3, 30, 60, 22));
    }

    private MemoryPlan training(GradientMethod method, int sequences, int length) {
        return large.training(LoraSettings.defaults(), BatchSize.full(sequences, length), method);
    }

    private static void requireNear(
            double measured,
            BenchShape shape,
            BaseQuantization quantization,
            GradientMethod method,
            int sequences,
            int length) {
        MemoryPlan plan = new MemoryPlanner(
                        shape.config(length), ComputeType.BFLOAT16, quantization, ComputeDevice.gpu(0))
                .training(LoraSettings.defaults(), BatchSize.full(sequences, length), method);
        assertThat(plan.total() / 1e9)
                .as("%s, %s, %s, %d", shape, quantization, method, length)
                .isBetween(measured * 0.93, measured * 1.07);
    }
}
