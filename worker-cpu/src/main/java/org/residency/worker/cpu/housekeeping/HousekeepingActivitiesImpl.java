package org.residency.worker.cpu.housekeeping;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.residency.activities.RunId;
import org.residency.activities.housekeeping.HousekeepingActivities;
import org.residency.activities.housekeeping.TidiedStore;
import org.residency.activities.housekeeping.TidyStoreRequest;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Housekeeping;
import org.residency.artifacts.Removable;
import org.residency.worker.cpu.ActivityFailures;

@Singleton
class HousekeepingActivitiesImpl implements HousekeepingActivities {

    private static final Logger LOG = Logger.getLogger(HousekeepingActivitiesImpl.class);
    private static final Pattern REQUEST = Pattern.compile("runs/([^/]+)/request\\.json");

    private final ArtifactStore store;
    private final RunEnds ends;

    HousekeepingActivitiesImpl(ArtifactStore store, RunEnds ends) {
        this.store = store;
        this.ends = ends;
    }

    @Override
    public TidiedStore tidyStore(TidyStoreRequest request) {
        return ActivityFailures.translating(() -> {
            int leftAlone = 0;
            Map<String, Instant> endedAt = new HashMap<>();
            for (String key : store.list("runs/")) {
                Matcher run = REQUEST.matcher(key);
                if (run.matches()) {
                    ends.of(new RunId(run.group(1))).ifPresent(end -> endedAt.put(run.group(1), end));
                    leftAlone += endedAt.containsKey(run.group(1)) ? 0 : 1;
                }
            }
            Housekeeping housekeeping = new Housekeeping(store);
            List<Removable> found = housekeeping.find(
                    endedAt, request.policy(), Clock.systemUTC().instant());
            Map<Removable.Kind, Integer> counts = new EnumMap<>(Removable.Kind.class);
            for (Removable removable : found) {
                if (!request.dryRun()) {
                    housekeeping.remove(removable);
                }
                counts.merge(removable.kind(), 1, Integer::sum);
            }
            LOG.infof("%s %s", request.dryRun() ? "Would remove" : "Removed", counts);
            return new TidiedStore(
                    request.dryRun(),
                    endedAt.size(),
                    leftAlone,
                    new TreeMap<>(counts),
                    found.stream().map(Removable::key).toList());
        });
    }
}
