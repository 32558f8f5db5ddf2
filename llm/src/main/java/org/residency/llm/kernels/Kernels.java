package org.residency.llm.kernels;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.residency.llm.cuda.Cuda;

/**
 * The loaded kernels on one device, and the root of every tensor's ownership.
 *
 * <p>Tensors belong to a manager; whoever opens one ({@link #newManager}) closes it. Closing this closes all.
 */
public final class Kernels implements AutoCloseable {
    private static final String ENGINE = "PyTorch";
    /** Elements that take less than 2 GiB in any type. */
    private static final long SHORT = 1L << 27;

    private final ComputeDevice device;
    private final NDManager manager;
    private final PtSymbolBlock module;
    private final TensorAddress address = new TensorAddress();
    private Optional<Cuda> cuda;

    private Kernels(ComputeDevice device, NDManager manager, PtSymbolBlock module) {
        this.device = device;
        this.manager = manager;
        this.module = module;
    }

    /**
     * Loads the kernels.
     *
     * @param threads of one operation on the CPU, for the whole process; 0 leaves the engine's choice
     */
    public static Kernels start(ComputeDevice device, int threads) {
        // No usage report leaves the machine, and natives come from the class path alone.
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        OpenMp.waitWithoutSpinning();
        NDManager manager = Engine.getEngine(ENGINE).newBaseManager(device.asDjlDevice());
        try {
            if (threads > 0) {
                JniUtils.setNumThreads(threads);
            }
            return new Kernels(device, manager, load(device, manager));
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException("cannot load the kernels", e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static PtSymbolBlock load(ComputeDevice device, NDManager manager) throws IOException {
        try {
            return load(device, manager, true);
        } catch (EngineException e) {
            System.getLogger(Kernels.class.getName())
                    .log(System.Logger.Level.DEBUG, "the kernels are loaded without oneDNN", e);
            return load(device, manager, false);
        }
    }

    private static PtSymbolBlock load(ComputeDevice device, NDManager manager, boolean oneDnn) throws IOException {
        return JniUtils.loadModule(
                (PtNDManager) manager,
                new ByteArrayInputStream(KernelArchive.pack(oneDnn)),
                device.asDjlDevice().isGpu(),
                false);
    }

    /** Where they run. */
    public ComputeDevice device() {
        return device;
    }

    /** Kernels of our own beside the engine's, where the device is a CUDA one and its libraries are there. */
    public synchronized Optional<Cuda> cuda() {
        if (cuda == null) {
            cuda = device instanceof ComputeDevice.Gpu gpu ? Cuda.open(gpu.index()) : Optional.empty();
        }
        cuda.ifPresent(Cuda::enter);
        return cuda;
    }

    /** Where a contiguous tensor's elements begin in the device's memory; 0 for an empty one. */
    public long address(NDArray tensor) {
        if (tensor.size() == 0) {
            return 0;
        }
        if (tensor.size() < SHORT) {
            return address.of(tensor);
        }
        try (NDManager step = newManager()) {
            // A view of one element: the engine's buffers end at 2 GiB.
            return address.of(call("first_element", step).tensor(tensor).run().head());
        }
    }

    /** A manager whose tensors live until it is closed. */
    public NDManager newManager() {
        return manager.newSubManager();
    }

    /** Writes tensors' values into the memory of others, which may be views; the engine's own copying gives them other memory. */
    public void copy(List<NDArray> from, List<NDArray> to) {
        try (NDManager step = newManager()) {
            call("copy_all", step).list("p", from).list("g", to).run();
        }
    }

    /** Begins a call whose results will belong to {@code owner}. */
    public KernelCall call(String method, NDManager owner) {
        return new KernelCall(module, method, owner);
    }

    @Override
    public synchronized void close() {
        if (cuda != null) {
            cuda.ifPresent(Cuda::close);
            cuda = null;
        }
        module.close();
        manager.close();
    }
}
