package org.residency.llm.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** Captured work, with every address it had. */
public final class CudaGraph implements AutoCloseable {
    private final NativeCalls driver;
    private final Pointer executable;

    private CudaGraph(NativeCalls driver, Pointer executable) {
        this.driver = driver;
        this.executable = executable;
    }

    static CudaGraph of(NativeCalls driver, Pointer graph) {
        try {
            PointerByReference executable = new PointerByReference();
            driver.call("cuGraphInstantiateWithFlags", executable, graph, 0L);
            return new CudaGraph(driver, executable.getValue());
        } finally {
            driver.call("cuGraphDestroy", graph);
        }
    }

    /** Puts the work on a stream, and does not wait for it. */
    public void replay(CudaStream stream) {
        driver.call("cuGraphLaunch", executable, stream.handle());
    }

    @Override
    public void close() {
        driver.call("cuGraphExecDestroy", executable);
    }
}
