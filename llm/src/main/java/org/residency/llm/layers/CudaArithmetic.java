package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.residency.llm.cuda.Cuda;
import org.residency.llm.cuda.CudaException;
import org.residency.llm.cuda.CudaKernel;
import org.residency.llm.cuda.CudaModule;
import org.residency.llm.cuda.CudaStream;
import org.residency.llm.kernels.Kernels;

/** Kernels of our own ({@code pointwise.cu}) in bfloat16, each one pass over what it reads and writes. */
final class CudaArithmetic implements LayerArithmetic {
    private static final String TEXT = "pointwise.cu";
    private static final int THREADS = 256;
    private static final int THREADS_OF_A_LONG_ROW = 1024;
    private static final int EIGHT = 8;
    private static final int SIXTEEN = 16;
    /** Columns of a warp, and columns and rows of a block, in {@code adapt_and_gate}. */
    private static final int LINE = 32;

    private static final int COLUMNS = 256;
    private static final int ROWS = 64;

    private final Kernels kernels;
    private final CudaModule module;
    private final CudaStream stream;
    private final float epsilon;
    private final LayerArithmetic library;

    private CudaArithmetic(Kernels kernels, Cuda cuda, double epsilon) {
        this.kernels = kernels;
        this.module = cuda.compile(TEXT, text(), List.of());
        this.stream = cuda.engineStream();
        this.epsilon = (float) epsilon;
        this.library = new LibraryArithmetic(kernels, epsilon);
    }

    /** Nothing where the device, the driver or the engine does not let us. */
    static Optional<LayerArithmetic> on(Kernels kernels, double epsilon) {
        return kernels.cuda().flatMap(cuda -> {
            try {
                return Optional.of(new CudaArithmetic(kernels, cuda, epsilon));
            } catch (CudaException e) {
                System.getLogger(CudaArithmetic.class.getName())
                        .log(System.Logger.Level.WARNING, "training goes on without kernels of our own", e);
                return Optional.empty();
            }
        });
    }

    @Override
    public NDArray norm(NDArray x, NDArray weight, NDManager owner) {
        NDArray out = like(x, owner);
        rows("rms_norm", x, kernels.address(x), kernels.address(weight), kernels.address(out), eights(x), epsilon);
        return out;
    }

    @Override
    public void addNormGradient(NDArray x, NDArray weight, NDArray gradient, NDArray sum) {
        rows(
                "rms_norm_backward",
                x,
                kernels.address(x),
                kernels.address(weight),
                kernels.address(gradient),
                kernels.address(sum),
                eights(x),
                epsilon);
    }

    @Override
    public void rotate(NDArray heads, NDArray cos, NDArray sin, int sign) {
        int half = (int) cos.getShape().get(1);
        int count = (int) (heads.getShape().get(1) / (2L * half));
        each(
                "rotate",
                heads.size() / (2 * EIGHT),
                kernels.address(heads),
                kernels.address(cos),
                kernels.address(sin),
                (float) sign,
                heads.size() / (2 * EIGHT),
                count,
                half / EIGHT);
    }

    @Override
    public NDArray gated(NDArray gate, NDArray up, NDManager owner) {
        NDArray out = like(gate, owner);
        long eights = gate.size() / EIGHT;
        each("gated", eights, kernels.address(gate), kernels.address(up), kernels.address(out), eights);
        return out;
    }

    @Override
    public NDArray adaptedAndGated(
            NDArray gate, NDArray up, NDArray low, List<NDArray> b, double scaling, NDManager owner) {
        long width = gate.getShape().get(1);
        long rank = b.get(0).size() == 0 ? 0 : b.get(0).getShape().get(1);
        if (rank == 0
                || rank % SIXTEEN != 0
                || !b.get(1).getShape().equals(b.get(0).getShape())
                || width % LINE != 0) {
            return library.adaptedAndGated(gate, up, low, b, scaling, owner);
        }
        NDArray out = like(gate, owner);
        long rows = gate.getShape().get(0);
        kernel("adapt_and_gate")
                .launch(
                        stream,
                        new CudaKernel.Grid(
                                (int) ((width + COLUMNS - 1) / COLUMNS), (int) ((rows + ROWS - 1) / ROWS), 1),
                        THREADS,
                        kernels.address(gate),
                        kernels.address(up),
                        kernels.address(low),
                        (int) low.getShape().get(1),
                        (int) rank,
                        kernels.address(b.get(0)),
                        kernels.address(b.get(1)),
                        (int) rank,
                        (float) scaling,
                        kernels.address(out),
                        (int) rows,
                        (int) width);
        return out;
    }

