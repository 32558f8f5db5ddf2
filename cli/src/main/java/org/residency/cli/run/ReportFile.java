package org.residency.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.residency.cli.client.ApiClient;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;

/** Brings a run's report to a file. */
public final class ReportFile {

    private final Context context;

    public ReportFile(Context context) {
        this.context = context;
    }

    /** @param out null for the usual place */
    public Path fetch(ApiClient api, String run, Path out) {
        String page = api.text("runs/" + run + "/report");
        Path target = out == null ? context.home().reports().resolve(run + ".html") : out.toAbsolutePath();
        if (out == null) {
            context.home().create(context.home().reports());
        }
        Path whole = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.writeString(whole, page);
            return Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandException.badInput(
                    "--out: " + target + " cannot be written (" + e.getClass().getSimpleName()
                            + "); expected a file in a folder that exists, on a disk with room",
                    e);
        }
    }
}
