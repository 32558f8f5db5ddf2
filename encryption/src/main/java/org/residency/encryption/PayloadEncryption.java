package org.residency.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.payload.codec.PayloadCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/**
 * Encrypts each payload whole, its type with it, with AES-256-GCM under the current key of a {@link PayloadKeyFile}; beside
 * the ciphertext stand the key's id and nothing else. Arguments, results, heartbeats, memos, summaries and, by {@link
 * #around}, messages and stacks of failures are unreadable to whoever has Temporal's database. Names of workflows,
 * activities, task queues and failure types, ids and search attributes stay readable: nothing confidential belongs there.
 *
 * <p>What was written before encryption was turned on is read as it is. The file is read again when it changes, looked at
 * once in {@value #LOOK_SECONDS} s, and at once when a payload names a key that is not known.
 */
public final class PayloadEncryption implements PayloadCodec {

    static final String ENCODING = "binary/encrypted";
    static final String KEY_ID = "encryption-key-id";
    private static final int LOOK_SECONDS = 5;
    private static final String ENCODING_NAME = "encoding";
    private static final String CIPHER = "encryption-cipher";
    private static final byte[] CONTEXT = "residency temporal payload 1".getBytes(StandardCharsets.UTF_8);

    private final PayloadKeyFile file;
    private Loaded loaded;
    private long lookedAt;

    /** @throws KeyFileException if the file cannot be used: a process must not start without its keys */
    public PayloadEncryption(PayloadKeyFile file) {
        this.file = file;
        this.loaded = load();
        this.lookedAt = System.nanoTime();
    }

    private record Loaded(FileTime modified, String currentId, List<String> ids, Aead aead) {}

    /** {@code plain}, with every payload and every failure's message and stack encrypted. */
    public DataConverter around(DataConverter plain) {
        return new CodecDataConverter(plain, List.of(this), true);
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        Loaded keys = keys();
        return payloads.stream().map(payload -> encrypted(payload, keys)).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream()
                .map(payload -> isEncrypted(payload) ? decrypted(payload) : payload)
                .toList();
    }

    /** Whether a payload was encrypted here. */
    public static boolean isEncrypted(Payload payload) {
        return ENCODING.equals(
                payload.getMetadataOrDefault(ENCODING_NAME, ByteString.EMPTY).toStringUtf8());
    }

    private static Payload encrypted(Payload payload, Loaded keys) {
        try {
            return Payload.newBuilder()
                    .putMetadata(ENCODING_NAME, ByteString.copyFromUtf8(ENCODING))
                    .putMetadata(CIPHER, ByteString.copyFromUtf8("AES256_GCM"))
                    .putMetadata(KEY_ID, ByteString.copyFromUtf8(keys.currentId()))
                    .setData(ByteString.copyFrom(keys.aead().encrypt(payload.toByteArray(), CONTEXT)))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new DataConverterException("A payload could not be encrypted", e);
        }
    }

    private Payload decrypted(Payload payload) {
        String id = payload.getMetadataOrDefault(KEY_ID, ByteString.EMPTY).toStringUtf8();
        Loaded keys = keys().ids().contains(id) ? keys() : anew();
        if (!keys.ids().contains(id)) {
            throw new DataConverterException("A payload was encrypted with key " + id + ", found enabled keys "
                    + keys.ids() + " in " + file.path() + "; bring this process the newest file of payload keys");
        }
        try {
            return Payload.parseFrom(keys.aead().decrypt(payload.getData().toByteArray(), CONTEXT));
        } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
            throw new DataConverterException(
                    "A payload does not decrypt with its key " + id + ": it was changed, or is not ours", e);
        }
    }

    private synchronized Loaded keys() {
        long now = System.nanoTime();
        if (now - lookedAt > Duration.ofSeconds(LOOK_SECONDS).toNanos()) {
            lookedAt = now;
            if (!modified().equals(loaded.modified())) {
                loaded = load();
            }
        }
        return loaded;
    }

    private synchronized Loaded anew() {
        loaded = load();
        return loaded;
    }

    private Loaded load() {
        FileTime modified = modified();
        KeysetHandle keys = file.read();
        try {
            return new Loaded(
                    modified,
                    PayloadKeyFile.id(keys.getPrimary()),
                    file.keys().stream()
                            .filter(key -> key.use() != PayloadKey.Use.DISABLED)
                            .map(PayloadKey::id)
                            .toList(),
                    keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file.path() + ": its keys are not for authenticated encryption", e);
        }
    }

    /** The epoch where there is no file now: what is loaded stays in use. */
    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(file.path());
        } catch (IOException e) {
            return loaded == null ? FileTime.fromMillis(0) : loaded.modified();
        }
    }
}
