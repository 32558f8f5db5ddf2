package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places that a word before them or a state behind them gives away, whatever their own words are: "DME: Breathe Easy Supply",
 * "NH (Autumn Leaves)", "medevac to Tripler", "Bend, Oregon", "in two rivers wisconsin", "FPO AP 96350", "M4K 2T1".
 */
final class LedPlaceDetector implements PhiDetector {
    private static final int NEVER = WordFacts.TITLE
            | WordFacts.RELATION
            | WordFacts.WEEKDAY
            | WordFacts.MONTH
            | WordFacts.CREDENTIAL
            | WordFacts.LABEL
            | WordFacts.UNIT;
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/led-place.txt");
    private static final Set<String> LABELS = LISTS.get("labels");
    private static final Set<String> FOREIGN = LISTS.get("foreign");
    private static final Set<String> MOVED = LISTS.get("moved");
    private static final Set<String> LIVING = LISTS.get("living");
    private static final Set<String> CODES = LISTS.get("codes");
    /** Codes that are a word, a credential or an abbreviation as well. */
    private static final Set<String> UNSURE = LISTS.get("unsure");

    private static final Set<String> JOINING = LISTS.get("joining");
    private static final PatternRule MILITARY = PatternRule.of(
            "place.military", PhiClass.GEOGRAPHY, "((?:APO|FPO|DPO),? ?(?:AE|AP|AA) ?\\d{5}(?:-\\d{4})?)(?!\\d)");
    private static final PatternRule CANADIAN = PatternRule.of(
            "place.postcode",
            PhiClass.GEOGRAPHY,
            "([ABCEGHJ-NPRSTVXY]\\d[ABCEGHJ-NPRSTV-Z] \\d[ABCEGHJ-NPRSTV-Z]\\d)(?!\\w)");
    private static final PatternRule CARET = PatternRule.of(
            "place.field", PhiClass.GEOGRAPHY, "(\\d{1,6} [^|^\\n]{3,40}\\^[^|^\\n]{0,20}\\^[^|^\\n]{2,30})(?=\\^)");
    private static final PatternRule CONTINENTAL = PatternRule.of(
            "place.postcode",
            PhiClass.GEOGRAPHY,
            "(\\d{4,5} \\p{Lu}\\p{Ll}{2,20}(?:[ -]\\p{Lu}\\p{Ll}{2,20})?)(?=[,.;\\n)]|$)");
    private static final Set<String> OPENING_STATES = WordSet.of("new", "north", "south", "west", "rhode", "puerto");
    private static final Set<String> PARTS_OF_STATES =
            WordSet.of("the", "northern", "southern", "eastern", "western", "rural", "central", "upstate", "coastal");
    private static final Set<String> ARTICLES = WordSet.of("a", "an", "his", "her", "their", "my");
    private static final int LONGEST = 8;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                word(t, i, spans);
            } else if (t.isNumber(i)) {
                if (t.isMark(i - 1, '|')) {
                    CARET.at(t.text, t.start(i), spans);
                } else if (t.isMark(i - 1, ',') && t.length(i) >= 4 && t.length(i) <= 5 && t.letterIsCapital(i + 1)) {
                    CONTINENTAL.at(t.text, t.start(i), spans);
                }
            }
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        String word = t.folded(i);
        if (t.isUpper(i)) {
            if (word.equals("apo") || word.equals("fpo") || word.equals("dpo")) {
                MILITARY.at(t.text, t.start(i), spans);
            } else if (t.length(i) == 1 && t.isNumber(i + 1) && t.touches(i + 1) && t.length(i + 1) == 1) {
                CANADIAN.at(t.text, t.start(i), spans);
            }
        }
        if (LABELS.contains(word)) {
            labelled(t, i, spans);
        }
        if (FOREIGN.contains(word) && t.letterIsCapital(i + 1) && !t.isCapital(i) && !t.beginsLine(i + 1)) {
            claim(t, i + 1, run(t, i + 1, true), "place.led", spans);
        }
        if (word.equals("to") && MOVED.contains(t.folded(i - 1))) {
            moved(t, i + 1, spans);
        } else if (word.equals("refused") || word.equals("dest")) {
            moved(t, i + 1, spans);
        } else if ((word.equals("in") || word.equals("near") || word.equals("to") || word.equals("outside"))
                && LIVING.contains(word.equals("near") ? word : t.folded(i - 1))) {
            lived(t, i + 1, spans);
        }
        if (t.is(i, WordFacts.LARGE_PLACE)
                || (t.isUpper(i) && t.length(i) == 2 && CODES.contains(t.of(i, i)))
                || (t.letterIsCapital(i) && t.letterIsCapital(i + 1) && isLarge(t, i))) {
            beforeState(t, i, spans);
        }
    }

    /** "South Dakota", "New Mexico": two words that are one state. */
    private static boolean isLarge(Tokens t, int i) {
        return KeptTerms.ofTheLibrary().hold(t, i)
                && !KeptTerms.ofTheLibrary().hold(t, i - 1)
                && OPENING_STATES.contains(t.folded(i));
    }

    /** "DME: Breathe Easy Supply", "NH (Autumn Leaves)". */
    private static void labelled(Tokens t, int i, List<PhiSpan> spans) {
        boolean colon = t.isMark(i + 1, ':');
        boolean paren = t.isMark(i + 1, '(');
        boolean gap = t.letterIsCapital(i) && i + 1 < t.count() && t.afterGap(i + 1) && !t.beginsLine(i + 1);
        boolean beside = t.letterIsCapital(i) && t.folded(i).equals("employer");
        int from = colon || paren ? i + 2 : i + 1;
        if (!(colon || paren || gap || beside) || !t.isCapital(from) || t.beginsLine(from)) {
            return;
        }
        int end = run(t, from, true);
        boolean closed = !paren || t.isMark(end, ')') || t.isMark(end, ',');
        int named = 0;
        for (int k = from; k < end; k++) {
            named += t.isWord(k)
                            && !t.is(
                                    k,
                                    WordFacts.CLINICAL
                                            | WordFacts.SERVICE
                                            | NEVER
                                            | WordFacts.LARGE_PLACE
                                            | WordFacts.GENERIC_PLACE)
                    ? 1
                    : 0;
        }
        boolean plain = t.is(from, WordFacts.DENIED | WordFacts.STAFF)
                && !t.is(from, WordFacts.NAME_LIKE | WordFacts.GENERIC_PLACE);
        if (closed && named > 0 && !plain && !(t.inUpperLine(from) && !colon)) {
            claim(t, from, end, "place.labelled", spans);
        }
    }

    /** Words with capitals and what joins them; with {@code parts} also a town behind a comma. */
    private static int run(Tokens t, int from, boolean parts) {
        int at = from;
        int end = from;
        while (at < t.count() && at < from + LONGEST * 2 && !(at > from && t.beginsParagraph(at))) {
            boolean join = t.isMark(at, '&')
                    || t.isMark(at, '\'')
                    || (t.isMark(at, '/') && t.touches(at))
                    || (t.isMark(at, '-') && t.touches(at) && t.touches(at + 1))
                    || (JOINING.contains(t.folded(at)) && !t.isCapital(at))
                    || (t.folded(at).equals("s") && t.touches(at))
                    || (t.folded(at).equals("los") || t.folded(at).equals("las"))
                    || (t.isMark(at, '.') && t.touches(at) && t.length(at - 1) <= 2 && t.isCapital(at + 1));
            if (join) {
                at++;
                if (t.folded(at - 1).equals("s")) {
                    end = at;
                }
                continue;
            }
            if (parts
                    && end > from
                    && t.isMark(at, ',')
                    && t.letterIsCapital(at + 1)
                    && !t.is(
                            at + 1,
                            NEVER
                                    | WordFacts.LARGE_PLACE
                                    | WordFacts.STAFF
                                    | WordFacts.DENIED
                                    | WordFacts.SERVICE
                                    | WordFacts.CLINICAL)
                    && !t.is(at + 1, WordFacts.FIRST_NAME)) {
                at++;
                continue;
            }
            boolean number = t.isNumber(at) && end > from && t.length(at) <= 4 && !t.isMark(at + 1, '/');
            if (!(t.isCapital(at) || number)
                    || t.is(at, NEVER)
                    || (end > from && t.afterGap(at) && !t.beginsLine(at))
                    || (t.beginsLine(at) && at > from && t.isMark(at + 1, ':'))) {
                break;
            }
            if (at > from && t.beginsLine(at) && t.isUpper(at)) {
                break;
            }
            at++;
            end = at;
        }
        return end;
    }

    /** "medevac to Tripler", "DEST SHANNON MEDICAL". */
    private static void moved(Tokens t, int from, List<PhiSpan> spans) {
        int at = t.isMark(from, ':') ? from + 1 : from;
        if (!t.isCapital(at) || t.beginsLine(at) || (t.isUpper(at) && !t.inUpperLine(at) && t.length(at) < 4)) {
            return;
        }
        int end = run(t, at, false);
        boolean plain = t.is(
                at,
                WordFacts.SERVICE
                        | WordFacts.LARGE_PLACE
                        | WordFacts.TITLE
                        | WordFacts.DENIED
                        | WordFacts.STAFF
                        | WordFacts.FIRST_NAME);
        boolean medical = t.is(at, WordFacts.CLINICAL) && end == at + 1 && !t.is(at, WordFacts.EPONYM);
        boolean generic = end == at + 1 && t.is(at, WordFacts.GENERIC_PLACE | WordFacts.FACILITY | WordFacts.COMMON);
        boolean place =
                end > at + 1 && (t.is(end - 1, WordFacts.FACILITY | WordFacts.PLACE_NOUN) || t.length(end - 1) <= 3);
        if (end > at
                && !generic
                && ((!plain && !medical) || (place && !t.is(at, WordFacts.TITLE | WordFacts.SERVICE)))
                && (!t.inUpperLine(at) || place)
                && !Shield.covers(t, at, end)) {
            claim(t, at, end, "place.moved", spans);
        }
    }

    /** "Lives in Ann Arbor", "reservation near Porcupine": any word with a capital. */
    private static void lived(Tokens t, int at, List<PhiSpan> spans) {
        if (!t.letterIsCapital(at)
                || t.inUpperLine(at)
                || t.beginsLine(at)
                || t.is(at, WordFacts.LARGE_PLACE | WordFacts.SERVICE | NEVER | WordFacts.DENIED)) {
            return;
        }
        int end = run(t, at, false);
        while (end > at && t.is(end - 1, WordFacts.LARGE_PLACE)) {
            end--;
        }
        if (end > at && !isLarge(t, at)) {
            claim(t, at, end, "place.lives", spans);
        }
    }

    /** "Truth or Consequences, NM", "near Porcupine, South Dakota", "in two rivers wisconsin". */
    private static void beforeState(Tokens t, int state, List<PhiSpan> spans) {
        boolean comma = t.isMark(state - 1, ',');
        int last = comma ? state - 2 : state - 1;
        if (last < 0 || t.beginsLine(state) || (!comma && t.isCapital(state) && !t.inLowerLine(last))) {
            return;
        }
        boolean code = t.isUpper(state) && t.length(state) == 2;
        if (t.isCapital(last) && comma) {
            if (code
                    && UNSURE.contains(t.of(state, state))
                    && (t.is(last, WordFacts.CLINICAL | WordFacts.COMMON) || t.isUpper(last))) {
                return;
            }
            int first = last;
            while (first > 0
                    && first > last - 4
                    && !t.beginsLine(first)
                    && !t.isMark(first - 1)
                    && ((t.letterIsCapital(first - 1) && !t.is(first - 1, NEVER | WordFacts.PLACE_PREPOSITION))
                            || (JOINING.contains(t.folded(first - 1)) && t.letterIsCapital(first - 2)))) {
                first--;
            }
            boolean person = code && (t.is(first, WordFacts.FIRST_NAME) || first < last);
            boolean plain = t.is(last, NEVER | WordFacts.LARGE_PLACE | WordFacts.SERVICE | WordFacts.STAFF)
                    || (t.is(last, WordFacts.DENIED) && !t.is(last, WordFacts.NAME_LIKE))
                    || t.isUpper(last);
            boolean listed = t.isMark(state + 1, ',') && t.is(state + 2, WordFacts.LARGE_PLACE);
            if (!plain && !listed && !(person && UNSURE.contains(t.of(state, state)))) {
                claim(t, first, last + 1, "place.state", spans);
            }
            return;
        }
        int first = last;
        while (first > 0
                && first > last - 2
                && t.isWord(first - 1)
                && !t.is(first - 1, WordFacts.PLACE_PREPOSITION | WordFacts.VERB)
                && !t.beginsLine(first)) {
            first--;
        }
        boolean led = t.is(first - 1, WordFacts.PLACE_PREPOSITION)
                && !t.folded(first - 1).equals("to");
        boolean stop = t.is(
                last, NEVER | WordFacts.CLINICAL | WordFacts.DENIED | WordFacts.LARGE_PLACE | WordFacts.GENERIC_PLACE);
        if (!code
                && led
                && !ARTICLES.contains(t.folded(first))
                && !stop
                && t.inLowerLine(state)
                && t.isWord(last)
                && !PARTS_OF_STATES.contains(t.folded(last))) {
            claim(t, first, last + 1, "place.state", spans);
        }
    }

    private static void claim(Tokens t, int from, int to, String rule, List<PhiSpan> spans) {
        if (to > from) {
            spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.GEOGRAPHY, rule));
        }
    }
}
