package org.residency.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;

/** One number a band of each text's signature, on disk: written text by text, read band by band. */
final class BandKeys implements Closeable {

    private static final int BUFFERED = 1 << 10;

    private final FileChannel file;
    private final int textCount;
    private final ByteBuffer[] unwritten;
    private int texts;

    /** @param file closed with this */
    BandKeys(FileChannel file, int bandCount, int textCount) {
        this.file = file;
        this.textCount = textCount;
        this.unwritten = new ByteBuffer[bandCount];
        for (int band = 0; band < bandCount; band++) {
            unwritten[band] = ByteBuffer.allocate(BUFFERED * Long.BYTES);
        }
    }

    /** @param keys of the next text, one a band */
    void add(long[] keys) throws IOException {
        for (int band = 0; band < keys.length; band++) {
            unwritten[band].putLong(keys[band]);
        }
        texts++;
        if (texts % BUFFERED == 0 || texts == textCount) {
            flush();
        }
    }

    /** The keys of all texts in one band. */
    long[] band(int band) throws IOException {
        long[] keys = new long[textCount];
        ByteBuffer chunk = ByteBuffer.allocate(BUFFERED * Long.BYTES);
        for (int from = 0; from < textCount; from += BUFFERED) {
            chunk.clear().limit(Math.min(BUFFERED, textCount - from) * Long.BYTES);
            while (chunk.hasRemaining()) {
                if (file.read(chunk, position(band, from) + chunk.position()) < 0) {
                    throw new IOException("the file of signatures ends before text " + from);
                }
            }
            LongBuffer read = chunk.flip().asLongBuffer();
            read.get(keys, from, read.remaining());
        }
        return keys;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void flush() throws IOException {
        for (int band = 0; band < unwritten.length; band++) {
            ByteBuffer bytes = unwritten[band].flip();
            long position = position(band, texts - bytes.remaining() / Long.BYTES);
            while (bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
            bytes.clear();
        }
    }

    private long position(int band, int text) {
        return ((long) band * textCount + text) * Long.BYTES;
    }
}
