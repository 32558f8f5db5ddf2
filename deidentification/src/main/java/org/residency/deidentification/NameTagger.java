package org.residency.deidentification;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A small learned voter beside the rules: an averaged perceptron (Collins, 2002) over hashed features that gives each word
 * one of three labels, from left to right. It was trained on generated notes alone (docs/deidentification.md says how).
 * Immutable; may be shared by threads.
 */
final class NameTagger implements PhiDetector {
    static final int OTHER = 0;
    static final int NAME = 1;
    static final int PLACE = 2;
    static final int LABELS = 3;

    private static final Set<String> DETERMINERS = Set.of(
            "a", "an", "the", "this", "that", "no", "some", "any", "his", "her", "their", "my", "its", "each", "every",
            "of");

    /** By label, name first: how much better than "other" it must be for a word that no list has, and for one on a list. */
    private final int[] margins;
    /** By label, then feature. */
    private final byte[][] weights;

    NameTagger(byte[][] weights, int[] margins) {
        this.weights = weights;
        this.margins = margins.clone();
    }

    /** The tagger that comes with the library. */
    static NameTagger load() {
        try (InputStream resource = NameTagger.class.getResourceAsStream("tagger.bin")) {
            if (resource == null) {
                throw new IllegalStateException("resource tagger.bin is missing from the deidentification jar");
            }
            try (DataInputStream in = new DataInputStream(new GZIPInputStream(resource))) {
                int[] margins = new int[2 * (LABELS - 1)];
                for (int i = 0; i < margins.length; i++) {
                    margins[i] = in.readInt();
                }
                byte[][] weights = new byte[LABELS][1 << TaggerFeatures.BITS];
                for (byte[] label : weights) {
                    in.readFully(label);
                }
                return new NameTagger(weights, margins);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource tagger.bin", e);
        }
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        TaggerFeatures features = new TaggerFeatures();
        int former = OTHER;
        int[] sums = new int[LABELS];
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i)) {
                former = OTHER;
                continue;
            }
            boolean known = t.is(i, WordFacts.KNOWN | WordFacts.LARGE_PLACE | WordFacts.MONTH | WordFacts.CREDENTIAL);
            if (!mayBeName(t, i, known)) {
                former = OTHER;
                continue;
            }
            features.read(t, i, 0, former);
            sum(features, sums);
            int best = sums[NAME] >= sums[PLACE] ? NAME : PLACE;
            int margin = sums[best] - sums[OTHER];
            former = margin > 0 ? best : OTHER;
            if (margin > margins[2 * best - (known ? 1 : 2)]) {
                PhiClass phiClass = best == NAME ? PhiClass.NAME : PhiClass.GEOGRAPHY;
                spans.add(new PhiSpan(t.start(i), t.end(i), phiClass, best == NAME ? "name.learned" : "place.learned"));
            }
        }
    }

    /** The tagger has no say over titles, units and single letters, nor where a disease or a dose follows. */
    private static boolean mayBeName(Tokens t, int i, boolean known) {
        if ((t.length(i) < 3 && !t.letterIsCapital(i))
                || (t.isUpper(i) && !t.inUpperLine(i) && t.length(i) < 5)
                || (!t.isCapital(i)
                        && !(t.inLowerLine(i)
                                && (t.length(i) > 3 || t.is(i, WordFacts.FIRST_NAME))
                                && !DETERMINERS.contains(t.folded(i - 1))))
                || (t.letterIsCapital(i)
                        && t.beginsSentence(i)
                        && !t.isCapital(i + 1)
                        && !t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME)
                        && !t.is(i + 1, WordFacts.VERB))
                || t.is(i, WordFacts.PARTICLE | WordFacts.EPONYM)
                || (t.touches(i) && t.isNumber(i - 1))
                || (t.touches(i + 1) && t.isNumber(i + 1))
                || (known && !mayBeBoth(t, i))) {
            return false;
        }
        return !Shield.covers(t, i, i + 1);
    }

    /** A word that is a name as well needs its capital, and in front of a sentence somebody's doing behind it. */
    private static boolean mayBeBoth(Tokens t, int i) {
        return t.letterIsCapital(i)
                && t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE)
                && !t.is(
                        i,
                        WordFacts.DENIED
                                | WordFacts.CLINICAL
                                | WordFacts.TITLE
                                | WordFacts.CREDENTIAL
                                | WordFacts.LARGE_PLACE
                                | WordFacts.MONTH)
                && (!t.beginsSentence(i) || (t.is(i + 1, WordFacts.VERB) && !t.isCapital(i + 1)));
    }

    private void sum(TaggerFeatures features, int[] sums) {
        int other = 0;
        int name = 0;
        int place = 0;
        for (int k = 0; k < features.count; k++) {
            int at = features.at[k];
            other += weights[OTHER][at];
            name += weights[NAME][at];
            place += weights[PLACE][at];
        }
        sums[OTHER] = other;
        sums[NAME] = name;
        sums[PLACE] = place;
    }
}
