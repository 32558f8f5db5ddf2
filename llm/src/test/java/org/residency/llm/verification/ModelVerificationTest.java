package org.residency.llm.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LoadOptions;
import org.residency.llm.testing.Reference;

class ModelVerificationTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyTheTinyModel() throws IOException {
        try (var files = Files.list(Reference.file("tiny"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void passesAWholeModel() throws IOException {
        String digest = FileDigests.of(folder).get("model.safetensors");
        Files.writeString(folder.resolve("SHA256SUMS"), digest + "  model.safetensors\n");
        List<ModelCheck> checks = new ArrayList<>();
        assertThat(verify(checks)).isTrue();
        assertThat(checks)
                .extracting(ModelCheck::name)
                .containsExactly(
                        "config", "weights", "digests", "load", "tokenizer", "chat template", "logits", "cache");
        assertThat(checks).allMatch(ModelCheck::passed);
        assertThat(checks.get(2).detail()).isEqualTo("1 files as SHA256SUMS says");
    }

    @Test
    void findsAChangedByte() throws IOException {
        String digest = FileDigests.of(folder).get("model.safetensors");
        Files.writeString(folder.resolve("SHA256SUMS"), digest + "  model.safetensors\n");
        overwrite(new byte[] {1});
        List<ModelCheck> checks = new ArrayList<>();
        assertThat(verify(checks)).isFalse();
        assertThat(checks.get(checks.size() - 1).detail()).contains("model.safetensors is not what SHA256SUMS says");
    }

    @Test
    void findsNumbersThatAreNone() throws IOException {
        overwrite(new byte[] {0, 0, (byte) 0xc0, 0x7f});
        List<ModelCheck> checks = new ArrayList<>();
        assertThat(verify(checks)).isFalse();
        assertThat(checks.stream().filter(check -> !check.passed()).map(ModelCheck::name))
                .contains("logits");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        List<ModelCheck> checks = new ArrayList<>();
        assertThat(verify(checks)).isFalse();
        assertThat(checks).hasSize(1);
        assertThat(checks.get(0).detail()).contains("no tokenizer.json");
    }

    private void overwrite(byte[] last) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            file.seek(file.length() - last.length);
            file.write(last);
        }
    }

    private boolean verify(List<ModelCheck> checks) {
        return new ModelVerification(folder, LoadOptions.cpu(1)).run(checks::add);
    }
}
