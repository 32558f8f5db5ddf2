package org.residency.deidentification;

import java.util.ArrayList;
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
        return Set.copyOf(values.keySet());
    }

    /** In any case of letters, for a town may be shouted in a heading. */
    List<PhiSpan> findIn(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        String folded = PlainForm.folded(text);
        values.forEach((value, phiClass) -> {
            String wanted = PlainForm.folded(value);
            for (int at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
                int end = at + value.length();
                if (isBoundary(text, at - 1) && isBoundary(text, end)) {
                    spans.add(new PhiSpan(at, end, phiClass, "value.known"));
                }
            }
        });
        return spans;
    }

    private static boolean isBoundary(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
