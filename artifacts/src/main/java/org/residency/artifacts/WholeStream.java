package org.residency.artifacts;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that ends only after as many bytes as were promised. The JDK's HTTP client gives a body that breaks off as one that
 * has ended; without this, a line that was cut would look like an object that is damaged, which nobody tries to read again.
 */
final class WholeStream extends FilterInputStream {

    private long left;

    /** @param promised how many bytes there are to come */
    WholeStream(InputStream in, long promised) {
        super(in);
        this.left = promised;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        count(count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(count);
        left -= skipped;
        return skipped;
    }

    private void count(int read) throws EOFException {
        if (read < 0 && left > 0) {
            throw new EOFException("the line broke with " + left + " bytes to come");
        }
        left -= Math.max(0, read);
    }
}
