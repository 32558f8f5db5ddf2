package org.residency.deidentification;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Numbers, codes, addresses and places found once, looked for through the whole note as they stand. */
final class KnownValues {
    private static final Set<PhiClass> NOT_FOLLOWED = EnumSet.of(PhiClass.NAME, PhiClass.DATE);
    private static final int SHORTEST = 4;

    private final Map<String, PhiClass> values = new TreeMap<>();

    void add(PhiClass phiClass, String value, Lexicon lexicon) {
        if (NOT_FOLLOWED.contains(phiClass)) {
            return;
        }
        if (phiClass != PhiClass.GEOGRAPHY) {
            addValue(value, phiClass);
            return;
        }
        // Of an address the town may stand alone elsewhere.
        for (String part : value.split(", *", -1)) {
            if (!lexicon.isCommonWord(part) && !lexicon.isLargePlace(part)) {
                addValue(part, phiClass);
            }
        }
    }

    /** A value of the record; what it is of is not said. */
    void addRecorded(String value) {
        addValue(value, PhiClass.OTHER_ID);
    }

    private void addValue(String value, PhiClass phiClass) {
        long letters = value.chars().filter(Character::isLetterOrDigit).count();
        if (letters >= SHORTEST) {
            values.putIfAbsent(value, phiClass);
        }
    }

    Set<String> values() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** In any case of letters, for a town may be shouted in a heading. */
    List<PhiSpan> findIn(String text) {
        if (values.isEmpty()) {
            return List.of();
        }
        List<PhiClass> classes = List.copyOf(values.values());
        return new ValueSearch(values.keySet())
                .in(PlainForm.folded(text)).stream()
                        .sorted(Comparator.comparingInt(ValueSearch.Hit::value)
                                .thenComparingInt(ValueSearch.Hit::start))
                        .map(hit -> new PhiSpan(hit.start(), hit.end(), classes.get(hit.value()), "value.known"))
                        .toList();
    }
}
