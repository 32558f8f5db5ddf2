package org.residency.artifacts;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * All bytes of one object. Where the line breaks it goes on from the byte it had come to, by a range, and only in the very
 * object that it began with.
 */
final class S3ObjectStream extends InputStream {

    /** Broken lines in a row, without a byte between them, after which it gives up; a minute with its pauses. */
    private static final int MOST_BREAKS = 8;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String tag;
    private final long byteCount;
    private ResponseInputStream<GetObjectResponse> in;
    private long position;
    private int breaks;

    /** @throws software.amazon.awssdk.services.s3.model.NoSuchKeyException if there is no such object */
    S3ObjectStream(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.in = s3.getObject(request -> request.bucket(bucket).key(key));
        this.tag = in.response().eTag();
        this.byteCount = in.response().contentLength();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position < byteCount) {
            try {
                int count = in.read(bytes, offset, length);
                if (count < 0) {
                    throw new EOFException("ended after " + position + " of " + byteCount + " bytes");
                }
                position += count;
                breaks = 0;
                return count;
            } catch (IOException | SdkException e) {
                goOn(e);
            }
        }
        return -1;
    }

    @Override
    public void close() {
        // To read what is left, which close would, could take hours.
        in.abort();
    }

    /** Opens the rest of the object, after a pause. */
    private void goOn(Exception broken) throws IOException {
        in.abort();
        while (true) {
            breaks++;
            if (breaks > MOST_BREAKS) {
                throw new IOException(
                        "the line broke " + breaks + " times in a row at byte " + position + " of " + byteCount,
                        broken);
            }
            pause();
            try {
                in = s3.getObject(request -> request.bucket(bucket)
                        .key(key)
                        .range("bytes=" + position + "-")
                        .ifMatch(tag));
                return;
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED) {
                    throw new IOException("the object was changed while it was read", e);
                }
            } catch (SdkException e) {
                // Not there yet: the next pause is longer.
            }
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(FIRST_PAUSE.toMillis() << (breaks - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the line was broken");
        }
    }
}
