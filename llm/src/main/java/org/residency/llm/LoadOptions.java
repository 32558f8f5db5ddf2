package org.residency.llm;

import ai.djl.engine.Engine;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.model.BaseQuantization;

/**
 * Where and how a model runs.
 *
 * @param quantization of the base model's projections
 * @param threads of one operation on the CPU, for the whole process; 0 leaves the engine's choice
 */
public record LoadOptions(ComputeDevice device, ComputeType computeType, BaseQuantization quantization, int threads) {

    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");

    public LoadOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(computeType, "computeType");
        Objects.requireNonNull(quantization, "quantization");
        if (threads < 0 || threads > 1024) {
            throw new IllegalArgumentException("threads is " + threads + ", must be 0 (engine's choice) to 1024");
        }
        if (device instanceof ComputeDevice.Cpu && computeType == ComputeType.FLOAT16) {
            throw new IllegalArgumentException("computeType is FLOAT16, must be FLOAT32 or BFLOAT16 on the CPU");
        }
    }

    public static LoadOptions cpu(int threads) {
        return new LoadOptions(ComputeDevice.cpu(), ComputeType.FLOAT32, BaseQuantization.NONE, threads);
    }

    /**
     * The device of that name, in float32 on the CPU and bfloat16 on a GPU.
     *
     * @param device {@code cpu}, {@code cuda:0} and so on, or {@code auto}: the first GPU, the CPU where there is none
     * @throws IllegalArgumentException for any other name
     */
    public static LoadOptions named(String device, int threads) {
        Matcher cuda = CUDA.matcher(device);
        if (cuda.matches()) {
            return new LoadOptions(
                    ComputeDevice.gpu(Integer.parseInt(cuda.group(1))),
                    ComputeType.BFLOAT16,
                    BaseQuantization.NONE,
                    threads);
        }
        return switch (device) {
            case "cpu" -> cpu(threads);
            case "auto" -> Engine.getInstance().getGpuCount() > 0 ? named("cuda:0", threads) : cpu(threads);
            default -> throw new IllegalArgumentException("device is '" + device + "', must be auto, cpu or cuda:N");
        };
    }

    public LoadOptions withQuantization(BaseQuantization value) {
        return new LoadOptions(device, computeType, value, threads);
    }
}
