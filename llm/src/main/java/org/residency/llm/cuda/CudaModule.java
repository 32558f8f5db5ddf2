package org.residency.llm.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** Kernels compiled together. */
public final class CudaModule implements AutoCloseable {
    private final NativeCalls driver;
    private final Pointer module;

    CudaModule(NativeCalls driver, Pointer module) {
        this.driver = driver;
        this.module = module;
    }

    /** @throws CudaException where no kernel has that name */
    public CudaKernel kernel(String name) {
        PointerByReference function = new PointerByReference();
        driver.call("cuModuleGetFunction", function, module, name);
        return new CudaKernel(driver, function.getValue());
    }

    @Override
    public void close() {
        driver.call("cuModuleUnload", module);
    }
}
