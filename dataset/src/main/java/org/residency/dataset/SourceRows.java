package org.residency.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rows of all files of a source, as if they were of one: a column means the same in each, and one that is absent from a
 * file is empty there.
 */
final class SourceRows {

    private final Map<DatasetFile, CaseColumns> files;

    private SourceRows(Map<DatasetFile, CaseColumns> files) {
        this.files = files;
    }

    /**
     * The first of two passes: a column may be absent from the first rows, and a file broken at its end is refused before
     * anything is made of it.
     */
    static SourceRows in(List<Path> paths, ColumnMap columns) throws IOException {
        Map<DatasetFile, Set<String>> named = new LinkedHashMap<>();
        Set<String> every = new LinkedHashSet<>();
        for (Path path : paths) {
            DatasetFile file = DatasetFile.at(path);
            Set<String> names = file.columns();
            if (names.isEmpty()) {
                throw new InvalidDatasetException(path, "", "no rows, expected at least one; give a file with data");
            }
            named.put(file, names);
            every.addAll(names);
        }
        Map<DatasetFile, CaseColumns> files = new LinkedHashMap<>();
        named.forEach((file, names) -> {
            CaseColumns meaning = columns.resolve(file.path(), every);
            meaning.requireIn(names);
            files.put(file, meaning);
        });
        return new SourceRows(files);
    }

    /** What messages about all rows name: the file, or the folder of several. */
    Path name() {
        Path first = files.keySet().iterator().next().path();
        Path folder = first.toAbsolutePath().getParent();
        return files.size() == 1 || folder == null ? first : folder;
    }

    void forEach(Consumer<CaseDraft> consumer) throws IOException {
        for (Map.Entry<DatasetFile, CaseColumns> file : files.entrySet()) {
            try (Rows rows = file.getKey().open()) {
                for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                    consumer.accept(file.getValue().read(row.get()));
                }
            }
        }
    }
}
