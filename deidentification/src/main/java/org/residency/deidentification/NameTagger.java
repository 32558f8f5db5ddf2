package org.residency.deidentification;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A small learned voter beside the rules: a softmax regression over hashed features that gives each word a label, from
 * left to right. It was trained on generated notes alone (docs/deidentification.md says how). Immutable; may be shared by
 * threads.
 */
final class NameTagger implements PhiDetector {
    static final int OTHER = 0;
    static final int PERSON = 1;
    static final int TOWN = 2;
    static final int FACILITY = 3;
    static final int LABELS = 4;

    /** Weights are bytes: so many steps are one unit of log-odds. */
    static final int STEPS = 16;

    /** How words are written and known, each with thresholds of its own. */
    static final int SITUATIONS = 12;

    private static final int LONGEST_ABBREVIATION = 4;
    private static final int NEVER = WordFacts.CREDENTIAL | WordFacts.WEEKDAY | WordFacts.TITLE;

    /** What these rules found is taken back where the tagger is certain that it is a plain word or medicine. */
    private static final Set<String> WEAK_RULES = WordSet.of(
            "name.unknown",
            "name.first",
            "name.signed",
            "name.called",
            "name.patient",
            "name.relative",
            "place.unknown",
            "place.behind",
            "place.named",
            "place.facility",
            "place.employer");

    /** In steps. */
    private static final int CERTAINLY_PLAIN = 110;

    private static final Set<String> JOINING = WordSet.of("of", "and", "the", "on", "at", "for", "in", "de", "la", "&");

    /** By label but the first, then situation: above it, in steps, a word is taken. */
    private final short[] thresholds;

    /** Four in a row, by label, for each feature. */
    private final byte[] weights;

    NameTagger(byte[] weights, short[] thresholds) {
        this.weights = weights;
        this.thresholds = thresholds.clone();
    }

