package org.residency.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of this package in a process of its own: with this class path, and the engine's libraries where they are now. */
final class OwnProcess {
    /** Properties that say where the engine's libraries are. */
    private static final List<String> ENGINE = List.of("ai.djl.", "PYTORCH", "ENGINE", "DJL", "jna.", "java.io.tmpdir");

    private OwnProcess() {}

    /** @param flags of the virtual machine */
    static List<String> command(Class<?> main, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> ENGINE.stream().anyMatch(name::startsWith))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
