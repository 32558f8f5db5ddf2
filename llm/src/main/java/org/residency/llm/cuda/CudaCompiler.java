package org.residency.llm.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import java.util.regex.Pattern;

/** CUDA C++ to a device's code, by NVRTC. */
final class CudaCompiler {
    private final NativeCalls nvrtc;

    private CudaCompiler(NativeCalls nvrtc) {
        this.nvrtc = nvrtc;
    }

    static CudaCompiler open() {
        return new CudaCompiler(NativeCalls.open(
                Pattern.compile("/\\S*libnvrtc(?!-builtins)(?!\\S*alt)\\S*\\.so\\S*"),
                List.of("libnvrtc.so.13", "libnvrtc.so.12")));
    }

    /** @throws CudaException with the compiler's words where the text is refused */
    Memory compile(String name, String text, List<String> options) {
        PointerByReference program = new PointerByReference();
        nvrtc.call("nvrtcCreateProgram", program, text, name, 0, Pointer.NULL, Pointer.NULL);
        Pointer handle = program.getValue();
        try {
            LongByReference size = new LongByReference();
            try {
                nvrtc.call(
                        "nvrtcCompileProgram", handle, options.size(), new StringArray(options.toArray(String[]::new)));
            } catch (CudaException e) {
                nvrtc.call("nvrtcGetProgramLogSize", handle, size);
                Memory log = new Memory(Math.max(1, size.getValue()));
                nvrtc.call("nvrtcGetProgramLog", handle, log);
                throw new CudaException(name + " does not compile: " + log.getString(0), e);
            }
            nvrtc.call("nvrtcGetCUBINSize", handle, size);
            Memory code = new Memory(size.getValue());
            nvrtc.call("nvrtcGetCUBIN", handle, code);
            return code;
        } finally {
            nvrtc.call("nvrtcDestroyProgram", program);
        }
    }
}
