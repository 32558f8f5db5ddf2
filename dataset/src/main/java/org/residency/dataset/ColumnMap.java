package org.residency.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Which column of a file is which part of a case. Columns are found by the names known datasets use, or named with
 * {@code question=COLUMN}; {@code A+B} joins two columns with a blank line, {@code group.NAME=COLUMN} makes a tag.
 * Columns called {@code groups.NAME} are tags without being named.
 */
public final class ColumnMap {
    private static final String GROUP_KEY = "group.";
    private static final String GROUP_COLUMN = "groups.";
    private static final int NEAREST = 3;

    private final Map<CaseField, String> assigned;
    private final SortedMap<String, String> assignedGroups;

    private ColumnMap(Map<CaseField, String> assigned, SortedMap<String, String> assignedGroups) {
        this.assigned = assigned;
        this.assignedGroups = assignedGroups;
    }

    /** Known names only. */
    public static ColumnMap byName() {
        return new ColumnMap(Map.of(), new TreeMap<>());
    }

    /**
     * Known names, and before them the columns that are named here.
     *
     * @param assignments each {@code field=column}, as {@code --map} takes them
     * @throws InvalidDatasetException when one has no equals sign, an unknown field, or a field for the second time
     */
    public static ColumnMap of(Collection<String> assignments) {
        Map<CaseField, String> assigned = new EnumMap<>(CaseField.class);
        SortedMap<String, String> groups = new TreeMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1 || equals == assignment.length() - 1) {
                throw new InvalidDatasetException(
                        "--map " + assignment + ": expected field=column, for example question=Question");
            }
            String key = assignment.substring(0, equals).strip();
            String column = assignment.substring(equals + 1).strip();
            String former = key.startsWith(GROUP_KEY)
                    ? groups.put(key.substring(GROUP_KEY.length()), column)
                    : assigned.put(fieldNamed(key, assignment), column);
            if (former != null) {
                throw new InvalidDatasetException(
                        "--map " + assignment + ": " + key + " is mapped twice; give it once");
            }
        }
        return new ColumnMap(assigned, groups);
    }

    /**
     * Finds the columns of a file.
     *
     * @throws InvalidDatasetException when a column that was named, or any for the question or the answer, is missing
     */
    CaseColumns resolve(Path file, Set<String> columns) {
        Map<CaseField, List<String>> found = new EnumMap<>(CaseField.class);
        for (CaseField field : CaseField.values()) {
            find(file, field, columns).ifPresent(names -> found.put(field, names));
        }
        SortedMap<String, String> groups = new TreeMap<>();
        columns.stream()
                .filter(column -> column.startsWith(GROUP_COLUMN))
                .forEach(column -> groups.put(column.substring(GROUP_COLUMN.length()), column));
        assignedGroups.forEach((group, column) -> {
            if (!columns.contains(column)) {
                throw missing(file, GROUP_KEY + group, List.of(column), columns);
            }
            groups.put(group, column);
        });
        return new CaseColumns(file, found, groups);
    }

    private Optional<List<String>> find(Path file, CaseField field, Set<String> columns) {
        String named = assigned.get(field);
        if (named != null) {
            List<String> parts = partsOf(named, columns);
            if (!columns.containsAll(parts)) {
                throw missing(file, field.key(), parts, columns);
            }
            return Optional.of(parts);
        }
        for (String name : field.knownNames()) {
            List<String> parts = partsOf(name, columns);
            if (columns.containsAll(parts)) {
                return Optional.of(parts);
            }
        }
        if (field == CaseField.QUESTION || field == CaseField.ANSWER) {
            throw missing(file, field.key(), field.knownNames(), columns);
        }
        return Optional.empty();
    }

    private static List<String> partsOf(String name, Set<String> columns) {
        return columns.contains(name) ? List.of(name) : Arrays.asList(name.split("\\+", -1));
    }

    private static CaseField fieldNamed(String key, String assignment) {
        return Arrays.stream(CaseField.values())
                .filter(field -> field.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new InvalidDatasetException("--map " + assignment + ": no field " + key
                        + "; fields are "
                        + Arrays.stream(CaseField.values()).map(CaseField::key).collect(Collectors.joining(", "))
                        + " and group.NAME"));
    }

    private static InvalidDatasetException missing(Path file, String field, List<String> wanted, Set<String> columns) {
        return new InvalidDatasetException(
                file,
                "column for " + field,
                "not found, looked for " + String.join(", ", wanted) + "; the nearest columns are "
                        + String.join(", ", nearest(wanted, columns)) + "; name the right one with --map " + field
                        + "=COLUMN");
    }

    private static List<String> nearest(List<String> wanted, Set<String> columns) {
        List<String> sorted = new ArrayList<>(columns);
        sorted.sort(Comparator.<String>comparingInt(column -> distance(column, wanted))
                .thenComparing(Comparator.naturalOrder()));
        return sorted.subList(0, Math.min(NEAREST, sorted.size()));
    }

    private static int distance(String column, List<String> wanted) {
        LevenshteinDistance levenshtein = LevenshteinDistance.getDefaultInstance();
        return wanted.stream()
                .mapToInt(name -> levenshtein.apply(folded(column), folded(name)))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
