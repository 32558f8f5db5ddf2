package org.residency.cli.data;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStores;
import org.residency.artifacts.FileArtifactStore;
import org.residency.artifacts.StoreOptions;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import picocli.CommandLine.Option;

/** Which artifact store a command looks into. */
final class StoreOption {

    @Option(
            names = "--store",
            paramLabel = "LOCATION",
            description =
                    "The artifact store, file:///folder or s3://bucket/prefix; RESIDENCY_STORE unless told, else that"
                            + " of this machine's stack. An S3 server other than Amazon's is named by RESIDENCY_S3_ENDPOINT.")
    private String location;

    ArtifactStore open(Context context) {
        String chosen = location != null ? location : setting(context, "RESIDENCY_STORE");
        if (chosen.isEmpty()) {
            return new FileArtifactStore(context.home().create(context.home().store()));
        }
        try {
            return ArtifactStores.open(new URI(chosen), options(context));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw CommandException.badInput(
                    "--store: found '" + chosen + "', expected file:///folder or s3://bucket/prefix");
        }
    }

    static StoreOptions options(Context context) {
        String endpoint = setting(context, "RESIDENCY_S3_ENDPOINT");
        return new StoreOptions(endpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpoint)));
    }

    private static String setting(Context context, String name) {
        return context.environment().getOrDefault(name, "").strip();
    }
}
