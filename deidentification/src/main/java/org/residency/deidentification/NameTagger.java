package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * A small learned voter beside the rules: a network over hashed features that gives each word and number a label, from
 * left to right. It was trained on notes of our own alone (docs/deidentification.md says how). Immutable; may be shared by
 * threads.
 */
final class NameTagger implements PhiDetector {
    static final int OTHER = 0;
    static final int PERSON = 1;
    static final int TOWN = 2;
    static final int FACILITY = 3;
    static final int DATE = 4;
    static final int ID = 5;
    static final int LABELS = 6;

    /** How words are written and known, each with leads of its own. */
    static final int SITUATIONS = 17;

    private static final int LONGEST_ABBREVIATION = 4;
    private static final int REACH = 4;
    private static final int NEVER = WordFacts.CREDENTIAL | WordFacts.WEEKDAY | WordFacts.TITLE;

    /** By so much, in log-odds, nothing may lead a label that is taken all the same. */
    static final float HOPELESS = 3;

    /** The situation of words that the lists know, in small letters: next to all of them are what they look like. */
    private static final int PLAIN = 5;

    /** That of words that no list knows, in small letters. */
    private static final int UNKNOWN = 10;

    /** That of numbers of one or two digits alone; the next that of three or four. */
    private static final int SHORT_NUMBER = 12;

    private static final float PLAIN_LEAD = 2.5F;
    private static final Set<String> SPANS =
            WordSet.of("year", "years", "month", "months", "week", "weeks", "day", "days", "hour", "hours", "minute");
    private static final Set<String> NOMENCLATURES = WordSet.of("nct", "rs", "pmid", "pmcid", "isrctn", "umin", "drks");

    /** Of a word that was not looked at nothing is known that would speak against a rule. */
    private static final float UNJUDGED = -1;

    private static final Set<String> JOINING = WordSet.of("of", "and", "the", "on", "at", "for", "in", "de", "la", "&");

    private static final Set<String> OF_DAYS = WordSet.of("of", "the", "de");

    private final TaggerWeights weights;

    NameTagger(TaggerWeights weights) {
        this.weights = weights;
    }

