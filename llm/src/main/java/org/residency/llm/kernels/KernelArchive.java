package org.residency.llm.kernels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The kernels' text packed as {@code torch.jit.load} takes it: a ZIP of stored entries around one empty object. */
final class KernelArchive {
    private static final List<String> PARTS = List.of(
            "quantization",
            "decomposition",
            "transformer",
            "generation",
            "steps",
            "training",
            "packed",
            "layers",
            "policy",
            "critic",
            "trust",
            "probes",
            "optimizer",
            "weights");
    private static final String HEADER = """
            class Ops(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;

    // Protocol 2: an object of __torch__.Ops whose state is {"training": False}.
    private static final String DATA =
            "\u0080\u0002c__torch__\nOps\nq\u0000)\u0081}(X\b\u0000\u0000\u0000training\u0089ub.";
    private static final String CONSTANTS = "\u0080\u0002).";

    private KernelArchive() {}

    /** @param oneDnn whether the engine has that library's operators */
    static byte[] pack(boolean oneDnn) throws IOException {
        StringBuilder code = new StringBuilder(HEADER);
        code.append(read(oneDnn ? "products.py" : "products_elsewhere.py")).append('\n');
        for (String part : PARTS) {
            code.append(read(part + ".py")).append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "kernels/version", "3\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "kernels/data.pkl", DATA.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "kernels/constants.pkl", CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "kernels/code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String read(String name) throws IOException {
        try (InputStream stream = KernelArchive.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("kernel text " + name + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
