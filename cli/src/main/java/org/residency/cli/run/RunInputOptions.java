package org.residency.cli.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.residency.cli.basemodel.DemoModel;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import picocli.CommandLine.Option;

/** What a run is given, by flags. */
final class RunInputOptions {

    @Option(
            names = "--dataset",
            paramLabel = "FILE|DIR|'*.jsonl'|s3://...",
            description = "Notes: JSON, JSONL, CSV or Parquet; one file, the files of a folder, or those that fit.")
    private String dataset;

    @Option(
            names = "--base-model",
            paramLabel = "DIR|demo",
            description = "A folder in Hugging Face layout, or 'demo' for the small one that comes with Residency.")
    private String baseModel;

    @Option(names = "--settings", paramLabel = "FILE", description = "The run's settings, YAML or JSON.")
    private Path settings;

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description = "Which column is question, reasoning, answer, reference, patient or split.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = {"--approval", "--consent"},
            paramLabel = "TEXT",
            description =
                    "Reference of the approval under which the notes may be used, such as 'IRB 2026-114'. Found in FILE.approval or asked"
                            + " for unless told; the run's manifest and report have it.")
    private String approval;

    /**
     * What the flags say, looked at.
     *
     * @param unattended go on where no approval is stated
     * @throws org.residency.cli.exit.CommandException or the library's own exception, naming what is wrong
     */
    RunInputs checked(Context context, boolean unattended) throws IOException {
        require("--dataset", dataset);
        require("--base-model", baseModel);
        return completingARun(context, unattended);
    }

    /**
     * What the flags say, looked at; a run that is known to the api says what they do not.
     *
     * @param unattended go on where no approval is stated
     * @throws org.residency.cli.exit.CommandException or the library's own exception, naming what is wrong
     */
    RunInputs completingARun(Context context, boolean unattended) throws IOException {
        ObjectNode chosen = settings == null ? JsonNodeFactory.instance.objectNode() : SettingsFile.read(settings);
        String model = "demo".equals(baseModel)
                ? new DemoModel(context.home()).folder().toString()
                : baseModel;
        RunInputs inputs = new RunInputs(dataset, assignments, model, chosen, approval);
        inputs.check();
        return inputs.approved(new Approval(context).of(approval, dataset, unattended));
    }

    private static void require(String flag, String value) {
        if (value == null) {
            throw CommandException.badInput(flag + ": found none, expected one; only a run that goes on from another"
                    + " (--from STAGE --of RUN) takes it from there");
        }
    }
}
