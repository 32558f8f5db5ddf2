package org.residency.temporal;

import io.temporal.common.converter.DataConverter;
import java.nio.file.Path;
import java.util.Optional;
import org.residency.encryption.PayloadEncryption;
import org.residency.encryption.PayloadKeyFile;

/**
 * Whether what Temporal keeps of a run is encrypted, and by what.
 *
 * @param encryption empty where payloads are written in clear
 */
public record PayloadProtection(Optional<PayloadEncryption> encryption) {

    private static final String NONE = "none";

    /**
     * By the keys in a file.
     *
     * @param keyFile its path; nothing, or {@code none}, for no encryption
     * @throws org.residency.encryption.KeyFileException if the file cannot be used: the process must not start without
     */
    static PayloadProtection of(Optional<String> keyFile) {
        return new PayloadProtection(keyFile.map(String::strip)
                .filter(path -> !path.isEmpty() && !path.equals(NONE))
                .map(path -> new PayloadEncryption(new PayloadKeyFile(Path.of(path)))));
    }

    DataConverter around(DataConverter plain) {
        return encryption.map(codec -> codec.around(plain)).orElse(plain);
    }

    String words() {
        return encryption.isPresent() ? "encrypted (AES-256-GCM)" : "in clear (residency.temporal.payload-keys)";
    }
}
