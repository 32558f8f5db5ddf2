package org.residency.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The most memory that this process has held so far: on a GPU as its driver counts it, else resident. */
final class DeviceMemory {
    private DeviceMemory() {}

    /** Gigabytes; empty where nobody can say. */
    static OptionalDouble gigabytes(boolean gpu) {
        try {
            return gpu ? ofGpu() : ofProcess();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Forgets the most that was held so far and tells what is held now; the difference to a later
     * {@link #gigabytes} is what the work between them needed. In gigabytes, as there.
     *
     * @throws IOException where the machine cannot say
     */
    static double restart(boolean gpu) throws IOException {
        if (gpu) {
            return ofGpu().orElseThrow(() -> new IOException("nvidia-smi does not tell of this process"));
        }
        // Linux: 5 sets the peak of the resident set back to its present size.
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        return ofProcess().orElseThrow(() -> new IOException("/proc/self/status has no VmHWM"));
    }

    private static OptionalDouble ofProcess() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return OptionalDouble.of(Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e9);
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * The engine keeps what it once took, so what it holds now is the most it ever held. Where the driver does not know this
     * process (as in some containers), what the whole device holds.
     */
    private static OptionalDouble ofGpu() throws IOException {
        String own = Long.toString(ProcessHandle.current().pid());
        OptionalDouble ofProcess = ask("--query-compute-apps=pid,used_memory")
                .map(line -> line.split(",\\s*", -1))
                .filter(cells -> cells.length == 2 && cells[0].equals(own) && cells[1].matches("\\d+"))
                .mapToDouble(cells -> Double.parseDouble(cells[1]) * 1024 * 1024 / 1e9)
                .findFirst();
        return ofProcess.isPresent()
                ? ofProcess
                : ask("--query-gpu=memory.used")
                        .filter(line -> line.matches("\\d+"))
                        .mapToDouble(line -> Double.parseDouble(line) * 1024 * 1024 / 1e9)
                        .findFirst();
    }

    private static Stream<String> ask(String query) throws IOException {
        Process process = new ProcessBuilder(List.of("nvidia-smi", query, "--format=csv,noheader,nounits")).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    }
}
