package org.residency.artifacts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a run has held a device, over all attempts: an entry each, {@code runs/<run>/gpu-time/<attempt>/<milliseconds>}, so that
 * a listing tells it. An attempt that has several, because a worker that was thought dead was not, counts as its longest.
 */
public final class DeviceTime {

    private static final Pattern ENTRY = Pattern.compile("runs/[^/]+/gpu-time/([^/]+)/([0-9]{1,15})");

    private final ArtifactStore store;

    public DeviceTime(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Writes down an attempt; again, with the same time, is the same entry.
     *
     * @param attempt its name, the same in whichever process
     */
    public void record(String run, String attempt, Duration held) {
        String key = folder(run) + attempt + "/" + held.toMillis();
        store.put(key, (held.toMillis() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an attempt was written down. */
    public boolean has(String run, String attempt) {
        return !store.list(folder(run) + attempt + "/").isEmpty();
    }

    /** Of all attempts that were written down. */
    public Duration of(String run) {
        Map<String, Long> longest = new TreeMap<>();
        for (String key : store.list(folder(run))) {
            Matcher entry = ENTRY.matcher(key);
            if (entry.matches()) {
                longest.merge(entry.group(1), Long.parseLong(entry.group(2)), Math::max);
            }
        }
        return Duration.ofMillis(
                longest.values().stream().mapToLong(Long::longValue).sum());
    }

    private static String folder(String run) {
        return "runs/" + run + "/gpu-time/";
    }
}
