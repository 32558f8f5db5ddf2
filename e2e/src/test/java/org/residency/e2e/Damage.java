package org.residency.e2e;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One byte of one stored object that is not what was written.
 *
 * @param stage in which it happens
 * @param key the object, below the run's folder
 */
record Damage(String stage, String key) {

    /** In each stage, something that it wrote and that is still to be read. */
    static final List<Damage> ALL = List.of(
            new Damage("INGEST", "1-ingest/raw/train/00000.jsonl"),
            new Damage("DEIDENTIFICATION", "2-deidentification/shards/train/00000.jsonl"),
            new Damage("SFT", "3-sft/adapter/adapter_model.safetensors"),
            new Damage("GRPO", "4-grpo/round-0000/adapter/adapter_model.safetensors"),
            new Damage("MERGE", "5-merge/model/model.safetensors"),
            new Damage("EVALUATION", "6-evaluation/answers-candidate.jsonl"),
            new Damage("SIGN_OFF", "5-merge/model/model.safetensors"),
            new Damage("DEPLOYMENT", "8-signoff/manifest.json"));

    /** Waits until the object lies there, and turns one byte of it over. */
    void strike(Path object) {
        Instant patience = Instant.now().plusSeconds(120);
        while (!Files.isRegularFile(object)) {
            if (Instant.now().isAfter(patience)) {
                throw new IllegalStateException(object + " was never written");
            }
            WardRuns.pause(2);
        }
        try (RandomAccessFile file = new RandomAccessFile(object.toFile(), "rw")) {
            long place = file.length() / 2;
            file.seek(place);
            int was = file.read();
            file.seek(place);
            file.write(was ^ 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes away the local copies of models, which are verified and would be used instead. */
    static void forgetCopies(Path cache) {
        try (Stream<Path> copies = Files.walk(cache.resolve("folders"))) {
            copies.filter(Files::isRegularFile).forEach(copy -> copy.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
