package org.residency.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Decodes UTF-8 and refuses everything else, with the line and the byte at which it stopped being text. A byte order
 * mark at the start is skipped; a NUL, which no text holds but many broken files do, is refused.
 */
final class StrictUtf8Reader extends Reader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private long bytesDecoded;
    private long line = 1;
    private boolean atStart = true;
    private boolean atEnd;

    StrictUtf8Reader(Path file) throws IOException {
        this.file = file;
        this.in = Files.newInputStream(file);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        CharBuffer chars = CharBuffer.wrap(buffer, offset, Math.min(length, buffer.length - offset));
        // One char of room cannot take a surrogate pair; no reader of ours asks for so little.
        while (chars.position() == 0) {
            int before = bytes.position();
            CoderResult result = decoder.decode(bytes, chars, atEnd);
            bytesDecoded += bytes.position() - before;
            skipByteOrderMark(buffer, offset, chars);
            count(buffer, offset, offset + chars.position());
            if (result.isError()) {
                throw notUtf8();
            }
            if (chars.position() > 0 || result.isOverflow()) {
                break;
            }
            if (atEnd) {
                return -1;
            }
            fill();
        }
        return chars.position();
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read < 0) {
            atEnd = true;
        } else {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
    }

    private void skipByteOrderMark(char[] buffer, int offset, CharBuffer chars) {
        if (atStart && chars.position() > 0) {
            atStart = false;
            if (buffer[offset] == BYTE_ORDER_MARK) {
                System.arraycopy(buffer, offset + 1, buffer, offset, chars.position() - 1);
                chars.position(chars.position() - 1);
            }
        }
    }

    private void count(char[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                line++;
            } else if (buffer[i] == 0) {
                throw new InvalidDatasetException(
                        file, "line " + line, "a NUL byte, expected text; the file is damaged or not a text file");
            }
        }
    }

    private InvalidDatasetException notUtf8() {
        return new InvalidDatasetException(
                file,
                "line " + line + ", byte " + bytesDecoded,
                "not UTF-8; convert the file, for example with iconv -f WINDOWS-1252 -t UTF-8");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
