package org.residency.deidentification.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.residency.deidentification.InvalidFileException;

/** The {@code .txt} files of a folder and of those in it, each a note, in the order of their names. */
final class TextFolderFormat implements NoteFormat {
    private static final String FIELD = "text";

    private final Path in;
    private final Path out;
    private final Iterator<Path> files;
    private int number;

    TextFolderFormat(Path in, Path out) throws IOException {
        this.in = in;
        this.out = out;
        List<Path> found;
        try (Stream<Path> all = Files.walk(in)) {
            found = all.filter(path -> path.toString().endsWith(".txt") && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        }
        if (found.isEmpty()) {
            throw new InvalidFileException(in, "", "the folder holds no .txt file");
        }
        this.files = found.iterator();
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        if (!files.hasNext()) {
            return Optional.empty();
        }
        Path file = files.next();
        number++;
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            // The name of a file may say who the patient is, so a note is known by its number.
            return Optional.of(NoteRecord.of("file " + number, Map.of(FIELD, text), Optional.empty(), file));
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(
                    file, "", "not UTF-8; convert the file, for example with iconv -f WINDOWS-1252 -t UTF-8");
        }
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException {
        Path target = out.resolve(in.relativize((Path) record.row()).toString());
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, replaced.get(FIELD), StandardCharsets.UTF_8);
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
