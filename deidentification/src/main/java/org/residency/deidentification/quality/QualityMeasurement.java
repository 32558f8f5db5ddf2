package org.residency.deidentification.quality;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.PatientContext;
import org.residency.deidentification.PhiSpan;
import org.residency.deidentification.quality.MarkedNote.Mark;
import org.residency.deidentification.quality.QualityReport.Miss;

/**
 * De-identifies marked notes and counts. An identifier is found when every letter and digit of it was replaced; a term is
 * kept when no letter or digit of it was.
 */
public final class QualityMeasurement {
    private final Deidentifier deidentifier;

    public QualityMeasurement(Deidentifier deidentifier) {
        this.deidentifier = deidentifier;
    }

    /** Each note on its own, as if it were of a patient of its own. */
    public QualityReport measure(Collection<MarkedNote> notes) {
        SortedMap<String, Proportion> recall = new TreeMap<>();
        List<Miss> misses = new ArrayList<>();
        long withIdentifiers = 0;
        long leakFree = 0;
        long terms = 0;
        long kept = 0;
        long clean = 0;
        long unchanged = 0;
        for (MarkedNote note : notes) {
            DeidentifiedText result = deidentifier.deidentify(note.text(), PatientContext.of(note.id()));
            boolean[] gone = replaced(note.text(), result);
            boolean leaked = false;
            for (Mark mark : note.identifiers()) {
                boolean found = count(note.text(), gone, mark, false) == 0;
                recall.merge(mark.kind(), new Proportion(found ? 1 : 0, 1), QualityMeasurement::sum);
                if (!found) {
                    leaked = true;
                    misses.add(new Miss(note.id(), mark.kind(), mark.start(), mark.end()));
                }
            }
            for (Mark mark : note.terms()) {
                terms++;
                if (count(note.text(), gone, mark, true) == 0) {
                    kept++;
                } else {
                    misses.add(new Miss(note.id(), mark.kind(), mark.start(), mark.end()));
                }
            }
            if (note.identifiers().isEmpty()) {
                clean++;
                unchanged += result.text().equals(note.text()) ? 1 : 0;
            } else {
                withIdentifiers++;
                leakFree += leaked ? 0 : 1;
            }
        }
        return new QualityReport(
                recall,
                new Proportion(leakFree, withIdentifiers),
                new Proportion(kept, terms),
                new Proportion(unchanged, clean),
                misses);
    }

    private static Proportion sum(Proportion a, Proportion b) {
        return new Proportion(a.hits() + b.hits(), a.of() + b.of());
    }

    private static boolean[] replaced(String text, DeidentifiedText result) {
        boolean[] gone = new boolean[text.length()];
        for (PhiSpan span : result.found()) {
            for (int i = span.start(); i < span.end(); i++) {
                gone[i] = true;
            }
        }
        return gone;
    }

    /** How many letters and digits of a mark are in this state. */
    private static int count(String text, boolean[] gone, Mark mark, boolean state) {
        int count = 0;
        for (int i = mark.start(); i < mark.end(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i)) && gone[i] == state) {
                count++;
            }
        }
        return count;
    }
}
