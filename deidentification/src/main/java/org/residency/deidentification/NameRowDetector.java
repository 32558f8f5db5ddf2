package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * People in rows: "DAUGHTERS JOY, PEARL AND APRIL AT BEDSIDE" behind the first of them, and "BULL BEAR, E   F180NR", "Coombs, Will  goal
 * 2-3", "rm 4 pike, oscar 81" where a line begins with surname, comma and first name. Runs behind the other finders of names.
 */
final class NameRowDetector implements PhiDetector {
    private static final int NAMING = WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE;
    private static final int NEVER = WordFacts.CLINICAL
            | WordFacts.LABEL
            | WordFacts.RELATION
            | WordFacts.STAFF
            | WordFacts.SERVICE
            | WordFacts.VERB
            | WordFacts.CREDENTIAL
            | WordFacts.UNIT
            | WordFacts.WEEKDAY
            | WordFacts.LARGE_PLACE
            | WordFacts.TITLE;
    private static final Set<String> ROOMS = WordSet.of("rm", "room", "bed", "bay", "chair", "pod", "slot");
    private static final Set<String> HEADS = WordSet.of("pt", "patient", "name", "client");
    private static final int MOST_IN_A_ROW = 8;
    private static final int MOST_SURNAMES = 3;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int size = spans.size();
        for (int k = 0; k < size; k++) {
            PhiSpan span = spans.get(k);
            int first = span.phiClass() == PhiClass.NAME ? t.at(span.start()) : 0;
            if (first > 0 && t.is(first - 1, WordFacts.RELATION | WordFacts.STAFF)) {
                row(t, t.at(span.end()), spans);
            }
        }
        for (int i = 0; i < t.count(); i++) {
            if (t.beginsLine(i) || (t.isCapital(i) && t.beginsSentence(i))) {
                inverted(t, head(t, i), spans);
            }
        }
    }

    /** ", Pearl and April": what may be names, and at last "and". */
    private static void row(Tokens t, int from, List<PhiSpan> spans) {
        int at = from;
        for (int names = 0; names < MOST_IN_A_ROW; names++) {
            boolean comma = t.isMark(at, ',') || t.isMark(at, '+') || t.isMark(at, '&');
            int next = comma ? at + 1 : at;
            boolean and = t.folded(next).equals("and");
            next = and ? next + 1 : next;
            next = t.is(next, WordFacts.RELATION) && t.isWord(next + 1) && !t.isMark(next + 1) ? next + 1 : next;
            boolean joined = (comma || and) && !t.beginsLine(next);
            boolean name = t.isCapital(next)
                    && t.is(next, NAMING)
                    && !t.is(next, NEVER & ~WordFacts.CLINICAL)
                    && (t.inUpperLine(next) || t.letterIsCapital(next))
                    && !Shield.covers(t, next, next + 1);
            if (!joined || !name) {
                return;
            }
            add(t, next, next + 1, spans);
            at = next + 1;
        }
    }

    /** Behind "rm 4", "3." and "PT:" at the line's head. */
    private static int head(Tokens t, int i) {
        boolean room = ROOMS.contains(t.folded(i)) && t.isNumber(i + 1);
        boolean item = t.isNumber(i) && (t.isMark(i + 1, '.') || t.isMark(i + 1, ')'));
        boolean label = HEADS.contains(t.folded(i)) && t.isMark(i + 1, ':');
        return room || item || label ? i + 2 : i;
    }

    private static void inverted(Tokens t, int from, List<PhiSpan> spans) {
        int comma = from;
        while (comma < from + MOST_SURNAMES && t.isWord(comma) && !(comma > from && t.beginsLine(comma))) {
            comma++;
        }
        if (comma == from || !t.isMark(comma, ',') || t.beginsLine(comma + 1) || !t.isWord(comma + 1)) {
            return;
        }
        int first = comma + 1;
        int end = t.isMark(first + 1, '.') && t.length(first) == 1 ? first + 2 : first + 1;
        boolean coded = (t.isNumber(first + 1) && t.touches(first + 1)) || (t.touches(from) && from > 0);
        if (coded) {
            return;
        }
        boolean capitals = t.isCapital(first);
        boolean initial = capitals && t.length(first) == 1;
        boolean known = t.is(first, WordFacts.FIRST_NAME | WordFacts.NAME_LIKE) && !t.is(first, NEVER);
        boolean gap = end >= t.count() || t.beginsLine(end) || t.start(end) - t.end(end - 1) > 1 || t.hasTab(end);
        boolean aged = t.isNumber(end) && t.length(end) <= 3;
        boolean labelled = from > 0 && HEADS.contains(t.folded(from - 2)) && initial && gap;
        for (int i = from; i < comma && !labelled; i++) {
            boolean sameCase = t.isCapital(i) == capitals;
            boolean denied = t.is(i, NEVER | WordFacts.COMMON | WordFacts.DENIED) && !t.is(i, NAMING);
            if (!sameCase || denied) {
                return;
            }
        }
        boolean room = from > 0 && !t.beginsLine(from);
        boolean lower = !capitals && known && room && (aged || gap);
        if (lower || (capitals && (initial ? gap || aged : known && (gap || aged)))) {
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), PhiClass.NAME, "name.row"));
        }
    }

    private static void add(Tokens t, int from, int to, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.NAME, "name.row"));
    }
}
