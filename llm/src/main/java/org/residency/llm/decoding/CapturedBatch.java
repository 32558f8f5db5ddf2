package org.residency.llm.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.residency.llm.cuda.Cuda;
import org.residency.llm.cuda.CudaGraph;
import org.residency.llm.cuda.CudaStream;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;

/** The captured step of one batch. Its cache and logits must outlive it and stay where they are. */
public final class CapturedBatch implements AutoCloseable {
    private final Kernels kernels;
    private final Cuda cuda;
    private final NDManager manager;
    private final StepBuffers buffers;
    private final CudaGraph graph;

    private CapturedBatch(Kernels kernels, Cuda cuda, NDManager manager, StepBuffers buffers, CudaGraph graph) {
        this.kernels = kernels;
        this.cuda = cuda;
        this.manager = manager;
        this.buffers = buffers;
        this.graph = graph;
    }

    static CapturedBatch capture(
            Transformer transformer,
            Cuda cuda,
            StepWeights weights,
            NDArray cache,
            NDArray logits,
            long[] next,
            Optional<Double> drawing,
            int steps) {
        Kernels kernels = transformer.kernels();
        ModelConfig config = transformer.config();
        int rows = (int) cache.getShape().get(2);
        int slots = (int) cache.getShape().get(4);
        NDManager manager = kernels.newManager();
        try {
            StepBuffers buffers = new StepBuffers(manager, config, rows, slots, steps, weights.rank());
            // Libraries set things up at a first call that no graph can hold, so a step runs before one is captured:
            // at the very places that the first step writes, and to logits of its own.
            write(kernels, List.of(buffers.position), step -> List.of(step.create(next)));
            try (NDManager trial = manager.newSubManager();
                    CudaStream stream = cuda.newStream();
                    CudaStream side = cuda.newStream()) {
                StepKernels launched = StepKernels.compile(cuda, config, transformer.computeType(), rows);
                NDArray scratch = trial.zeros(logits.getShape());
                // The handle for products has one stream at a time.
                synchronized (cuda) {
                    StepRecorder recorder = new StepRecorder(
                            kernels,
                            config,
                            transformer.computeType(),
                            launched,
                            weights,
                            buffers,
                            cuda.products(),
                            cache);
                    recorder.forward(cuda.engineStream(), side, scratch);
                    cuda.synchronize();
                    CudaGraph graph = stream.capture(() -> {
                        drawing.ifPresent(temperature -> recorder.draw(stream, logits, temperature));
                        recorder.forward(stream, side, logits);
                    });
                    return new CapturedBatch(kernels, cuda, manager, buffers, graph);
                }
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Where the next steps begin.
     *
     * @param next a sequence's next position [B]
     * @param uniforms [B, steps] of {@code capture}: a number in [0, 1) for each token that is drawn
     */
    public void begin(long[] next, double[] uniforms) {
        cuda.enter();
        // Drawing moves a position on before the step writes there.
        long[] before = Arrays.stream(next).map(position -> position - 1).toArray();
        write(
                kernels,
                List.of(buffers.position, buffers.step, buffers.uniforms),
                step -> List.of(
                        step.create(before),
                        step.create(new int[next.length]),
                        step.create(uniforms, buffers.uniforms.getShape())));
    }

    /** Takes a step; the device may still be at it afterwards. */
    public void step() {
        graph.replay(cuda.engineStream());
    }

    /** The newest tokens [B] and their positions [B], for whoever chooses tokens. */
    public List<NDArray> chosen() {
        return List.of(buffers.ids, buffers.position);
    }

    /** Tokens drawn since {@link #begin}: [B, steps] of {@code capture}, of which the first columns count. */
    public long[] tokens() {
        return buffers.tokens.toLongArray();
    }

    /** Their log-probabilities. */
    public float[] logProbabilities() {
        return buffers.known.toFloatArray();
    }

    private static void write(Kernels kernels, List<NDArray> to, Function<NDManager, List<NDArray>> from) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("overwrite", step)
                    .list("to", to)
                    .list("from", from.apply(step))
                    .run();
        }
    }

    @Override
    public void close() {
        cuda.enter();
        // No capture bears another thread's waiting for the whole device.
        synchronized (cuda) {
            cuda.synchronize();
        }
        graph.close();
        manager.close();
    }
}
