package org.residency.llm.bench;

import java.util.Arrays;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.BatchSize;
import org.residency.llm.memory.MemoryPlan;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.training.GradientMethod;

/** Works whose memory is told beforehand and measured. */
public enum MemoryWork {
    SFT("sft"),
    SFT_PADDED("sft-padded"),
    SFT_CHECKPOINTED("sft-checkpointed"),
    SFT_NF4("sft-nf4"),
    DECODE("decode");

    /** Tokens that decoding adds. */
    private static final int NEW_TOKENS = 32;

    private final String settingName;

    MemoryWork(String settingName) {
        this.settingName = settingName;
    }

    public String settingName() {
        return settingName;
    }

    public static MemoryWork named(String name) {
        return Arrays.stream(values())
                .filter(work -> work.settingName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("work is '%s', must be one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(MemoryWork::settingName)
                                        .toList())));
    }

    /** What {@link #trial} will need. */
    public MemoryPlan plan(BenchShape shape, ComputeDevice device, int sequences, int length) {
        ComputeType type = device instanceof ComputeDevice.Cpu ? ComputeType.FLOAT32 : ComputeType.BFLOAT16;
        MemoryPlanner planner = new MemoryPlanner(shape.config(length), type, quantization(), device);
        LoraSettings lora = LoraSettings.defaults();
        return this == DECODE
                ? planner.generation(lora, false, sequences, sequences, length, NEW_TOKENS)
                : planner.training(lora, BatchSize.full(sequences, length), method());
    }

    public Trial trial(Trials trials, int sequences, int length) {
        return this == DECODE
                ? trials.decode(sequences, length, NEW_TOKENS, false)
                : trials.sft(sequences, length, method(), quantization());
    }

    private BaseQuantization quantization() {
        return this == SFT_NF4 ? BaseQuantization.NF4 : BaseQuantization.NONE;
    }

    private GradientMethod method() {
        return switch (this) {
            case SFT_PADDED -> GradientMethod.PADDED;
            case SFT_CHECKPOINTED, SFT_NF4 -> GradientMethod.CHECKPOINTED;
            default -> GradientMethod.PACKED;
        };
    }
}
