package org.residency.cli.basemodel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.residency.cli.exit.CommandException;
import org.residency.cli.home.Home;
import org.residency.clinic.ClinicNotes;
import org.residency.llm.folder.ModelFolder;

/** The small base model that travels inside module clinic, brought to a folder. */
public final class DemoModel {

    private static final List<String> FILES =
            List.of(ModelFolder.CONFIG, ModelFolder.WEIGHTS, ModelFolder.TOKENIZER, ModelFolder.TOKENIZER_CONFIG);

    private final Home home;

    public DemoModel(Home home) {
        this.home = home;
    }

    /** The folder, brought there anew so that it is always this version's model. */
    public Path folder() throws IOException {
        Path folder = home.create(home.baseModel());
        for (String file : FILES) {
            try (InputStream resource = ClinicNotes.class.getResourceAsStream("base-model/" + file)) {
                if (resource == null) {
                    throw CommandException.fault(
                            "this build holds no demo base model: base-model/" + file + " is missing in module clinic");
                }
                Path whole = folder.resolve(file + ".new");
                Files.copy(resource, whole, StandardCopyOption.REPLACE_EXISTING);
                Files.move(whole, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder;
    }
}
