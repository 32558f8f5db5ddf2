package org.residency.cli.context;

import org.residency.cli.client.ApiClient;
import org.residency.cli.exit.CommandException;
import org.residency.cli.stack.StackState;
import picocli.CommandLine.Option;

/** Which api a command talks to: the local stack's, unless told. */
public final class ApiOption {

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The api to talk to (RESIDENCY_API_URL); the one on this machine unless told.")
    private String address;

    /** Whether another api than the local stack's is named. */
    public boolean isElsewhere(Context context) {
        return !named(context).isEmpty();
    }

    public ApiClient api(Context context) {
        String named = named(context);
        return new ApiClient("the api", named.isEmpty() ? local(context).plan().apiUrl() : named, "--api");
    }

    private String named(Context context) {
        return address != null
                ? address
                : context.environment().getOrDefault("RESIDENCY_API_URL", "").strip();
    }

    public static StackState local(Context context) {
        return context.stack()
                .running()
                .orElseThrow(() -> CommandException.fault("nothing runs on this machine. Start it with ./residency up,"
                        + " or name an api elsewhere with --api URL"));
    }

    public static ApiClient serving(Context context) {
        String named =
                context.environment().getOrDefault("RESIDENCY_SERVING_URL", "").strip();
        return new ApiClient(
                "serving", named.isEmpty() ? local(context).plan().servingUrl() : named, "RESIDENCY_SERVING_URL");
    }
}
