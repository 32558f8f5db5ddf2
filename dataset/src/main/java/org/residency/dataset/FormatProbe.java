package org.residency.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.residency.dataset.DatasetFile.Format;

/** Tells what a file holds: the extension says what is meant, the first bytes what is there. */
final class FormatProbe {
    private static final int PROBE_BYTES = 4096;
    private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private FormatProbe() {}

    static Format formatOf(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new InvalidDatasetException(file, "", "no such file; check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidDatasetException(file, "", "not a file, expected one file of rows");
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(PROBE_BYTES);
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int first = firstPrinting(head);
        if (first < 0) {
            throw new InvalidDatasetException(file, "", "the file is empty, expected rows");
        }
        if (startsWithParquetMagic(head)) {
            return Format.PARQUET;
        }
        if (name.endsWith(".parquet")) {
            throw new InvalidDatasetException(file, "", "does not start as a Parquet file does; check its extension");
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return Format.JSON_LINES;
        }
        if (name.endsWith(".csv")) {
            return Format.CSV;
        }
        if (name.endsWith(".json")) {
            return jsonLayout(file, head, first);
        }
        return switch (head[first]) {
            case '[', '{' -> jsonLayout(file, head, first);
            default ->
                throw new InvalidDatasetException(
                        file, "", "of no known format; expected .json, .jsonl, .csv or .parquet");
        };
    }

    private static Format jsonLayout(Path file, byte[] head, int first) throws IOException {
        if (head[first] == '[') {
            return Format.JSON_ARRAY;
        }
        // A file called .json often holds one object a line; then its first object ends before the file does, and the
        // fields of that object are not objects themselves.
        return JsonRows.isObjectOfObjects(file) ? Format.JSON_OBJECT : Format.JSON_LINES;
    }

    private static boolean startsWithParquetMagic(byte[] head) {
        return head.length >= PARQUET_MAGIC.length
                && Arrays.equals(head, 0, PARQUET_MAGIC.length, PARQUET_MAGIC, 0, PARQUET_MAGIC.length);
    }

    private static int firstPrinting(byte[] head) {
        int start =
                head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
        for (int i = start; i < head.length; i++) {
            if (head[i] != ' ' && head[i] != '\t' && head[i] != '\r' && head[i] != '\n') {
                return i;
            }
        }
        return -1;
    }
}