    /** The tagger that comes with the library. */
    static NameTagger load() {
        try (InputStream resource = NameTagger.class.getResourceAsStream("tagger.bin")) {
            if (resource == null) {
                throw new IllegalStateException("resource tagger.bin is missing from the deidentification jar");
            }
            try (DataInputStream in = new DataInputStream(new GZIPInputStream(resource))) {
                short[] thresholds = new short[(LABELS - 1) * SITUATIONS];
                for (int i = 0; i < thresholds.length; i++) {
                    thresholds[i] = in.readShort();
                }
                byte[] weights = new byte[LABELS << TaggerFeatures.BITS];
                in.readFully(weights);
                return new NameTagger(weights, thresholds);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource tagger.bin", e);
        }
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        byte[] labels = new byte[t.count()];
        boolean[] sure = new boolean[t.count()];
        boolean[] plain = new boolean[t.count()];
        label(t, labels, sure, plain);
        spans.removeIf(span -> WEAK_RULES.contains(span.rule()) && isPlain(t, span, plain));
        int i = 0;
        while (i < labels.length) {
            if (labels[i] == OTHER) {
                i++;
                continue;
            }
            int from = i;
            boolean taken = false;
            while (i < labels.length && belongs(t, labels, from, i)) {
                taken |= sure[i];
                i++;
            }
            if (taken) {
                boolean person = labels[from] == PERSON;
                spans.add(new PhiSpan(
                        t.start(from),
                        t.end(i - 1),
                        person ? PhiClass.NAME : PhiClass.GEOGRAPHY,
                        person ? "name.learned" : "place.learned"));
            }
        }
    }

    /** Every word of the span is certainly none of a name. */
    private static boolean isPlain(Tokens t, PhiSpan span, boolean[] plain) {
        for (int i = t.at(span.start()); i < t.count() && t.start(i) < span.end(); i++) {
            if (t.isWord(i) && !plain[i]) {
                return false;
            }
        }
        return true;
    }

    private void label(Tokens t, byte[] labels, boolean[] sure, boolean[] plain) {
        TaggerFeatures features = new TaggerFeatures(t);
        int[] sums = new int[LABELS];
        int former = OTHER;
        int formerButOne = OTHER;
        for (int i = 0; i < labels.length; i++) {
            int label = OTHER;
            if (isJudged(t, i)) {
                features.read(i, former, formerButOne, false);
                sum(features, sums);
                label = best(sums);
                plain[i] = sums[OTHER] - Math.max(sums[PERSON], Math.max(sums[TOWN], sums[FACILITY])) > CERTAINLY_PLAIN;
                if (label != OTHER && mayBeTaken(t, i)) {
                    labels[i] = (byte) label;
                    int threshold = thresholds[(label - 1) * SITUATIONS + situation(t, i, t.facts(i))];
                    sure[i] = t.length(i) > 1 && sums[label] - sums[OTHER] > threshold;
                }
            }
            if (t.isWord(i)) {
                formerButOne = former;
                former = label;
            }
        }
    }

    /** One word of a run that is sure takes the others with it, and a place the little words between its own. */
    private static boolean belongs(Tokens t, byte[] labels, int from, int i) {
        if (i == from) {
            return true;
        }
        if (t.beginsLine(i) || t.start(i) - t.end(i - 1) > 2) {
            return false;
        }
        boolean same = labels[i] != OTHER && (labels[i] == PERSON) == (labels[from] == PERSON);
        if (same) {
            return true;
        }
        boolean behind = i + 1 < labels.length
                && labels[i + 1] != OTHER
                && (labels[i + 1] == PERSON) == (labels[from] == PERSON)
                && labels[i - 1] != OTHER
                && !t.beginsLine(i + 1);
        boolean joins = (t.isMark(i) && t.touches(i) && "-'.&".indexOf(t.text.charAt(t.start(i))) >= 0)
                || (labels[from] != PERSON && JOINING.contains(t.folded(i)));
        return behind && joins;
    }

    /** Words that may be part of a name: with a capital, in a line without any, or known to no list. */
    static boolean isJudged(Tokens t, int i) {
        return t.isWord(i)
                && (t.isCapital(i) || t.inLowerLine(i) || !t.is(i, WordFacts.KNOWN) || t.is(i, WordFacts.PARTICLE));
    }

    /** How a word stands, from 0 up to {@link #SITUATIONS}; {@code facts} are those that the lists tell of it. */
    static int situation(Tokens t, int i, int facts) {
        boolean known = (facts & (WordFacts.KNOWN | WordFacts.LARGE_PLACE | WordFacts.MONTH)) != 0;
        boolean named = (facts & (WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE)) != 0;
        if (t.inUpperLine(i)) {
            return known ? 7 : 6;
        }
        if (!t.isCapital(i)) {
            return known ? 5 : t.inLowerLine(i) ? 4 : 10;
        }
        if (t.isUpper(i)) {
            return t.length(i) > LONGEST_ABBREVIATION ? 11 : 8;
        }
        if (known && !named) {
            return 9;
        }
        return (known ? 2 : 0) + (t.beginsSentence(i) ? 1 : 0);
    }

    /** The tagger has no say over titles, units and single letters, nor where a disease or a dose follows. */
    private static boolean mayBeTaken(Tokens t, int i) {
        return !(t.length(i) < 3 && !t.isCapital(i))
                && !t.is(i, NEVER)
                && !(t.touches(i) && t.isNumber(i - 1))
                && !(t.touches(i + 1) && t.isNumber(i + 1))
                && !Shield.covers(t, i, i + 1);
    }

    private void sum(TaggerFeatures features, int[] sums) {
        int other = 0;
        int person = 0;
        int town = 0;
        int facility = 0;
        for (int k = 0; k < features.count; k++) {
            int at = features.at[k] * LABELS;
            other += weights[at];
            person += weights[at + PERSON];
            town += weights[at + TOWN];
            facility += weights[at + FACILITY];
        }
        sums[OTHER] = other;
        sums[PERSON] = person;
        sums[TOWN] = town;
        sums[FACILITY] = facility;
    }

    /** The label with the largest sum. */
    static int best(int[] sums) {
        int best = OTHER;
        for (int label = PERSON; label < LABELS; label++) {
            best = sums[label] > sums[best] ? label : best;
        }
        return best;
    }
}
