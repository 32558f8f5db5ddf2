package org.residency.llm.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.residency.llm.kernels.ComputeDevice;

/** Linux: {@code /proc/meminfo} and the control group's limit on a CPU, {@code nvidia-smi} on a GPU. */
final class MachineMemory implements FreeMemory {
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path GROUP = Path.of("/sys/fs/cgroup");
    private static final long MEGABYTE = 1L << 20;
    /** A GPU's context and the libraries' working memory. */
    private static final long CONTEXT = 700 * MEGABYTE;

    @Override
    public OptionalLong bytes(ComputeDevice device, long held) {
        try {
            return device instanceof ComputeDevice.Gpu gpu ? ofGpu(gpu.index(), held) : ofSystem();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong ofSystem() throws IOException {
        if (!Files.isReadable(SYSTEM)) {
            return OptionalLong.empty();
        }
        OptionalLong available = Files.readAllLines(SYSTEM).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
        Optional<Long> limit = number(GROUP.resolve("memory.max"));
        Optional<Long> used = number(GROUP.resolve("memory.current"));
        if (available.isEmpty() || limit.isEmpty() || used.isEmpty()) {
            return available;
        }
        return OptionalLong.of(Math.min(available.getAsLong(), limit.get() - used.get() + reclaimable()));
    }

    /** The page cache counts as used and is given up when memory is asked for. */
    private static long reclaimable() throws IOException {
        return Files.readAllLines(GROUP.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith("inactive_file "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static Optional<Long> number(Path file) throws IOException {
        String text = Files.isReadable(file) ? Files.readString(file).strip() : "";
        return text.matches("\\d+") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** The engine keeps what it once took and uses it again, so of this process's own only what is held counts as gone. */
    private static OptionalLong ofGpu(int index, long held) throws IOException {
        String gpu = Integer.toString(index);
        Optional<Long> free = ask("-i", gpu, "--query-gpu=memory.free", "--format=csv,noheader,nounits")
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("\\d+"))
                .map(line -> Long.parseLong(line) * MEGABYTE)
                .findFirst();
        if (free.isEmpty()) {
            return OptionalLong.empty();
        }
        String own = Long.toString(ProcessHandle.current().pid());
        long ours = ask("-i", gpu, "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits")
                .lines()
                .map(line -> line.split(",\\s*", -1))
                .filter(cells -> cells.length == 2 && cells[0].equals(own) && cells[1].matches("\\d+"))
                .mapToLong(cells -> Long.parseLong(cells[1]) * MEGABYTE)
                .sum();
        return OptionalLong.of(free.get() + Math.max(0, ours - held - CONTEXT));
    }

    private static String ask(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(Arrays.asList(arguments));
        command.add(0, "nvidia-smi");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return answer;
    }
}
