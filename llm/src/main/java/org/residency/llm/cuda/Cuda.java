package org.residency.llm.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * One CUDA device, in the context that libtorch uses too: what is launched on {@link #engineStream} comes after the
 * engine's work before it and before that after it.
 */
public final class Cuda implements AutoCloseable {
    private static final int MAJOR = 75;
    private static final int MINOR = 76;

    private final NativeCalls driver;
    private final int device;
    private final Pointer context;
    private final CudaCompiler compiler;
    private final MatrixProducts products;
    private final Map<List<String>, CudaModule> modules = new ConcurrentHashMap<>();

    private Cuda(NativeCalls driver, int device, Pointer context, CudaCompiler compiler, MatrixProducts products) {
        this.driver = driver;
        this.device = device;
        this.context = context;
        this.compiler = compiler;
        this.products = products;
    }

    /** The device of that index, or nothing where a library is missing; libtorch must have been loaded before. */
    public static Optional<Cuda> open(int index) {
        try {
            NativeCalls driver = NativeCalls.open(Pattern.compile("/\\S*libcuda\\.so\\S*"), List.of("libcuda.so.1"));
            driver.call("cuInit", 0);
            IntByReference device = new IntByReference();
            driver.call("cuDeviceGet", device, index);
            PointerByReference context = new PointerByReference();
            driver.call("cuDevicePrimaryCtxRetain", context, device.getValue());
            driver.call("cuCtxSetCurrent", context.getValue());
            return Optional.of(new Cuda(
                    driver, device.getValue(), context.getValue(), CudaCompiler.open(), MatrixProducts.create()));
        } catch (CudaException e) {
            System.getLogger(Cuda.class.getName())
                    .log(System.Logger.Level.DEBUG, "no kernels of our own on this device", e);
            return Optional.empty();
        }
    }

    /** Makes the device's context that of the calling thread, which every other method needs. */
    public void enter() {
        driver.call("cuCtxSetCurrent", context);
    }

    /** Ten times the major and once the minor number: 90 for Hopper. */
    public int computeCapability() {
        IntByReference value = new IntByReference();
        driver.call("cuDeviceGetAttribute", value, MAJOR, device);
        int major = value.getValue();
        driver.call("cuDeviceGetAttribute", value, MINOR, device);
        return 10 * major + value.getValue();
    }

    /**
     * Kernels compiled for this device; once for each text and definitions.
     *
     * @param definitions as {@code NAME=VALUE}
     */
    public CudaModule compile(String name, String text, List<String> definitions) {
        List<String> options = new ArrayList<>();
        options.add("--gpu-architecture=sm_" + computeCapability());
        definitions.forEach(definition -> options.add("-D" + definition));
        List<String> key = new ArrayList<>(options);
        key.add(text);
        return modules.computeIfAbsent(key, any -> load(compiler.compile(name, text, options)));
    }

    private CudaModule load(Memory code) {
        PointerByReference module = new PointerByReference();
        driver.call("cuModuleLoadData", module, code);
        return new CudaModule(driver, module.getValue());
    }

    /** Products of 16-bit matrices. */
    public MatrixProducts products() {
        return products;
    }

    /** A stream that waits for no other. */
    public CudaStream newStream() {
        PointerByReference stream = new PointerByReference();
        driver.call("cuStreamCreate", stream, 1);
        return new CudaStream(driver, stream.getValue(), true);
    }

    /** The stream that libtorch works on unless it is told otherwise. */
    public CudaStream engineStream() {
        return new CudaStream(driver, Pointer.NULL, false);
    }

    /** Waits until the device has nothing left to do. */
    public void synchronize() {
        driver.call("cuCtxSynchronize");
    }

    @Override
    public void close() {
        modules.values().forEach(CudaModule::close);
        products.close();
        driver.call("cuDevicePrimaryCtxRelease_v2", device);
    }
}
