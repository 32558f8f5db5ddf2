package org.residency.dataset;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The columns of one file that make a case, and how their texts are brought into one form. */
record CaseColumns(Path file, Map<CaseField, List<String>> columns, SortedMap<String, String> groups) {

    /**
     * Refuses a file that has none of the columns from which its questions or answers would be read.
     *
     * @param own the columns of this very file
     */
    void requireIn(Set<String> own) {
        for (CaseField field : List.of(CaseField.QUESTION, CaseField.ANSWER)) {
            if (columns.get(field).stream().noneMatch(own::contains)) {
                throw new InvalidDatasetException(
                        file,
                        "column for " + field.key(),
                        "not found, expected " + String.join(" and ", columns.get(field))
                                + " as in the other files; rename it there, or give files of one form");
            }
        }
    }

    CaseDraft read(Row row) {
        SortedMap<String, String> tags = new TreeMap<>();
        groups.forEach((name, column) -> {
            String value = normalized(row, column);
            if (!value.isEmpty()) {
                tags.put(name, value);
            }
        });
        return new CaseDraft(
                text(row, CaseField.QUESTION),
                columns.containsKey(CaseField.REASONING)
                        ? Optional.of(text(row, CaseField.REASONING))
                        : Optional.empty(),
                text(row, CaseField.ANSWER),
                optional(row, CaseField.REFERENCE),
                optional(row, CaseField.PATIENT),
                split(row),
                tags,
                text(row, CaseField.CUES)
                        .lines()
                        .map(String::strip)
                        .filter(cue -> !cue.isEmpty())
                        .toList());
    }

    private Optional<SplitName> split(Row row) {
        Optional<String> value = optional(row, CaseField.SPLIT);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(SplitName.named(value.get())
                .orElseThrow(() -> new InvalidDatasetException(
                        file,
                        row.position() + ", column "
                                + columns.get(CaseField.SPLIT).get(0),
                        "names none of train, validation and test; mend it, or map split to another column")));
    }

    private Optional<String> optional(Row row, CaseField field) {
        String text = text(row, field);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private String text(Row row, CaseField field) {
        return columns.getOrDefault(field, List.of()).stream()
                .map(column -> normalized(row, column))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    /** One form for one text, whatever the file format: LF, NFC, no blanks at the ends. */
    private String normalized(Row row, String column) {
        String text =
                row.values().getOrDefault(column, "").replace("\r\n", "\n").replace('\r', '\n');
        if (text.indexOf('\0') >= 0) {
            throw new InvalidDatasetException(
                    file, row.position() + ", column " + column, "a NUL character, expected text; mend the row");
        }
        if (text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw new InvalidDatasetException(
                    file, row.position() + ", column " + column, "half of a surrogate pair, not text; mend the row");
        }
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    }
}
