package org.residency.activities.housekeeping;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.artifacts.Removable;

/**
 * What housekeeping found.
 *
 * @param dryRun whether it only looked
 * @param ended runs that have ended, whose objects were looked at
 * @param leftAlone runs that go on, or of which nobody knows whether they do
 * @param objects how many of each kind were removed, or would have been
 * @param examples the first keys of them, at most {@value #MOST_EXAMPLES}
 */
public record TidiedStore(
        boolean dryRun, int ended, int leftAlone, SortedMap<Removable.Kind, Integer> objects, List<String> examples) {

    /** So that the result stays small, however large the store is. */
    public static final int MOST_EXAMPLES = 20;

    public TidiedStore {
        objects = new TreeMap<>(objects);
        examples = examples.stream().limit(MOST_EXAMPLES).toList();
    }
}
