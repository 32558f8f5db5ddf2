package org.residency.llm.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.lora.LoraAdapter;

/**
 * A folder from which training goes on: PEFT's two adapter files, {@code optimizer.safetensors} and
 * {@code training_state.json}.
 */
public record Checkpoint(Path folder) {
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String STATE = "training_state.json";

    /** Writes {@code step-000123} into {@code output}, whole or not at all; an older one of that name is replaced. */
    public static Checkpoint write(Path output, TrainingState state, LoraAdapter adapter, AdamW optimizer) {
        return write(output, state, adapter, optimizer, folder -> {});
    }

    /** @param beside writes what else the training goes on from into the folder it is given */
    public static Checkpoint write(
            Path output, TrainingState state, LoraAdapter adapter, AdamW optimizer, Consumer<Path> beside) {
        String name = "step-%06d".formatted(state.step());
        Path partial = output.resolve(name + ".partial");
        Path folder = output.resolve(name);
        try {
            delete(partial);
            Files.createDirectories(partial);
            // Side by side: each waits for the disk.
            CompletableFuture<Void> moments =
                    CompletableFuture.runAsync(() -> optimizer.save(partial.resolve(OPTIMIZER)));
            try {
                adapter.save(partial);
                beside.accept(partial);
            } finally {
                join(moments);
            }
            JsonFile.write(partial.resolve(STATE), state);
            delete(folder);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            return new Checkpoint(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
    }

    /** The newest whole checkpoint in a training's output folder. */
    public static Optional<Checkpoint> newest(Path output) {
        if (!Files.isDirectory(output)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(output)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("step-\\d{6,}"))
                    .filter(folder -> Files.isRegularFile(folder.resolve(STATE)))
                    .max(Comparator.comparing(folder -> folder.getFileName().toString()))
                    .map(Checkpoint::new);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + output, e);
        }
    }

    /** Whether an optimizer's state stands beside the adapter. */
    public boolean hasState() {
        return Files.isRegularFile(folder.resolve(STATE)) && Files.isRegularFile(folder.resolve(OPTIMIZER));
    }

    /** @throws ModelFormatException where the state cannot be read */
    public TrainingState state() {
        return JsonFile.read(folder.resolve(STATE), TrainingState.class);
    }

    /** The state, if it is of the training that asks. */
    public TrainingState stateOf(String kind, String fingerprint) {
        TrainingState state = state();
        require("kind", state.kind(), kind);
        require("fingerprint", state.fingerprint(), fingerprint);
        return state;
    }

    public void restore(AdamW optimizer) {
        optimizer.restore(folder.resolve(OPTIMIZER), state().optimizerSteps());
    }

    private void require(String field, Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new CheckpointMismatchException(folder, field, found, expected);
        }
    }

    private static void join(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
