package org.residency.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.SourcePattern;
import org.residency.cli.exit.CommandException;
import org.residency.dataset.CaseSpool;
import org.residency.dataset.DatasetBuilder;

/** Files of rows on this machine, looked at before a run is asked for. */
public final class LocalRows {

    private LocalRows() {}

    /**
     * Makes the dataset and forgets it: what is wrong with the files is told.
     *
     * @param path of a file, of a folder, or with wildcards
     */
    public static void check(DatasetBuilder builder, String path) throws IOException {
        try (PrivateFolder folder = PrivateFolder.open();
                CaseSpool spool = CaseSpool.in(folder.path())) {
            builder.build(SourcePattern.localFiles(Path.of(path)), spool);
        } catch (ArtifactMissingException e) {
            throw CommandException.badInput("--dataset: " + e.getMessage(), e);
        }
    }
}
