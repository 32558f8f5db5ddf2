package org.residency.cli.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.residency.cli.data.LocalRows;
import org.residency.cli.exit.CommandException;
import org.residency.dataset.CleaningPolicy;
import org.residency.dataset.ColumnMap;
import org.residency.dataset.DatasetBuilder;
import org.residency.dataset.SplitPolicy;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.model.WeightFiles;

/**
 * What a run is given, looked at before anything starts: a mistake is told at once and not after minutes.
 *
 * @param dataset the path of a file, of a folder or with wildcards, or an {@code s3:} location; null where another run says
 *     it
 * @param baseModel a folder's path or an {@code s3:} location; null where another run says it
 * @param approval the reference of the approval under which the notes may be used; null while it is not known
 * @param assignments each {@code field=column}
 */
public record RunInputs(
        String dataset, List<String> assignments, String baseModel, ObjectNode settings, String approval) {

    public RunInputs {
        assignments = List.copyOf(assignments);
    }

    /** @throws CommandException or the library's own exception, naming what is wrong */
    public void check() throws IOException {
        ColumnMap columns = ColumnMap.of(assignments);
        if (dataset != null && isLocal("--dataset", dataset)) {
            CleaningPolicy standard = CleaningPolicy.standard();
            int maxCharacters = settings.path("ingest").path("maxCharacters").asInt(standard.maxCharacters());
            DatasetBuilder builder = new DatasetBuilder(
                    columns, standard.withMaxCharacters(Math.max(1, maxCharacters)), SplitPolicy.standard());
            LocalRows.check(builder, dataset);
        }
        if (baseModel != null && isLocal("--base-model", baseModel)) {
            WeightFiles.open(ModelFolder.open(Path.of(baseModel)));
        }
    }

    RunInputs approved(String reference) {
        return new RunInputs(dataset, assignments, baseModel, settings, reference);
    }

    public ObjectNode request(String requester) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("requester", requester);
        if (dataset != null) {
            request.put("source", location(dataset).toString());
        }
        if (baseModel != null) {
            request.put("baseModel", location(baseModel).toString());
        }
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        assignments.forEach(assignment -> {
            int equals = assignment.indexOf('=');
            columns.put(
                    assignment.substring(0, equals).strip(),
                    assignment.substring(equals + 1).strip());
        });
        if (dataset != null || !columns.isEmpty()) {
            request.set("columns", columns);
        }
        if (approval != null) {
            request.put("consent", approval);
        }
        request.set("settings", settings);
        return request;
    }

    private static boolean isLocal(String flag, String location) {
        if (location.matches("[a-z][a-z0-9+.-]+://.*") && !location.matches("(s3|file)://.+")) {
            throw CommandException.badInput(
                    flag + ": found '" + location + "', expected a path on this machine or s3://bucket/key");
        }
        return !location.startsWith("s3://") && !location.startsWith("file:");
    }

    private static URI location(String text) {
        return text.startsWith("s3://") || text.startsWith("file:")
                ? URI.create(text)
                : Path.of(text).toAbsolutePath().normalize().toUri();
    }
}
