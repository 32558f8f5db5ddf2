package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * The rest of a name that another rule found a part of: "Cruz, B.", "Lim K-S", "Abd al-Rahman", "de Souza e Silva, Ananias",
 * "Apgar-Simmons", "Wertheim F", "MONRO, FORAMEN T", "Darlene Two Bulls". Runs behind the other detectors.
 */
final class NameExtensionDetector implements PhiDetector {
    private static final int NEVER = WordFacts.TITLE
            | WordFacts.CREDENTIAL
            | WordFacts.WEEKDAY
            | WordFacts.LARGE_PLACE
            | WordFacts.SERVICE
            | WordFacts.UNIT
            | WordFacts.RELATION
            | WordFacts.STAFF
            | WordFacts.FACILITY;
    private static final Set<String> LABELLED = WordSet.of(
            "name.label",
            "name.header",
            "name.patient",
            "name.table",
            "name.field",
            "name.roster",
            "name.signed",
            "name.initial");
    private static final Set<String> JOINING =
            WordSet.of("al", "el", "bin", "ibn", "abu", "ben", "bint", "ul", "ur", "ud");
    private static final Set<String> LINKING = WordSet.of(
            "e", "y", "i", "de", "da", "do", "dos", "del", "della", "van", "von", "der", "den", "zu", "la", "le", "di",
            "ter", "ten", "af", "av");
    private static final Set<String> OPENING = WordSet.of("by", "with", "to", "of", "from", "and", "dr", "cc", "per");
    private static final Set<String> MONTHS = WordSet.of("april", "may", "june", "august", "january");
    private static final int LONGEST = 8;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        boolean[] named = new boolean[t.count()];
        int size = spans.size();
        for (int k = 0; k < size; k++) {
            mark(t, spans.get(k), named);
        }
        for (int k = 0; k < size; k++) {
            PhiSpan span = spans.get(k);
            if (span.phiClass() == PhiClass.NAME) {
                int from = t.at(span.start());
                int to = from;
                while (to < t.count() && t.start(to) < span.end()) {
                    to++;
                }
                if (t.folded(to).equals("hyphen") && t.isWord(to + 1)) {
                    add(t, to, to + 2, named, spans);
                }
                if (t.isWord(to)
                        && t.facts(to) == 0
                        && !t.isCapital(to)
                        && t.length(to) >= 3
                        && t.length(to) <= 6
                        && t.letterIsCapital(to - 1)
                        && !t.beginsLine(to)
                        && (to + 1 == t.count() || t.isMark(to + 1) || t.beginsLine(to + 1) || t.afterGap(to + 1))) {
                    add(t, to, to + 1, named, spans);
                }
                if (to > from && t.isCapital(from)) {
                    before(t, from, named, spans);
                    behind(
                            t,
                            to,
                            LABELLED.contains(span.rule()) || t.inUpperLine(from) || t.isUpper(from),
                            named,
                            spans);
                }
            }
        }
    }

    private static void mark(Tokens t, PhiSpan span, boolean[] named) {
        if (span.phiClass() != PhiClass.NAME) {
            return;
        }
        for (int i = t.at(span.start()); i < t.count() && t.start(i) < span.end(); i++) {
            named[i] = true;
        }
    }

    private static void behind(Tokens t, int to, boolean labelled, boolean[] named, List<PhiSpan> spans) {
        int end = to;
        for (int step = 0; step < LONGEST; step++) {
            int next = oneMore(t, end, labelled, named);
            if (next == end) {
                break;
            }
            end = next;
        }
        if (end > to) {
            add(t, to, end, named, spans);
        }
    }

    private static int oneMore(Tokens t, int at, boolean labelled, boolean[] named) {
        if (at >= t.count()) {
            return at;
        }
        // "Apgar[-Simmons]", "TITILAYO^A"
        if ((t.isMark(at, '-') || t.isMark(at, '^')) && t.touches(at) && t.touches(at + 1) && t.isCapital(at + 1)) {
            return Shield.framedBehind(t, at + 1, at + 2) ? at : at + 2;
        }
        if (t.isMark(at, '^') && t.touches(at) && t.isMark(at + 1, '^') && t.isCapital(at + 2)) {
            return at + 3;
        }
        if (t.beginsLine(at)) {
            return at;
        }
        // "Abd [al-Rahman]", "de Souza [e Silva]"
        if (JOINING.contains(t.folded(at)) && t.isMark(at + 1, '-') && t.touches(at + 1) && t.isCapital(at + 2)) {
            return at + 3;
        }
        if (LINKING.contains(t.folded(at))
                && !t.isCapital(at)
                && t.letterIsCapital(at + 1)
                && !t.is(at + 1, NEVER | WordFacts.MONTH)) {
            return at + 2;
        }
        if (t.letterIsCapital(at)
                && t.letterIsCapital(at - 1)
                && t.is(at - 1, WordFacts.PARTICLE)
                && !t.is(at, NEVER | WordFacts.DENIED)) {
            return at + 1;
        }
        boolean comma = t.isMark(at, ',');
        int word = comma ? at + 1 : at;
        if (t.beginsLine(word) || !t.isCapital(word) || t.start(word) - t.end(word - 1) != 1 || t.hasTab(word)) {
            return at;
        }
        // "Cruz, [B.]", "Lim [K-S]", "Wertheim [F]"
        if (t.length(word) == 1) {
            int end = word + 1;
            boolean double2 = t.isMark(end, '-') && t.touches(end) && t.isUpper(end + 1) && t.length(end + 1) == 1;
            if (double2) {
                return end + 2;
            }
            boolean free =
                    !(t.touches(end) && (t.isNumber(end) || t.isWord(end) || t.isMark(end, '/') || t.isMark(end, '&')));
            boolean article = t.folded(word).equals("i") || (t.folded(word).equals("a") && !comma);
            boolean side = !comma
                    && !labelled
                    && (t.folded(word).equals("l") || t.folded(word).equals("r"));
            boolean closed = end >= t.count()
                    || t.isMark(end)
                    || t.beginsLine(end)
                    || t.afterGap(end)
                    || t.is(end, WordFacts.CREDENTIAL)
                    || comma
                    || labelled;
            return free && !article && !side && closed ? end : at;
        }
        if (named[word] || t.is(word, NEVER | WordFacts.DENIED)) {
            return at;
        }
        // "KEALOHA, [DUKE]", "MONRO, [FORAMEN]"
        if (comma) {
            boolean whole = labelled
                    && (t.is(word, WordFacts.FIRST_NAME | WordFacts.NAME_LIKE | WordFacts.SURNAME | WordFacts.EPONYM)
                            || NameReader.isUnknown(t, word)
                            || (t.length(word + 1 < t.count() ? word + 1 : word) == 1 && t.isUpper(word + 1)));
            return whole && !t.is(word, WordFacts.MONTH | WordFacts.PLACE_PREPOSITION | WordFacts.VERB) ? word + 1 : at;
        }
        // "HEATHER [KNIFE], DO"
        boolean credited = t.inUpperLine(word) && t.isMark(word + 1, ',') && t.is(word + 2, WordFacts.CREDENTIAL);
        // "Darlene [Two Bulls]"
        boolean two = t.letterIsCapital(word)
                && t.is(word, WordFacts.NUMBER_WORD)
                && t.letterIsCapital(word + 1)
                && !t.is(word + 1, NEVER | WordFacts.CLINICAL);
        return credited ? word + 1 : two ? word + 2 : at;
    }

    private static void before(Tokens t, int from, boolean[] named, List<PhiSpan> spans) {
        int first = from;
        for (int step = 0; step < LONGEST; step++) {
            int next = oneLess(t, first, named);
            if (next == first) {
                break;
            }
            first = next;
        }
        if (first < from) {
            add(t, first, from, named, spans);
        }
    }

    private static int oneLess(Tokens t, int first, boolean[] named) {
        int at = first - 1;
        if (at < 0) {
            return first;
        }
        if ((t.isMark(at, '-') || t.isMark(at, '^'))
                && t.touches(at)
                && t.touches(first)
                && t.isCapital(at - 1)
                && !named[at - 1]
                && !t.is(at - 1, WordFacts.RELATION)
                && !(t.is(at - 1, WordFacts.CLINICAL) && t.isUpper(at - 1))
                && t.length(at - 1) > 1) {
            return at - 1;
        }
        if (t.beginsLine(first) || named[at]) {
            return first;
        }
        // "[Snellen,] Wm", "[de] Souza"
        boolean inverted = t.isMark(at, ',')
                && at > 0
                && t.isCapital(at - 1)
                && !named[at - 1]
                && t.is(first, WordFacts.FIRST_NAME)
                && t.is(at - 1, WordFacts.EPONYM | WordFacts.SURNAME | WordFacts.NAME_LIKE)
                && !t.is(at - 1, NEVER | WordFacts.MONTH)
                && (t.beginsSentence(at - 1)
                        || OPENING.contains(t.folded(at - 2))
                        || t.is(at - 2, WordFacts.STAFF | WordFacts.TITLE | WordFacts.SOFT_TITLE));
        if (inverted) {
            return at - 1;
        }
        if (LINKING.contains(t.folded(at))
                && !t.isCapital(at)
                && t.length(at) > 1
                && t.letterIsCapital(first)
                && t.is(at, WordFacts.PARTICLE)
                && (t.beginsSentence(at) || t.isMark(at - 1))) {
            return at;
        }
        boolean adjoins = t.start(first) - t.end(at) == 1 && t.letterIsCapital(at) && t.letterIsCapital(first);
        boolean eponym = adjoins
                && t.is(at, WordFacts.EPONYM)
                && !t.is(at, WordFacts.COMMON | NEVER)
                && !Shield.framedBehind(t, at, first);
        // "Inga and [Cass] Whitlow"
        boolean given =
                adjoins && OPENING.contains(t.folded(at - 1)) && !t.is(at, NEVER | WordFacts.COMMON | WordFacts.DENIED);
        boolean month = adjoins && MONTHS.contains(t.folded(at)) && t.isMark(at - 1);
        return eponym || given || (month && !t.isNumber(at - 2)) ? at : first;
    }

    private static void add(Tokens t, int from, int to, boolean[] named, List<PhiSpan> spans) {
        int last = to - 1;
        int first = from;
        while (first < last && t.isMark(first)) {
            first++;
        }
        while (last > first && t.isMark(last)) {
            last--;
        }
        for (int i = first; i <= last; i++) {
            named[i] = true;
        }
        spans.add(new PhiSpan(t.start(first), t.end(last), PhiClass.NAME, "name.extension"));
    }
}