    @Override
    public void gatedGradient(NDArray gate, NDArray up, NDArray gradient) {
        long eights = gate.size() / EIGHT;
        each("gated_backward", eights, kernels.address(gate), kernels.address(up), kernels.address(gradient), eights);
    }

    @Override
    public NDArray dequantized(LayerWeights.Codes codes, NDArray near, NDManager owner) {
        NDArray out = kernels.call("unwritten_weight", owner)
                .tensor(codes.codes())
                .tensor(near)
                .run()
                .head();
        long sixteens = codes.codes().size() / EIGHT;
        each(
                "dequantize",
                sixteens,
                kernels.address(codes.codes()),
                kernels.address(codes.blocks()),
                kernels.address(codes.statistics()),
                kernels.address(codes.tables()),
                kernels.address(out),
                sixteens);
        return out;
    }

    @Override
    public void blend(NDArray heads, NDArray other, NDArray own, NDArray others) {
        long rows = other.getShape().get(0);
        int count = (int) own.getShape().get(0);
        int width = (int) (other.getShape().get(1) / EIGHT);
        long skipped = heads.size() - other.size();
        each(
                "blend",
                rows * width,
                kernels.address(heads) + 2 * skipped,
                kernels.address(other),
                kernels.address(own),
                kernels.address(others),
                rows,
                width,
                width / count);
    }

    @Override
    public void logProbabilities(NDArray logits, NDArray targets, int from, double temperature, Known known) {
        words(
                "log_probabilities",
                logits,
                kernels.address(logits),
                kernels.address(targets) + (long) Long.BYTES * from,
                kernels.address(known.logProbabilities()) + (long) Float.BYTES * from,
                kernels.address(known.entropies()) + (long) Float.BYTES * from,
                eights(logits),
                (float) (1 / temperature));
    }

    @Override
    public void logitGradient(
            NDArray logits, NDArray targets, NDArray slopes, int from, double temperature, NDArray known) {
        words(
                "logit_gradient",
                logits,
                kernels.address(logits),
                kernels.address(targets) + (long) Long.BYTES * from,
                kernels.address(slopes) + (long) Float.BYTES * from,
                kernels.address(known) + (long) Float.BYTES * from,
                eights(logits),
                (float) (1 / temperature));
    }

    private NDArray like(NDArray x, NDManager owner) {
        return kernels.call("unwritten_like", owner).tensor(x).run().head();
    }

    private static int eights(NDArray x) {
        return (int) (x.getShape().get(1) / EIGHT);
    }

    private void rows(String name, NDArray x, Object... arguments) {
        kernel(name).launch(stream, new CudaKernel.Grid((int) x.getShape().get(0), 1, 1), THREADS, arguments);
    }

    /** A row of logits is long. */
    private void words(String name, NDArray logits, Object... arguments) {
        kernel(name)
                .launch(
                        stream,
                        new CudaKernel.Grid((int) logits.getShape().get(0), 1, 1),
                        THREADS_OF_A_LONG_ROW,
                        arguments);
    }

    private void each(String name, long items, Object... arguments) {
        int blocks = Math.toIntExact((items + THREADS - 1) / THREADS);
        kernel(name).launch(stream, new CudaKernel.Grid(blocks, 1, 1), THREADS, arguments);
    }

    private CudaKernel kernel(String name) {
        return module.kernel(name);
    }

    private static String text() {
        try (InputStream stream = CudaArithmetic.class.getResourceAsStream(TEXT)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TEXT, e);
        }
    }
}
