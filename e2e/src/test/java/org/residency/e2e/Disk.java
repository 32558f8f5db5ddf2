package org.residency.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A small disk of a test's own, in memory, that can be full at once and have space again. */
final class Disk implements AutoCloseable {

    private static final String SIZE = "2g";
    private static final long PAGE_BYTES = 4096;

    private final Path folder;

    private Disk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one on a folder, which is made; empty where this process may not. */
    static Optional<Disk> mount(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (run(List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString())) != 0) {
            System.out.println("chaos: no disk could be mounted (only root may), so that none is filled");
            return Optional.empty();
        }
        return Optional.of(new Disk(folder));
    }

    /** Leaves no space but what is used; what grows meanwhile makes the limit a little older than the use. */
    void fill() {
        for (int attempt = 0; attempt < 50; attempt++) {
            if (resize(String.valueOf(usedBytes())) == 0) {
                return;
            }
        }
        throw new IllegalStateException(folder + " could not be made full");
    }

    void free() {
        if (resize(SIZE) != 0) {
            throw new IllegalStateException(folder + " could not be given space again");
        }
    }

    private long usedBytes() {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getTotalSpace() - store.getUnallocatedSpace() + PAGE_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int resize(String size) {
        return run(List.of("mount", "-o", "remount,size=" + size, folder.toString()));
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run(List.of("umount", "--lazy", folder.toString()));
    }
}
