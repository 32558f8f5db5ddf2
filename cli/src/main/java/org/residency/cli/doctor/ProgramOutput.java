package org.residency.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a program for the first line it prints. */
final class ProgramOutput {

    private static final int LIMIT_SECONDS = 20;

    private ProgramOutput() {}

    /** Empty if the program is not there, fails, or says nothing. */
    static Optional<String> firstLine(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0
                    ? output.lines().filter(line -> !line.isBlank()).findFirst().map(ProgramOutput::withoutColour)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String withoutColour(String line) {
        return line.replaceAll("\033\\[[0-9;]*m", "").strip();
    }
}
