package org.residency.cli.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the rounds of an offline GRPO stand, as {@code rounds.json} keeps it.
 *
 * @param settings digest of the settings that all rounds must share
 * @param finished rounds that are whole
 * @param adapter folder, within the output, of the adapter and optimizer after them
 * @param firstHidden the first round's hidden metric; NaN before it
 * @param bestHidden the best one so far
 * @param best folder of the adapter that reached it
 * @param stopped whether the hidden metric fell too far, which ends the training
 */
record RoundState(
        String settings,
        int finished,
        String adapter,
        double firstHidden,
        double bestHidden,
        String best,
        boolean stopped) {
    static final String NAME = "rounds.json";

    static RoundState begun(String settings, String adapter) {
        return new RoundState(settings, 0, adapter, Double.NaN, Double.NEGATIVE_INFINITY, adapter, false);
    }

    /** After a round whose rollouts, sampled with this state's adapter, measured {@code hidden}. */
    RoundState after(double hidden, String updated) {
        // Of two that measure the same, the later has learned more.
        boolean better = hidden >= bestHidden;
        return new RoundState(
                settings,
                finished + 1,
                updated,
                finished == 0 ? hidden : firstHidden,
                better ? hidden : bestHidden,
                better ? adapter : best,
                false);
    }

    boolean fellTooFar(double hidden, double leastShare) {
        return finished > 0 && hidden < firstHidden * leastShare;
    }

    RoundState endedEarly() {
        return new RoundState(settings, finished, adapter, firstHidden, bestHidden, best, true);
    }

    static RoundState read(Path folder) throws IOException {
        return new JsonMapper().readValue(Files.readString(folder.resolve(NAME)), RoundState.class);
    }

    /** Writes it whole or not at all. */
    void write(Path folder) throws IOException {
        Path partial = folder.resolve(NAME + ".partial");
        Files.writeString(partial, new JsonMapper().writeValueAsString(this));
        Files.move(partial, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
