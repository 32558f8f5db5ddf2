package org.residency.deidentification.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A stream that can be read more than once. Its bytes lie in a file that only its owner could read and that has no name any
 * more, so that nothing of them stays when the process ends, however it ends.
 */
final class SpooledInput {
    private final FileChannel channel;

    SpooledInput(InputStream in) throws IOException {
        Path file = Files.createTempFile("residency", ".spool");
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(file);
        }
        in.transferTo(Channels.newOutputStream(channel));
    }

    /** From the first byte on. */
    InputStream open() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                int read = channel.read(ByteBuffer.wrap(bytes, from, count), position);
                position += Math.max(read, 0);
                return read;
            }
        };
    }
}
