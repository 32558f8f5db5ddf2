package org.residency.llm.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** A queue of work for the device. */
public final class CudaStream implements AutoCloseable {
    private static final int RELAXED = 2;
    private static final int WITHOUT_TIME = 2;

    private final NativeCalls driver;
    private final Pointer handle;
    private final boolean owned;

    CudaStream(NativeCalls driver, Pointer handle, boolean owned) {
        this.driver = driver;
        this.handle = handle;
        this.owned = owned;
    }

    Pointer handle() {
        return handle;
    }

    /** What {@code work} puts on this stream, as a graph; nothing of it runs. */
    public CudaGraph capture(Runnable work) {
        driver.call("cuStreamBeginCapture_v2", handle, RELAXED);
        PointerByReference graph = new PointerByReference();
        try {
            work.run();
        } catch (RuntimeException e) {
            endAfter(e, graph);
            throw e;
        }
        driver.call("cuStreamEndCapture", handle, graph);
        return CudaGraph.of(driver, graph.getValue());
    }

    private void endAfter(RuntimeException failure, PointerByReference graph) {
        try {
            driver.call("cuStreamEndCapture", handle, graph);
        } catch (CudaException e) {
            failure.addSuppressed(e);
        }
    }

    /** What comes here from now on waits for what the other has been given until now. */
    public void waitFor(CudaStream other) {
        PointerByReference event = new PointerByReference();
        driver.call("cuEventCreate", event, WITHOUT_TIME);
        driver.call("cuEventRecord", event.getValue(), other.handle);
        driver.call("cuStreamWaitEvent", handle, event.getValue(), 0);
        driver.call("cuEventDestroy_v2", event.getValue());
    }

    @Override
    public void close() {
        if (owned) {
            driver.call("cuStreamDestroy_v2", handle);
        }
    }
}
