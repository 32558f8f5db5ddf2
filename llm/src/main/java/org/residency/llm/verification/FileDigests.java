package org.residency.llm.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of a folder's files, and what {@code SHA256SUMS} in it (as sha256sum writes it) says they should be. */
final class FileDigests {
    static final String SUMS = "SHA256SUMS";

    private FileDigests() {}

    static Map<String, String> of(Path folder) {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals(SUMS)) {
                    digests.put(name, digest(file));
                }
            }
            return digests;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    static ModelCheck check(Path folder) {
        Map<String, String> found = of(folder);
        Path sums = folder.resolve(SUMS);
        if (!Files.isRegularFile(sums)) {
            String weights = found.entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith(".safetensors"))
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("no weights");
            return new ModelCheck("digests", true, "no " + SUMS + " to hold them against; " + weights);
        }
        try {
            int count = 0;
            for (String line : Files.readAllLines(sums, StandardCharsets.UTF_8)) {
                if (line.isBlank()) {
                    continue;
                }
                String name = line.length() > 66 ? line.substring(66) : "";
                if (!line.substring(0, Math.min(64, line.length())).equalsIgnoreCase(found.get(name))) {
                    return new ModelCheck(
                            "digests", false, "file " + name + " is not what " + SUMS + " says; copy it again");
                }
                count++;
            }
            return new ModelCheck("digests", true, count + " files as " + SUMS + " says");
        } catch (IOException e) {
            return new ModelCheck("digests", false, SUMS + " cannot be read as text");
        }
    }

    private static String digest(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            while (channel.read(buffer) >= 0) {
                sha.update(buffer.flip());
                buffer.clear();
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
