package org.residency.llm.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import java.util.regex.Pattern;

/** Products of 16-bit matrices by cuBLAS, summed in float32. One thread at a time. */
public final class MatrixProducts implements AutoCloseable {
    private static final int TRANSPOSED = 1;
    private static final int PLAIN = 0;
    private static final int SUM_IN_FLOAT32 = 68;
    private static final int CHOOSE_BY_ITSELF = -1;

    /** Element types, as CUDA counts them. */
    public enum Element {
        FLOAT32(0),
        FLOAT16(2),
        BFLOAT16(14);

        private final int code;

        Element(int code) {
            this.code = code;
        }
    }

    private final NativeCalls cublas;
    private final Pointer handle;
    private final Memory one = new Memory(4);
    private final Memory zero = new Memory(4);

    private MatrixProducts(NativeCalls cublas, Pointer handle) {
        this.cublas = cublas;
        this.handle = handle;
        one.setFloat(0, 1);
        zero.setFloat(0, 0);
    }

    static MatrixProducts create() {
        NativeCalls cublas = NativeCalls.open(
                Pattern.compile("/\\S*libcublas(?!Lt)\\S*\\.so\\S*"), List.of("libcublas.so.13", "libcublas.so.12"));
        PointerByReference handle = new PointerByReference();
        cublas.call("cublasCreate_v2", handle);
        return new MatrixProducts(cublas, handle.getValue());
    }

    /** Where products go from now on, and memory of their own: a graph must not find it gone. */
    public void on(CudaStream stream, long workspace, long bytes) {
        cublas.call("cublasSetStream_v2", handle, stream.handle());
        cublas.call("cublasSetWorkspace_v2", handle, new Pointer(workspace), bytes);
    }

    /** y [rows, out] = x [rows, in] w [out, in]', by address. */
    public void multiply(long x, long w, long y, int rows, int in, int out, Element of, Element into) {
        cublas.call(
                "cublasGemmEx",
                handle,
                TRANSPOSED,
                PLAIN,
                out,
                rows,
                in,
                one,
                new Pointer(w),
                of.code,
                in,
                new Pointer(x),
                of.code,
                in,
                zero,
                new Pointer(y),
                into.code,
                out,
                SUM_IN_FLOAT32,
                CHOOSE_BY_ITSELF);
    }

    @Override
    public void close() {
        cublas.call("cublasDestroy_v2", handle);
    }
}
