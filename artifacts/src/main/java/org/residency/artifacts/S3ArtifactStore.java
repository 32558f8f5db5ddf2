package org.residency.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A store in an S3 bucket. Objects appear whole by S3's own rules; a key is claimed by a conditional write
 * ({@code If-None-Match: *}), or, where the server has none, by a look before the write. Files above 64 MiB travel in
 * parts.
 */
public final class S3ArtifactStore implements ArtifactStore, AutoCloseable {

    private static final String SHA_256 = "sha256";
    private static final String ABSENT = "*";
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int CLAIM_ATTEMPTS = 5;
    private static final long DEFAULT_PART_BYTES = 64L << 20;
    private static final int MAX_PARTS = 10_000;

    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final long partBytes;

    S3ArtifactStore(S3Client s3, URI location, long partBytes) {
        this.s3 = s3;
        this.bucket = location.getAuthority();
        String path = location.getPath().replaceFirst("^/+", "").replaceFirst("/+$", "");
        this.prefix = path.isEmpty() ? "" : path + "/";
        this.partBytes = partBytes;
    }

    /**
     * A store under a prefix of a bucket, which must exist.
     *
     * @param location {@code s3://bucket/prefix}
     * @throws IllegalArgumentException if the location names no bucket
     */
    public static S3ArtifactStore open(URI location, StoreOptions options) {
        if (!"s3".equals(location.getScheme()) || location.getAuthority() == null) {
            throw new IllegalArgumentException("store: found '" + location + "', expected s3://bucket/prefix");
        }
        return new S3ArtifactStore(client(options), location, DEFAULT_PART_BYTES);
    }

