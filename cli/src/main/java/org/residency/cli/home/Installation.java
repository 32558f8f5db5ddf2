package org.residency.cli.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.residency.cli.exit.CommandException;

/**
 * The built repository: where each process's program lies.
 *
 * @param repository the folder of {@code ./residency}
 */
public record Installation(Path repository) {

    public Installation {
        repository = repository.toAbsolutePath().normalize();
    }

    /** The script says where it stands by {@code RESIDENCY_REPOSITORY}; without it, the working directory. */
    public static Installation find(Map<String, String> environment) {
        return new Installation(Path.of(environment.getOrDefault("RESIDENCY_REPOSITORY", "")));
    }

    /** The data folder that belongs to this installation, unless {@code RESIDENCY_HOME} names another. */
    public Home home(Map<String, String> environment) {
        String chosen = environment.getOrDefault("RESIDENCY_HOME", "");
        return new Home(chosen.isBlank() ? repository.resolve(".residency") : Path.of(chosen));
    }

    /** The program of one of the Quarkus processes, {@code api} for example. */
    public Path program(String process) {
        Path jar = repository.resolve(process).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw CommandException.fault("the program of " + process + " is not built: " + jar
                    + " does not exist. Run ./residency in the repository: it builds what is missing");
        }
        return jar;
    }

    /** The Java that runs this very command. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts this command again with other arguments. */
    public static List<String> javaAgain() {
        return List.of(java(), "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"));
    }
}
