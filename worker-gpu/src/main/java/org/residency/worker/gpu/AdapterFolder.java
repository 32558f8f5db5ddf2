package org.residency.worker.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The two files of an adapter in PEFT's layout, as they lie in a checkpoint among the optimizer's. */
public final class AdapterFolder {

    private static final List<String> FILES = List.of("adapter_model.safetensors", "adapter_config.json");

    private AdapterFolder() {}

    /** Copies the adapter alone; files of its name in {@code target} are replaced. */
    public static Path copy(Path checkpoint, Path target) throws IOException {
        Files.createDirectories(target);
        for (String file : FILES) {
            Files.copy(checkpoint.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }
}
