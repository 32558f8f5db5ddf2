package org.residency.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cases on disk, numbered in the order in which they came; in memory is what orders and groups them, 41 bytes a case. The
 * file has no name from the moment at which it is made, so that its notes are gone with the process, however that ends.
 */
public final class CaseSpool implements Closeable {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final byte NO_SPLIT = -1;

    private final Path folder;
    private final FileChannel file;
    private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER_BYTES);
    private long written;
    private int size;
    private long[] ends = new long[FIRST_CAPACITY];
    private long[] ids = new long[FIRST_CAPACITY];
    private long[] contents = new long[2 * FIRST_CAPACITY];
    private long[] patients = new long[FIRST_CAPACITY];
    private byte[] splits = new byte[FIRST_CAPACITY];

    private CaseSpool(Path folder) throws IOException {
        this.folder = folder;
        this.file = nameless(folder);
    }

    /** An empty one, and room for what its cases are compared by, in a folder that exists. */
    public static CaseSpool in(Path folder) throws IOException {
        return new CaseSpool(folder);
    }

    /** Another file without a name, for numbers about the cases. */
    FileChannel scratch() throws IOException {
        return nameless(folder);
    }

    int size() {
        return size;
    }

    void add(ClinicalCase one) {
        makeRoom();
        append((CaseLine.of(one) + "\n").getBytes(StandardCharsets.UTF_8));
        ids[size] = Long.parseUnsignedLong(one.id(), 16);
        // A NUL is in no text, so no two contents are one text.
        ByteBuffer content = digest(String.join("\0", one.question(), one.reasoning(), one.answer()));
        contents[2 * size] = content.getLong();
        contents[2 * size + 1] = content.getLong();
        patients[size] = one.patientKey().map(key -> digest(key).getLong()).orElse(0L);
        splits[size] = one.predefinedSplit().map(SplitName::place).orElse(NO_SPLIT);
        ends[size] = written + unwritten.position();
        size++;
    }

    /** The case with this number. */
    ClinicalCase read(int number) {
        return ShardReader.caseOf(line(number));
    }

    /** Its canonical line, without the LF. */
    String line(int number) {
        long start = number == 0 ? 0 : ends[number - 1];
        ByteBuffer bytes = ByteBuffer.allocate((int) (ends[number] - start) - 1);
        try {
            flush();
            while (bytes.hasRemaining()) {
                if (file.read(bytes, start + bytes.position()) < 0) {
                    throw new IOException("the file of cases ends before case " + number);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    /** Orders by id. */
    int compareIds(int a, int b) {
        return Long.compareUnsigned(ids[a], ids[b]);
    }

    /** Orders by content: equal for cases with the same question, reasoning and answer. */
    int compareContents(int a, int b) {
        int order = Long.compare(contents[2 * a], contents[2 * b]);
        return order != 0 ? order : Long.compare(contents[2 * a + 1], contents[2 * b + 1]);
    }

    /** Orders by patient: equal for cases of one patient, and for those of whom none is known. */
    int comparePatients(int a, int b) {
        return Long.compare(patients[a], patients[b]);
    }

    boolean hasPatient(int number) {
        return patients[number] != 0;
    }

    /** Of two cases of which one must go, the one to keep comes first: what the source holds out, then by id. */
    int compareKeptFirst(int a, int b) {
        int order = Byte.compare(splits[b], splits[a]);
        return order != 0 ? order : compareIds(a, b);
    }

    Optional<SplitName> predefinedSplit(int number) {
        return splits[number] == NO_SPLIT ? Optional.empty() : Optional.of(SplitName.at(splits[number]));
    }

    /** The id in 16 hexadecimal digits. */
    String id(int number) {
        return "%016x".formatted(ids[number]);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void makeRoom() {
        if (size == ids.length) {
            int capacity = size + (size >> 1);
            ends = Arrays.copyOf(ends, capacity);
            ids = Arrays.copyOf(ids, capacity);
            contents = Arrays.copyOf(contents, 2 * capacity);
            patients = Arrays.copyOf(patients, capacity);
            splits = Arrays.copyOf(splits, capacity);
        }
    }

    private void append(byte[] line) {
        try {
            if (line.length > unwritten.remaining()) {
                flush();
            }
            if (line.length > unwritten.remaining()) {
                write(ByteBuffer.wrap(line));
            } else {
                unwritten.put(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() throws IOException {
        if (unwritten.position() > 0) {
            write(unwritten.flip());
            unwritten.clear();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            written += file.write(bytes, written);
        }
    }

    private static ByteBuffer digest(String text) {
        MessageDigest sha256 = CaseLine.sha256();
        return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static FileChannel nameless(Path folder) throws IOException {
        Path name = Files.createTempFile(folder, "cases", ".spool");
        FileChannel channel = FileChannel.open(
                name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(name);
        return channel;
    }
}
