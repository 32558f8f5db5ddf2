package org.residency.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.residency.cli.exit.CommandException;

/** A run's server-sent events, taken up again where the api went away in between. */
public final class RunEvents {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** An api that died is started again within seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ApiClient api;
    private final ObjectMapper json = new ObjectMapper();

    public RunEvents(ApiClient api) {
        this.api = api;
    }

    /**
     * Passes snapshots on until {@code goesOn} says no, or the run has ended.
     *
     * @param onSilence told when the api does not answer, before it is asked again
     * @return the last snapshot
     */
    public RunSnapshot follow(String run, Predicate<RunSnapshot> goesOn, Runnable onSilence)
            throws InterruptedException {
        Optional<Long> silentSince = Optional.empty();
        while (true) {
            try (InputStream stream = api.open("runs/" + run + "/events").body();
                    BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                StringBuilder data = new StringBuilder();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data:")) {
                        data.append(line.substring("data:".length()));
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        silentSince = Optional.empty();
                        RunSnapshot snapshot = new RunSnapshot(json.readTree(data.toString()));
                        data.setLength(0);
                        if (!goesOn.test(snapshot) || snapshot.isEnded()) {
                            return snapshot;
                        }
                    }
                }
            } catch (JsonProcessingException e) {
                throw CommandException.fault("the api sent an event that is no JSON", e);
            } catch (IOException e) {
                onSilence.run();
            }
            // A run that waits for a person says nothing for days: silence counts from when the connection went.
            silentSince = silentSince.or(() -> Optional.of(System.nanoTime()));
            if (System.nanoTime() - silentSince.get() > PATIENCE.toNanos()) {
                throw CommandException.fault("the api at " + api.address() + " has not answered for "
                        + PATIENCE.toMinutes() + " minutes. The run itself goes on without it; see ./residency status"
                        + " and then ./residency watch " + run);
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }
}
