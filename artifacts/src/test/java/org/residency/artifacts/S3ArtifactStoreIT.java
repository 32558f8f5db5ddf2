package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Against a real S3 server, Versity's gateway over a folder, where its program is found. */
class S3ArtifactStoreIT implements ArtifactStoreContract {

    private static final int PART_BYTES = 5 << 20;

    @TempDir
    static Path data;

    private static VersityServer server;
    private static S3Client s3;

    private S3ArtifactStore store;
    private URI location;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = VersityServer.program();
        Assumptions.assumeTrue(
                program.isPresent(),
                "versitygw is neither on the PATH nor in ~/go/bin, so S3ArtifactStore is not tried; it comes with"
                        + " `go install github.com/versity/versitygw/cmd/versitygw@v1.8.0`");
        server = VersityServer.start(program.get(), data);
        s3 = server.client();
        s3.createBucket(request -> request.bucket("residency"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            s3.close();
            server.close();
        }
    }

    @BeforeEach
    void open() {
        location = URI.create("s3://residency/stores/" + UUID.randomUUID());
        store = new S3ArtifactStore(s3, location, PART_BYTES);
    }

    @Override
    public ArtifactStore store() {
        return store;
    }

    @Override
    public void damage(ArtifactRef ref) {
        s3.putObject(
                request -> request.bucket("residency").key(ref.uri().getPath().substring(1)),
                RequestBody.fromString("changed"));
    }

    @Test
    void sendsABigFileInPartsAndClaimsItsKeyOnce(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[2 * PART_BYTES + 12_345];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("weights"), bytes);

        ArtifactRef ref = store.put("models/weights", file);
        assertThat(store.put("models/weights", file)).isEqualTo(ref);
        assertThat(store.read(ref)).isEqualTo(bytes);
        assertThat(ref).isEqualTo(store.find("models/weights").orElseThrow());