    static S3Client client(StoreOptions options) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // Our own digests are stronger than the SDK's checksums, which many other servers do not know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        options.s3Endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint)
                        .forcePathStyle(true)
                        // Such servers ignore the region, but requests are signed with one.
                        .region(Optional.ofNullable(System.getenv("AWS_REGION"))
                                .map(Region::of)
                                .orElse(Region.US_EAST_1)));
        return builder.build();
    }

    @Override
    public ArtifactRef put(String key, Path file) {
        StoreKey.check(key);
        try {
            Digested digested = Digested.of(file);
            return digested.byteCount() > partBytes
                    ? claim(key, digested, condition -> putInParts(key, file, digested, condition))
                    : claim(key, digested, condition -> put(key, RequestBody.fromFile(file), digested, condition));
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        StoreKey.check(key);
        Digested digested = Digested.of(bytes);
        return claim(key, digested, condition -> put(key, RequestBody.fromBytes(bytes), digested, condition));
    }

    @Override
    public byte[] read(ArtifactRef ref) {
        String key = keyOf(ref);
        try (InputStream in = openObject(key)) {
            byte[] bytes = in.readAllBytes();
            Digested.of(bytes).verify(ref);
            return bytes;
        } catch (NoSuchKeyException e) {
            throw missing(ref, e);
        } catch (SdkException | IOException e) {
            throw failed("read", key, e);
        }
    }

    @Override
    public Path fetch(ArtifactRef ref, Path target) {
        String key = keyOf(ref);
        try (InputStream in = openObject(key)) {
            return VerifiedCopy.to(target, ref, in);
        } catch (NoSuchKeyException e) {
            throw missing(ref, e);
        } catch (SdkException | IOException e) {
            throw failed("read", key, e);
        }
    }

    /** Copies what lies under {@code key}, digesting it on the way, in one reading; empty if nothing does. */
    Optional<Digested> copy(String key, Path target) {
        try (InputStream in = openObject(key)) {
            Files.createDirectories(target.toAbsolutePath().getParent());
            try (OutputStream out = Files.newOutputStream(target)) {
                return Optional.of(Digested.copy(in, out));
            }
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException | IOException e) {
            throw failed("copy", key, e);
        }
    }

    @Override
    public Optional<ArtifactRef> find(String key) {
        StoreKey.check(key);
        try (InputStream in = openObject(key)) {
            return Optional.of(ref(key, Digested.copy(in, OutputStream.nullOutputStream())));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException | IOException e) {
            throw failed("read", key, e);
        }
    }

    @Override
    public List<String> list(String keyPrefix) {
        try {
            return s3
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + keyPrefix))
                    .contents()
                    .stream()
                    .map(object -> object.key().substring(prefix.length()))
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw failed("list", keyPrefix, e);
        }
    }

    @Override
    public void delete(String keyPrefix) {
        StoreKey.check(keyPrefix);
        try {
            for (String key : list(keyPrefix)) {
                if (StoreKey.isUnder(key, keyPrefix)) {
                    s3.deleteObject(request -> request.bucket(bucket).key(prefix + key));
                }
            }
        } catch (SdkException e) {
            throw failed("delete", keyPrefix, e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }

    /** A write under a condition; {@code null} writes whatever lies there. */
    private interface Write {
        void under(String condition);
    }

    private ArtifactRef claim(String key, Digested digested, Write write) {
        try {
            for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
                // A look before the write spares a retried activity the upload, and is all there is where the server
                // knows no conditions.
                Optional<String> stored = storedSha256(key);
                if (stored.isPresent()) {
                    return claimed(key, stored.get(), digested);
                }
                if (wrote(write)) {
                    return ref(key, digested);
                }
            }
        } catch (SdkException | IOException e) {
            throw failed("write", key, e);
        }
        throw new ArtifactStoreException("cannot write " + key + " to " + uri("") + ": others were writing it each of "
                + CLAIM_ATTEMPTS + " times; try again later");
    }

    /** Whether the write went through; false if another writer was quicker. */
    private static boolean wrote(Write write) {
        try {
            write.under(ABSENT);
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                return false;
            }
            if (e.statusCode() != NOT_IMPLEMENTED) {
                throw e;
            }
            write.under(null);
            return true;
        }
    }

    private ArtifactRef claimed(String key, String storedSha256, Digested digested) {
        if (!storedSha256.equals(digested.sha256())) {
            throw new ArtifactConflictException("key " + key + " holds other bytes already, digest " + storedSha256
                    + ", not " + digested.sha256() + "; artifacts are never overwritten, use another key");
        }
        return ref(key, digested);
    }

    private Optional<String> storedSha256(String key) throws IOException {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key(prefix + key));
            String sha256 = head.metadata().get(SHA_256);
            if (sha256 != null) {
                return Optional.of(sha256);
            }
            try (InputStream in = openObject(key)) {
                return Optional.of(
                        Digested.copy(in, OutputStream.nullOutputStream()).sha256());
            }
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private void put(String key, RequestBody body, Digested digested, String condition) {
        s3.putObject(
                request -> request.bucket(bucket)
                        .key(prefix + key)
                        .metadata(Map.of(SHA_256, digested.sha256()))
                        .ifNoneMatch(condition),
                body);
    }

    private void putInParts(String key, Path file, Digested digested, String condition) {
        String upload = s3.createMultipartUpload(request ->
                        request.bucket(bucket).key(prefix + key).metadata(Map.of(SHA_256, digested.sha256())))
                .uploadId();
        try {
            List<CompletedPart> parts = putParts(key, file, digested.byteCount(), upload);
            s3.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(prefix + key)
                    .uploadId(upload)
                    .multipartUpload(completed -> completed.parts(parts))
                    .ifNoneMatch(condition));
        } catch (SdkException e) {
            // Parts of an upload that is neither completed nor aborted are paid for and never seen.
            s3.abortMultipartUpload(
                    request -> request.bucket(bucket).key(prefix + key).uploadId(upload));
            throw e;
        }
    }

    private List<CompletedPart> putParts(String key, Path file, long byteCount, String upload) {
        long size = Math.max(partBytes, byteCount / MAX_PARTS + 1);
        List<CompletedPart> parts = new ArrayList<>();
        for (long start = 0; start < byteCount; start += size) {
            int number = parts.size() + 1;
            long from = start;
            long length = Math.min(size, byteCount - start);
            String tag = s3.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(prefix + key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentLength(length),
                            // A provider, so that the SDK can begin again when a part breaks off.
                            RequestBody.fromContentProvider(
                                    () -> FileRange.open(file, from, length), length, "application/octet-stream"))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return parts;
    }

    private InputStream openObject(String key) {
        return new S3ObjectStream(s3, bucket, prefix + key);
    }

    private ArtifactRef ref(String key, Digested digested) {
        return new ArtifactRef(uri(key), digested.sha256(), digested.byteCount());
    }

    private URI uri(String key) {
        try {
            return new URI("s3", bucket, "/" + prefix + key, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("key: found '" + key + "', which cannot be part of a location", e);
        }
    }

    @Override
    public String keyOf(ArtifactRef ref) {
        URI uri = ref.uri();
        if (!"s3".equals(uri.getScheme())
                || !bucket.equals(uri.getAuthority())
                || !uri.getPath().startsWith("/" + prefix)) {
            throw new ArtifactMissingException(uri + ": not in the store at " + uri("") + "; check RESIDENCY_STORE");
        }
        return uri.getPath().substring(1 + prefix.length());
    }

    private ArtifactStoreException failed(String what, String key, Exception e) {
        return new ArtifactStoreException(
                "cannot " + what + " " + key + " in the store at " + uri("") + ": " + e.getMessage()
                        + "; check RESIDENCY_STORE, RESIDENCY_S3_ENDPOINT and the credentials",
                e);
    }

    private static ArtifactMissingException missing(ArtifactRef ref, Exception e) {
        return new ArtifactMissingException(
                ref.uri() + ": nothing lies there, expected " + ref.byteCount() + " bytes with digest " + ref.sha256(),
                e);
    }
}
