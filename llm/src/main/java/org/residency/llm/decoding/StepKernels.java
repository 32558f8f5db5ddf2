package org.residency.llm.decoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.residency.llm.cuda.Cuda;
import org.residency.llm.cuda.CudaKernel;
import org.residency.llm.cuda.CudaModule;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.model.ModelConfig;

/** The kernels whose text, the {@code .cu} files beside this, says what each takes. */
record StepKernels(
        CudaKernel lower,
        CudaKernel addAndNorm,
        CudaKernel attend,
        CudaKernel gate,
        CudaKernel survey,
        CudaKernel draw,
        int rowsOfLower,
        int rowsOfGate,
        int warpsOfAttend) {
    private static final List<String> PARTS = List.of("values", "adapter", "norm", "attention", "gate", "drawing");

    /** Elements that a block of the norm takes at once. */
    private static final int NORMED_AT_ONCE = 4096;

    private static final int FEW_BLOCKS = 256;

    private static final int MANY_ROWS = 24;

    static StepKernels compile(Cuda cuda, ModelConfig config, ComputeType type, int rows) {
        int tiles = rows > 16 ? 4 : rows > 8 ? 2 : 1;
        int queries = config.heads() / config.keyValueHeads();
        // Many blocks keep the device busier with fewer warps each; and of more queries sixteen warps' sums would not
        // fit.
        int warps = queries <= 4 && rows * config.keyValueHeads() <= FEW_BLOCKS ? 16 : 8;
        // Few sequences need every block they can get; many should not each read the adapter anew.
        int together = rows > MANY_ROWS ? 4 : 1;
        CudaModule module = cuda.compile(
                "step",
                text(),
                List.of(
                        "HALF=" + (type == ComputeType.FLOAT16 ? 1 : 0),
                        "TILES=" + tiles,
                        "ROWS=" + together,
                        "D=" + config.headSize(),
                        "G=" + queries,
                        "WARPS=" + warps,
                        "VECTORS=" + (config.hiddenSize() + NORMED_AT_ONCE - 1) / NORMED_AT_ONCE));
        return new StepKernels(
                module.kernel("lower"),
                module.kernel("add_and_norm"),
                module.kernel("attend"),
                module.kernel("gate"),
                module.kernel("survey"),
                module.kernel("draw"),
                8 * tiles,
                together,
                warps);
    }

    private static String text() {
        StringBuilder text = new StringBuilder();
        for (String part : PARTS) {
            text.append(read(part + ".cu")).append('\n');
        }
        return text.toString();
    }

    private static String read(String name) {
        try (InputStream stream = StepKernels.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("kernel text " + name + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