    /** The tagger that comes with the library. */
    static NameTagger load() {
        return new NameTagger(TaggerWeights.load());
    }

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        byte[] labels = new byte[t.count()];
        boolean[] sure = new boolean[t.count()];
        float[] plain = new float[t.count()];
        label(t, spans, labels, sure, plain);
        spans.removeIf(span -> plainness(t, span, plain) > weights.doubt(span.rule()));
        int i = 0;
        for (int k = 0; k < labels.length; k++) {
            // What leads by less than nothing joins no run unless that is enough where it stands.
            labels[k] = plain[k] < 0 || sure[k] ? labels[k] : OTHER;
        }
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
            if (taken && !isPartOfFraction(t, labels[from], from, i)) {
                spans.add(span(labels[from], t.start(from), t.end(i - 1)));
            }
        }
    }

    /** "3" of "3/11 nodes": half a fraction is no day and no number. */
    private static boolean isPartOfFraction(Tokens t, int label, int from, int to) {
        boolean behind = t.isMark(to, '/') && t.touches(to) && t.touches(to + 1) && t.isNumber(to + 1);
        boolean before = t.isMark(from - 1, '/') && t.touches(from) && t.touches(from - 1) && t.isNumber(from - 2);
        return (label == DATE || label == ID) && to == from + 1 && (behind || before);
    }

    private static PhiSpan span(int label, int start, int end) {
        return switch (label) {
            case PERSON -> new PhiSpan(start, end, PhiClass.NAME, "name.learned");
            case DATE -> new PhiSpan(start, end, PhiClass.DATE, "date.learned");
            case ID -> new PhiSpan(start, end, PhiClass.OTHER_ID, "id.learned");
            default -> new PhiSpan(start, end, PhiClass.GEOGRAPHY, "place.learned");
        };
    }

    /** By how much, in log-odds, each word of the span is at least nobody's. */
    static float plainness(Tokens t, PhiSpan span, float[] plain) {
        float least = Float.POSITIVE_INFINITY;
        for (int i = t.at(span.start()); i < t.count() && t.start(i) < span.end(); i++) {
            if (!t.isMark(i)) {
                least = Math.min(least, plain[i]);
            }
        }
        return least == Float.POSITIVE_INFINITY ? -1 : least;
    }

    /**
     * Reads a text.
     *
     * @param spans what the rules found
     * @param labels by token, the likeliest but for {@link #OTHER} where that is not far behind, filled
     * @param sure by token, whether the label leads by enough, filled
     * @param plain by token, what {@link #OTHER} leads by, a little below nothing where it was not judged, filled
     */
    void label(Tokens t, List<PhiSpan> spans, byte[] labels, boolean[] sure, float[] plain) {
        TaggerFeatures features = new TaggerFeatures(t, spans);
        float[] hidden = new float[TaggerWeights.HIDDEN];
        float[] sums = new float[LABELS];
        int former = OTHER;
        int formerButOne = OTHER;
        for (int i = 0; i < labels.length; i++) {
            int label = OTHER;
            plain[i] = UNJUDGED;
            if (isJudged(t, i)) {
                features.read(i, former, formerButOne, false);
                weights.sum(features, hidden, sums);
                int named = bestNamed(sums);
                plain[i] = sums[OTHER] - sums[named];
                label = plain[i] < 0 ? named : OTHER;
                if (plain[i] < HOPELESS && mayBeTaken(t, i, named)) {
                    labels[i] = (byte) named;
                    int situation = situation(t, i, t.facts(i));
                    float lead = Math.max(weights.lead(named, situation), least(t, i, named, situation));
                    sure[i] = -plain[i] > lead;
                }
            }
            if (!t.isMark(i)) {
                formerButOne = former;
                former = label;
            }
        }
    }

    /** Below it no lead is enough, whatever was chosen: next to all words in small letters are what they look like. */
    private static float least(Tokens t, int i, int label, int situation) {
        if ((situation == PLAIN && !t.inLowerLine(i)) || (situation == UNKNOWN && kind(label) == TOWN)) {
            return Float.POSITIVE_INFINITY;
        }
        boolean bare = label == ID && (situation == SHORT_NUMBER || situation == SHORT_NUMBER + 1);
        if (bare || situation == PLAIN || situation == UNKNOWN) {
            return PLAIN_LEAD;
        }
        return t.isWord(i) && t.beginsSentence(i) && label == PERSON ? 0 : -HOPELESS;
    }

    /** One word of a run that is sure takes the others with it, and a place the little words between its own. */
    private static boolean belongs(Tokens t, byte[] labels, int from, int i) {
        if (i == from) {
            return true;
        }
        if (t.beginsLine(i) || t.start(i) - t.end(i - 1) > 2) {
            return false;
        }
        if (kind(labels[i]) == kind(labels[from])) {
            return true;
        }
        boolean behind = i + 1 < labels.length
                && kind(labels[i + 1]) == kind(labels[from])
                && labels[i - 1] != OTHER
                && !t.beginsLine(i + 1);
        boolean numbered = labels[from] == DATE || labels[from] == ID;
        String joining = numbered ? "-'./#_,:" : "-'.&";
        boolean joins = (t.isMark(i) && t.touches(i) && joining.indexOf(t.text.charAt(t.start(i))) >= 0)
                || (kind(labels[from]) == TOWN && JOINING.contains(t.folded(i)))
                || (labels[from] == DATE && OF_DAYS.contains(t.folded(i)));
        return behind && joins;
    }

    /** Towns and facilities are places alike. */
    private static int kind(int label) {
        return label == FACILITY ? TOWN : label;
    }

    /**
     * Numbers, and words that may be part of a name or day: with a capital, in a line without any, known to no list, or where
     * a place may be told ("behind the old creamery").
     */
    static boolean isJudged(Tokens t, int i) {
        if (!t.isWord(i)) {
            return t.isNumber(i);
        }
        return t.isCapital(i)
                || t.inLowerLine(i)
                || !t.is(i, WordFacts.KNOWN)
                || t.touches(i)
                || t.is(i, WordFacts.PARTICLE | WordFacts.MONTH | WordFacts.NUMBER_WORD)
                || isNearPlace(t, i);
    }

    private static boolean isNearPlace(Tokens t, int i) {
        if (t.isCapital(i + 1) || t.isCapital(i - 1)) {
            return true;
        }
        for (int at = i - 1; at >= i - REACH && t.isWord(at); at--) {
            if (t.is(at, WordFacts.PLACE_PREPOSITION)) {
                return true;
            }
        }
        return false;
    }

    /** How a word stands, from 0 up to {@link #SITUATIONS}; {@code facts} are those that the lists tell of it. */
    static int situation(Tokens t, int i, int facts) {
        if (t.isNumber(i)) {
            boolean alone = !t.touches(i) && !(t.touches(i + 1) && !t.isMark(i + 1));
            return !alone
                    ? 15
                    : t.length(i) <= 2 ? SHORT_NUMBER : t.length(i) <= 4 ? SHORT_NUMBER + 1 : SHORT_NUMBER + 2;
        }
        if (t.length(i) == 1) {
            return 16;
        }
        boolean known = (facts & (WordFacts.KNOWN | WordFacts.LARGE_PLACE | WordFacts.MONTH)) != 0;
        boolean named = (facts & (WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE)) != 0;
        if (t.inUpperLine(i)) {
            return known ? 7 : 6;
        }
        if (!t.isCapital(i)) {
            return known ? PLAIN : t.inLowerLine(i) ? 4 : UNKNOWN;
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
    static boolean mayBeTaken(Tokens t, int i, int label) {
        if (label == DATE || label == ID) {
            return t.isNumber(i)
                    ? !t.is(i + 1, WordFacts.UNIT) && !t.isMark(i + 1, '%') && !isIndexed(t, i)
                    : label == DATE
                            ? isOfDay(t, i)
                            : !t.is(i, WordFacts.UNIT | WordFacts.CREDENTIAL) && !NOMENCLATURES.contains(t.folded(i));
        }
        return (t.isNumber(i) ? isPartOfPlace(t, i, label) : !(t.length(i) < 3 && !t.isCapital(i)))
                && !t.is(i, NEVER)
                && !(t.isWord(i) && t.touches(i) && t.isNumber(i - 1))
                && !(t.isWord(i) && t.touches(i + 1) && t.isNumber(i + 1))
                && !Shield.covers(t, i, i + 1);
    }

    /** "rs1799971", "NCT02578680", "104,882", "0.04": what a nomenclature counts, and amounts. */
    private static boolean isIndexed(Tokens t, int i) {
        boolean indexed = t.touches(i)
                && t.isWord(i - 1)
                && (NOMENCLATURES.contains(t.folded(i - 1)) || (!t.isCapital(i - 1) && !t.inLowerLine(i)));
        boolean thousands = t.isMark(i + 1, ',')
                && t.touches(i + 1)
                && t.touches(i + 2)
                && t.isNumber(i + 2)
                && t.length(i + 2) == 3
                && t.length(i) <= 3;
        boolean zero = t.isNumber(i) && t.folded(i).equals("0");
        boolean ofZero = t.isMark(i - 1, '.') && t.touches(i) && t.folded(i - 2).equals("0");
        boolean compared = t.isMark(i - 1) && "<>=~+".indexOf(t.text.charAt(t.start(i - 1))) >= 0;
        boolean aged = t.isMark(i + 1, '-') && t.touches(i + 2) && SPANS.contains(t.folded(i + 2));
        return indexed || thousands || zero || ofZero || compared || aged;
    }

    private static boolean isOfDay(Tokens t, int i) {
        int days = WordFacts.MONTH | WordFacts.NUMBER_WORD | WordFacts.WEEKDAY | WordFacts.HOLIDAY;
        return t.is(i, days) || t.touches(i) || !t.is(i, WordFacts.KNOWN) || (t.isCapital(i) && !t.inUpperLine(i));
    }

    /** "1180 Tamarack", "Route 9". */
    private static boolean isPartOfPlace(Tokens t, int i, int label) {
        return label != PERSON && !t.is(i + 1, WordFacts.UNIT) && !t.isMark(i + 1, '%') && !isIndexed(t, i);
    }

    /** The label with the largest sum. */
    static int best(float[] sums) {
        int named = bestNamed(sums);
        return sums[named] > sums[OTHER] ? named : OTHER;
    }

    /** The label with the largest sum but for none. */
    private static int bestNamed(float[] sums) {
        int best = PERSON;
        for (int label = TOWN; label < LABELS; label++) {
            best = sums[label] > sums[best] ? label : best;
        }
        return best;
    }
}
