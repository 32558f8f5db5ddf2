package org.residency.deidentification.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.residency.deidentification.InvalidFileException;

/** Rows of Parquet; the schema and every other column stay as they are. */
final class ParquetNoteFormat implements NoteFormat {
    private final Path file;
    private final ParquetReader<Group> reader;
    private final ParquetWriter<Group> writer;
    private final List<String> noted;
    private final Optional<String> patientField;
    private long number;

    ParquetNoteFormat(Path file, Path out, List<String> fields, Optional<String> patientField) throws IOException {
        this.file = file;
        this.patientField = patientField;
        LocalInputFile input = new LocalInputFile(file);
        MessageType schema = schema(file, input);
        List<String> text = schema.getFields().stream()
                .filter(ParquetNoteFormat::isText)
                .map(Type::getName)
                .toList();
        this.noted = fields.isEmpty()
                ? text.stream()
                        .filter(name -> !patientField.equals(Optional.of(name)))
                        .toList()
                : fields;
        noted.forEach(field -> require(field, text));
        patientField.ifPresent(field -> require(field, text));
        this.reader = new GroupReader(input).build();
        this.writer = ExampleParquetWriter.builder(new LocalOutputFile(out))
                .withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE)
                .withType(schema)
                .build();
    }

    /** The builder of Parquet wants to be extended. */
    private static final class GroupReader extends ParquetReader.Builder<Group> {
        GroupReader(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private static MessageType schema(Path file, InputFile input) throws IOException {
        try (ParquetFileReader open = ParquetFileReader.open(input)) {
            return open.getFooter().getFileMetaData().getSchema();
        } catch (RuntimeException e) {
            throw new InvalidFileException(
                    file, "", "broken Parquet; write the file again and check that it was copied whole");
        }
    }

    private static boolean isText(Type type) {
        return type.isPrimitive()
                && !type.isRepetition(Type.Repetition.REPEATED)
                && type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
    }

    private void require(String field, List<String> text) {
        if (!text.contains(field)) {
            throw new InvalidFileException(
                    file, "column " + field, "no column of text; those are " + String.join(", ", text));
        }
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        Group row;
        try {
            row = reader.read();
        } catch (RuntimeException e) {
            throw new InvalidFileException(
                    file,
                    "after row " + number,
                    "broken Parquet; write the file again and check that it was copied whole");
        }
        if (row == null) {
            return Optional.empty();
        }
        number++;
        Map<String, String> texts = new LinkedHashMap<>();
        for (String field : noted) {
            if (row.getFieldRepetitionCount(field) > 0) {
                texts.put(field, row.getString(field, 0));
            }
        }
        Optional<String> key = patientField
                .filter(field -> row.getFieldRepetitionCount(field) > 0)
                .map(field -> row.getString(field, 0));
        return Optional.of(NoteRecord.of("row " + number, texts, key, row));
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException {
        Group row = (Group) record.row();
        Map<String, String> changed = new LinkedHashMap<>(replaced);
        pseudonym.ifPresent(name -> changed.put(patientField.orElseThrow(), name));
        Group copy = new SimpleGroup(row.getType());
        for (int field = 0; field < row.getType().getFieldCount(); field++) {
            String name = row.getType().getFieldName(field);
            if (changed.containsKey(name)) {
                copy.add(name, changed.get(name));
                continue;
            }
            for (int i = 0; i < row.getFieldRepetitionCount(field); i++) {
                copyValue(row, copy, field, i);
            }
        }
        writer.write(copy);
    }

    private static void copyValue(Group from, Group to, int field, int index) {
        Type type = from.getType().getType(field);
        if (!type.isPrimitive()) {
            to.add(field, from.getGroup(field, index));
            return;
        }
        switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> to.add(field, from.getInteger(field, index));
            case INT64 -> to.add(field, from.getLong(field, index));
            case FLOAT -> to.add(field, from.getFloat(field, index));
            case DOUBLE -> to.add(field, from.getDouble(field, index));
            case BOOLEAN -> to.add(field, from.getBoolean(field, index));
            case INT96 -> to.add(field, from.getInt96(field, index));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> to.add(field, from.getBinary(field, index));
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() throws IOException {
        reader.close();
        writer.close();
    }
}
