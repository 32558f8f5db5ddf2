package org.residency.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadEncryptionTest {

    private static final DataConverter PLAIN = DefaultDataConverter.STANDARD_INSTANCE;

    @TempDir
    Path folder;

    private PayloadKeyFile file;
    private PayloadEncryption encryption;
    private DataConverter converter;

    @BeforeEach
    void createKeys() {
        file = new PayloadKeyFile(folder.resolve("keys/payload.json"));
        file.create();
        encryption = new PayloadEncryption(file);
        converter = encryption.around(PLAIN);
    }

    @Test
    void hidesTheValueAndItsType() {
        Payload payload = converter.toPayload("the model's digest").orElseThrow();

        assertThat(payload.toString()).doesNotContain("digest").doesNotContain("json/plain");
        assertThat(payload.getMetadataOrThrow("encryption-key-id").toStringUtf8())
                .isEqualTo(file.keys().get(0).id());
        assertThat(converter.fromPayload(payload, String.class, String.class)).isEqualTo("the model's digest");
    }

    @Test
    void givesEqualValuesDifferentCiphertexts() {
        assertThat(converter.toPayload("same")).isNotEqualTo(converter.toPayload("same"));
    }

    @Test
    void hidesWhatAFailureSays() {
        Failure failure = converter.exceptionToFailure(
                ApplicationFailure.newFailure("column 'ssn_of_patient' is missing", "INVALID_INPUT"));

        assertThat(failure.toString()).doesNotContain("ssn_of_patient").doesNotContain("PayloadEncryptionTest");
        assertThat(converter.failureToException(failure)).hasMessageContaining("ssn_of_patient");
    }

    @Test
    void readsWhatWasWrittenBeforeItWasTurnedOn() {
        Payload old = PLAIN.toPayload("old").orElseThrow();

        assertThat(converter.fromPayload(old, String.class, String.class)).isEqualTo("old");
    }

    @Test
    void refusesAPayloadThatWasChanged() {
        Payload payload = converter.toPayload("approved: no").orElseThrow();
        byte[] bytes = payload.getData().toByteArray();
        bytes[bytes.length - 1] ^= 1;
        Payload changed =
                payload.toBuilder().setData(ByteString.copyFrom(bytes)).build();

        assertThatThrownBy(() -> converter.fromPayload(changed, String.class, String.class))
                .isInstanceOf(DataConverterException.class)
                .hasMessageContaining("does not decrypt");
    }

    @Test
    void goesOnReadingOldPayloadsAfterARotationWithoutARestart() {
        Payload before = converter.toPayload("before").orElseThrow();
        String added = file.add();
        // Another process has the new key first.
        file.makeCurrent(added);
        Payload after =
                new PayloadEncryption(file).around(PLAIN).toPayload("after").orElseThrow();

        assertThat(after.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo(added);
        assertThat(converter.fromPayload(after, String.class, String.class)).isEqualTo("after");
        assertThat(converter.fromPayload(before, String.class, String.class)).isEqualTo("before");
    }

    @Test
    void namesTheKeyThatIsMissing() throws IOException {
        Payload payload = converter.toPayload("x").orElseThrow();
        String former = file.keys().get(0).id();
        file.makeCurrent(file.add());
        file.disable(former);
        PayloadEncryption later = new PayloadEncryption(file);

        assertThatThrownBy(() -> later.decode(List.of(payload))).hasMessageContaining("key " + former);
        assertThat(file.keys())
                .extracting(PayloadKey::use)
                .containsExactly(PayloadKey.Use.DISABLED, PayloadKey.Use.CURRENT);
    }

    @Test
    void keepsTheCurrentKeyFromBeingDisabled() {
        String current = file.keys().get(0).id();

        assertThatThrownBy(() -> file.disable(current)).hasMessageContaining("make another current first");
    }

    @Test
    void addsAKeyThatOnlyDecryptsAtFirst() {
        file.add();

        assertThat(file.keys())
                .extracting(PayloadKey::use)
                .containsExactly(PayloadKey.Use.CURRENT, PayloadKey.Use.DECRYPTS);
    }

    @Test
    void neverOverwritesKeys() {
        assertThatThrownBy(file::create).isInstanceOf(KeyFileException.class).hasMessageContaining("already");
    }

    @Test
    void refusesAFileThatOthersCanRead() throws IOException {
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> new PayloadEncryption(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("rw-r--r--");
    }

    @Test
    void quotesNoKeyWhenTheFileIsDamaged() throws IOException {
        String keys = Files.readString(file.path());
        Files.writeString(file.path(), keys.substring(0, keys.length() - 20));

        assertThatThrownBy(() -> new PayloadEncryption(file))
                .isInstanceOf(KeyFileException.class)
                .hasNoCause()
                .hasMessageContaining("not a Tink keyset");
    }
}
