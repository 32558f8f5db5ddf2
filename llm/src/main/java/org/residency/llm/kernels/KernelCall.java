package org.residency.llm.kernels;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/** One call of a kernel: its arguments in order, then {@link #run} or {@link #runWithGradients}. */
public final class KernelCall {
    private final PtSymbolBlock module;
    private final NDManager host;
    private final NDList arguments = new NDList();

    KernelCall(PtSymbolBlock module, String method, NDManager owner) {
        this.module = module;
        // Scalars stay on the CPU, where a kernel reads them without waiting for the device.
        this.host = owner.newSubManager(Device.cpu());
        // The first argument's manager becomes the results' owner. Made on the CPU: a copy to the device would wait for
        // it.
        NDArray marker = host.create(0);
        marker.attach(owner);
        marker.setName("module_method:" + method);
        arguments.add(marker);
    }

    public KernelCall tensor(NDArray tensor) {
        tensor.setName(null);
        arguments.add(tensor);
        return this;
    }

    /** A {@code List[Tensor]} argument, of at least one tensor. */
    public KernelCall list(String name, List<NDArray> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("list " + name + " is empty, must hold at least one tensor");
        }
        for (NDArray tensor : tensors) {
            tensor.setName(name + "[]");
            arguments.add(tensor);
        }
        return this;
    }

    /** A vector of whole numbers on the CPU. */
    public KernelCall integers(long... values) {
        return tensor(host.create(values));
    }

    /** A vector of float64 on the CPU. */
    public KernelCall reals(double... values) {
        return tensor(host.create(values));
    }

    /** Runs without recording for gradients. */
    public NDList run() {
        return run(false);
    }

    /** Runs a kernel that takes gradients inside. */
    public NDList runWithGradients() {
        return run(true);
    }

    private NDList run(boolean gradients) {
        try {
            // The profiling executor rewrites a graph after its first runs, and the last bits with it: a resumed
            // training would no longer equal an undisturbed one. Both switches belong to the thread.
            JniUtils.setGraphExecutorOptimize(false);
            JniUtils.setGradMode(gradients);
            // "training" true keeps inference mode away, whose tensors can never be trained.
            return IValueUtils.forward(module, arguments, true);
        } finally {
            JniUtils.setGradMode(true);
            arguments.head().close();
            host.close();
        }
    }
}