        bytes[7]++;
        Path other = Files.write(folder.resolve("other"), bytes);
        assertThatThrownBy(() -> store.put("models/weights", other)).isInstanceOf(ArtifactConflictException.class);
        assertThat(s3.listMultipartUploads(request -> request.bucket("residency"))
                        .uploads())
                .isEmpty();
    }

    @Test
    void readsWhatAnotherProgramLeftInTheBucket(@TempDir Path folder) {
        s3.putObject(request -> request.bucket("residency").key("notes/cases 1.jsonl"), RequestBody.fromString("{}\n"));

        Source source = server.locate(URI.create("s3://residency/notes/cases%201.jsonl"), folder);

        assertThat(source.files())
                .singleElement()
                .satisfies(file -> assertThat(file).hasContent("{}\n").hasFileName("cases 1.jsonl"));
        assertThat(source.ref().byteCount()).isEqualTo(3);
        assertThatThrownBy(() -> server.locate(URI.create("s3://residency/notes/none.jsonl"), folder))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining("s3://residency/notes/none.jsonl: no such object");
    }

    @Test
    void readsAFolderOrWhatFitsAPatternAsOneSource(@TempDir Path folder) {
        put("sets/a.jsonl", "a");
        put("sets/b.jsonl", "b");
        put("sets/deep/c.csv", "c");
        put("sets/_SUCCESS", "");
        put("sets/readme.md", "no rows");
        put("setsofothers/d.jsonl", "d");

        Source whole = server.locate(URI.create("s3://residency/sets"), folder.resolve("1"));
        assertThat(whole.files())
                .extracting(file -> folder.resolve("1").relativize(file).toString())
                .containsExactly("sets/a.jsonl", "sets/b.jsonl", "sets/deep/c.csv");
        assertThat(whole.ref().byteCount()).isEqualTo(3);
        Source fitting = server.locate(URI.create("s3://residency/sets/*.jsonl"), folder.resolve("2"));
        assertThat(fitting.files()).hasSize(2);
        assertThat(fitting.ref().sha256())
                .isEqualTo(server.locate(
                                URI.create("s3://residency/sets/?.jsonl".replace("?", "%3F")), folder.resolve("3"))
                        .ref()
                        .sha256())
                .isNotEqualTo(whole.ref().sha256());
        assertThatThrownBy(() -> server.locate(URI.create("s3://residency/sets/*.json"), folder.resolve("4")))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining("no file of rows below it or fitting it");
    }

    private static void put(String key, String text) {
        s3.putObject(request -> request.bucket("residency").key(key), RequestBody.fromString(text));
    }

    @Test
    void refusesToGoOnInAnotherObjectThanItBeganWith() throws IOException {
        byte[] bytes = new byte[6 << 20];
        s3.putObject(request -> request.bucket("residency").key("notes/long"), RequestBody.fromBytes(bytes));
        try (FaultyLine line = new FaultyLine(server.endpoint());
                S3Client far = VersityServer.clientAt(line.endpoint())) {
            line.breakOff(1, 1 << 20);
            try (InputStream in = new S3ObjectStream(far, "residency", "notes/long")) {
                in.read();
                bytes[0] = 1;
                s3.putObject(request -> request.bucket("residency").key("notes/long"), RequestBody.fromBytes(bytes));

                assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the object was changed while it was read");
            }
        }
    }

    @Test
    void saysWhatToCheckWhenTheBucketIsNotThere() {
        S3ArtifactStore lost = new S3ArtifactStore(s3, URI.create("s3://nowhere/x"), PART_BYTES);

        assertThatThrownBy(() -> lost.put("k", new byte[] {1}))
                .isInstanceOf(ArtifactStoreException.class)
                .hasMessageContaining("RESIDENCY_STORE");
        assertThatThrownBy(() -> lost.find("k")).isInstanceOf(ArtifactStoreException.class);
    }

    @Test
    void looksBeforeItWritesWhereTheServerKnowsNoConditions() {
        S3ArtifactStore plain = new S3ArtifactStore(withoutConditions(s3), location, PART_BYTES);

        ArtifactRef ref = plain.put("k", new byte[] {1});

        assertThat(plain.put("k", new byte[] {1})).isEqualTo(ref);
        assertThatThrownBy(() -> plain.put("k", new byte[] {2})).isInstanceOf(ArtifactConflictException.class);
        assertThat(plain.read(ref)).containsExactly(1);
    }

    @Test
    void listsMoreThanOnePageOfKeys() {
        for (int i = 0; i < 1_005; i++) {
            store.put("many/%04d".formatted(i), new byte[0]);
        }

        assertThat(store.list("many/")).hasSize(1_005).isSorted();
    }

    @Test
    void goesOnWhereTheLineBreaksInTheMiddleOfABigFile(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[2 * PART_BYTES + 12_345];
        new Random(2).nextBytes(bytes);
        Path file = Files.write(folder.resolve("weights"), bytes);
        try (FaultyLine line = new FaultyLine(server.endpoint());
                S3ArtifactStore far =
                        new S3ArtifactStore(VersityServer.clientAt(line.endpoint()), location, PART_BYTES)) {
            line.breakOff(2, 1 << 20);
            // The look before the write is short and passes; what breaks is a part.
            ArtifactRef ref = far.put("models/weights", file);

            assertThat(line.faults()).isPositive();
            assertThat(store.read(ref)).isEqualTo(bytes);
            assertThat(s3.listMultipartUploads(request -> request.bucket("residency"))
                            .uploads())
                    .isEmpty();

            int faults = line.faults();
            long before = line.bytesBack();
            line.breakOff(3, 3 << 20);
            assertThat(Files.readAllBytes(far.fetch(ref, folder.resolve("whole"))))
                    .isEqualTo(bytes);
            assertThat(line.faults() - faults).isEqualTo(3);
            assertThat(line.bytesBack() - before)
                    .as("bytes that came over the line: none of them twice, but for what was under way")
                    .isLessThan(bytes.length + (1 << 20));
        }
    }

    @Test
    void triesAgainWhereTheServerAsksToSlowDown() throws IOException {
        try (FaultyLine line = new FaultyLine(server.endpoint());
                S3ArtifactStore far =
                        new S3ArtifactStore(VersityServer.clientAt(line.endpoint()), location, PART_BYTES)) {
            line.slowDown(2);
            ArtifactRef ref = far.put("k", new byte[] {1});
            line.slowDown(2);

            assertThat(far.read(ref)).containsExactly(1);
            assertThat(line.faults()).isEqualTo(4);
        }
    }

    @Test
    void bringsBackFromTheBucketsVersionsWhatWasDamagedOrRemoved() {
        s3.createBucket(request -> request.bucket("versioned"));
        s3.putBucketVersioning(request -> request.bucket("versioned")
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        S3ArtifactStore versioned = new S3ArtifactStore(s3, URI.create("s3://versioned/house"), PART_BYTES);
        ArtifactRef ref = versioned.put("k", new byte[] {1, 2, 3});
        assertThat(versioned.put("k", new byte[] {1, 2, 3})).isEqualTo(ref);
        List<ObjectVersion> written = versions();
        assertThat(written).as("the same bytes are written once").hasSize(1);

        s3.putObject(request -> request.bucket("versioned").key("house/k"), RequestBody.fromString("changed"));
        assertThatThrownBy(() -> versioned.read(ref)).isInstanceOf(ArtifactCorruptException.class);
        s3.deleteObject(request -> request.bucket("versioned").key("house/k"));
        assertThatThrownBy(() -> versioned.read(ref)).isInstanceOf(ArtifactMissingException.class);

        // What an operator does: takes away the marker of the deletion, and the version that is wrong.
        s3.listObjectVersions(request -> request.bucket("versioned"))
                .deleteMarkers()
                .forEach(marker -> removeVersion(marker.versionId()));
        versions().stream()
                .map(ObjectVersion::versionId)
                .filter(version -> !version.equals(written.get(0).versionId()))
                .forEach(S3ArtifactStoreIT::removeVersion);
        assertThat(versioned.read(ref)).containsExactly(1, 2, 3);
    }

    private static void removeVersion(String version) {
        s3.deleteObject(request -> request.bucket("versioned").key("house/k").versionId(version));
    }

    private static List<ObjectVersion> versions() {
        return s3.listObjectVersions(request -> request.bucket("versioned")).versions();
    }

    /** The same client, talking to a server that answers conditional writes with 501. */
    private static S3Client withoutConditions(S3Client s3) {
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    if (arguments[0] instanceof PutObjectRequest request && request.ifNoneMatch() != null) {
                        throw S3Exception.builder()
                                .statusCode(501)
                                .message("NotImplemented")
                                .build();
                    }
                    if (arguments[0] instanceof Consumer<?>) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    try {
                        return method.invoke(s3, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
