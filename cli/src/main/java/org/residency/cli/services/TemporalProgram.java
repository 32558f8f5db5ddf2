package org.residency.cli.services;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.residency.cli.context.Interruption;
import org.residency.cli.exit.CommandException;
import org.residency.cli.home.Home;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;

/** Brings Temporal's own command line, which holds the dev server, to the data folder. */
final class TemporalProgram {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
    private static final int OK = 200;

    private final Home home;
    private final Terminal terminal;

    /** Where the program comes from. */
    enum Source {
        DOWNLOAD,
        GO
    }

    TemporalProgram(Home home, Terminal terminal) {
        this.home = home;
        this.terminal = terminal;
    }

    /** @param asked null to try the download first and then Go */
    Path install(Source asked, String release) throws IOException, InterruptedException {
        if (!release.matches("[0-9]+\\.[0-9]+\\.[0-9]+")) {
            throw CommandException.badInput("--release: found '" + release + "', expected a version such as 1.5.1");
        }
        home.create(home.programs());
        if (asked == Source.GO) {
            goInstall(release);
        } else {
            try {
                download(release);
            } catch (IOException e) {
                String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                if (asked == Source.DOWNLOAD) {
                    throw CommandException.fault(
                            "the download failed: " + reason + ". Where Go is there, --from go builds it from source",
                            e);
                }
                terminal.line("The download failed (" + reason + "); building it with Go.");
                goInstall(release);
            }
        }
        Path program = home.programs().resolve("temporal");
        if (!Files.isExecutable(program)) {
            throw CommandException.fault("the installation left no program at " + program);
        }
        return program;
    }

    private void download(String release) throws IOException, InterruptedException {
        URI address = URI.create("https://temporal.download/cli/archive/v" + release + "?platform=" + platform()
                + "&arch=" + architecture());
        terminal.line("Downloading " + address);
        Path archive = Files.createTempFile(home.programs(), "temporal", ".tar.gz");
        try {
            HttpClient http = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(CONNECT_LIMIT)
                    .build();
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(DOWNLOAD_LIMIT).build();
            HttpResponse<Path> response = http.send(request, BodyHandlers.ofFile(archive));
            if (response.statusCode() != OK) {
                throw new IOException(address.getHost() + " answered " + response.statusCode());
            }
            unpack(archive);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    /** The program appears under its name only once it is whole. */
    private void unpack(Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(home.programs(), "unpacked");
        try {
            await(
                    new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString(), "temporal"),
                    "unpacking");
            Path program = folder.resolve("temporal");
            if (!program.toFile().setExecutable(true)) {
                throw new IOException("the archive holds no program");
            }
            Files.move(program, home.programs().resolve("temporal"), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(folder.resolve("temporal"));
            Files.deleteIfExists(folder);
        }
    }

    private void goInstall(String release) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("go", "install", "github.com/temporalio/cli/cmd/temporal@v" + release);
        builder.environment().putAll(Map.of("GOBIN", home.programs().toString(), "GOFLAGS", "-buildvcs=false"));
        terminal.line("Building temporal " + release + " with Go: a few minutes on two cores.");
        try {
            await(builder, "building");
        } catch (IOException e) {
            throw CommandException.fault(
                    "go install did not work: " + e.getMessage()
                            + ". Install Go 1.24 or later, or fetch the program from https://docs.temporal.io/cli and put it on the"
                            + " PATH",
                    e);
        }
    }

    private void await(ProcessBuilder builder, String what) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home.programs(), "output", ".txt");
        try {
            long began = System.nanoTime();
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            try (Interruption interruption = Interruption.does(process::destroyForcibly)) {
                while (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
                    terminal.live("  " + what + "…  " + Amount.of(Duration.ofNanos(System.nanoTime() - began)));
                }
            }
            terminal.clearLive();
            if (process.exitValue() != 0) {
                List<String> lines = Files.readAllLines(output);
                throw new IOException(lines.isEmpty() ? "exit " + process.exitValue() : lines.get(lines.size() - 1));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return system.contains("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        String machine = System.getProperty("os.arch");
        return machine.equals("aarch64") ? "arm64" : "amd64";
    }
}
