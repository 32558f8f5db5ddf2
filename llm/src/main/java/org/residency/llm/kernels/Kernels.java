package org.residency.llm.kernels;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The loaded kernels on one device, and the root of every tensor's ownership.
 *
 * <p>Tensors belong to a manager; whoever opens one ({@link #newManager}) closes it. Closing this closes all.
 */
public final class Kernels implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    private final ComputeDevice device;
    private final NDManager manager;
    private final PtSymbolBlock module;

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
            byte[] archive = KernelArchive.pack();
            PtSymbolBlock module = JniUtils.loadModule(
                    (PtNDManager) manager,
                    new ByteArrayInputStream(archive),
                    device.asDjlDevice().isGpu(),
                    false);
            return new Kernels(device, manager, module);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException("cannot load the kernels", e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Where they run. */
    public ComputeDevice device() {
        return device;
    }

    /** A manager whose tensors live until it is closed. */
    public NDManager newManager() {
        return manager.newSubManager();
    }

    /** Begins a call whose results will belong to {@code owner}. */
    public KernelCall call(String method, NDManager owner) {
        return new KernelCall(module, method, owner);
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
