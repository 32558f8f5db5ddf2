package org.residency.deidentification;

import java.util.List;
import java.util.Set;
import org.residency.deidentification.NameReader.Evidence;

/**
 * Names that the words themselves give away: by lists, by an age or doing behind them, and last every word with a capital
 * that is neither ordinary nor medical.
 */
final class NameDetector implements PhiDetector {
    private static final int MOST_INITIALS = 16;
    private static final Set<String> HEADED = WordSet.of(
            "mrn", "dob", "ssn", "id", "age", "born", "record", "acct", "account", "medical", "date", "d", "m");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                bySelf(t, i, spans);
            }
        }
    }

    /** "Sandy Brown | MRN: 8627961", "Allen Will, 5550 Elm Street": two to four words at the head of a line, then who it is. */
    private static boolean header(Tokens t, int i, List<PhiSpan> spans) {
        int end = i;
        while (end < i + 6
                && !(end > i && t.beginsLine(end))
                && (t.isCapital(end)
                        || (end > i && t.isMark(end, '.') && t.length(end - 1) == 1)
                        || (end > i && t.isMark(end, ',') && t.isCapital(end + 1) && end == i + 1)
                        || (end > i && t.isMark(end, '-') && t.touches(end))
                        || (end > i && t.is(end, WordFacts.PARTICLE)))) {
            if (t.is(end, WordFacts.DENIED | WordFacts.CLINICAL)
                    && !t.is(end, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME)) {
                return false;
            }
            end++;
        }
        if (end - i < 2 || t.beginsLine(end) || !t.isMark(end) || "|,;(".indexOf(t.text.charAt(t.start(end))) < 0) {
            return false;
        }
        int behind = end + 1;
        boolean record = HEADED.contains(t.folded(behind)) && !t.beginsLine(behind);
        boolean house =
                t.isNumber(behind) && t.length(behind) <= 6 && t.letterIsCapital(behind + 1) && t.isMark(end, ',');
        if (!record && !house) {
            return false;
        }
        spans.add(span(t, i, end, "name.header"));
        return true;
    }

    /** What the words say by themselves. */
    private static void bySelf(Tokens t, int i, List<PhiSpan> spans) {
        if (!t.isCapital(i)) {
            if (NameReader.isListed(t, i)
                    && t.length(i) > 3
                    && !t.touches(i)
                    && !t.is(i, WordFacts.LARGE_PLACE | WordFacts.EPONYM)
                    && !Shield.covers(t, i, i + 1)
                    && (t.is(i, WordFacts.FIRST_NAME) || NameReader.isListed(t, i - 1))) {
                int end = NameReader.end(t, i, Evidence.NONE, false);
                spans.add(span(t, i, Math.max(end, i + 1), "name.first"));
            }
            return;
        }
        if (t.length(i) == 1
                && t.isMark(i + 1, '.')
                && t.touches(i + 1)
                && (!t.touches(i) || t.isMark(i - 1, '('))
                && (t.isCapital(i + 2) || t.is(i + 2, WordFacts.PARTICLE))
                && !t.beginsLine(i + 2)) {
            initial(t, i, spans);
            return;
        }
        if (t.letterIsCapital(i) && NameReader.isMisread(t, i + 1)) {
            misread(t, i, spans);
            return;
        }
        boolean digits = (t.isNumber(i - 1) && t.touches(i)) || (t.isNumber(i + 1) && t.touches(i + 1));
        boolean inName = t.touches(i)
                && !t.isMark(i - 1, '-')
                && !t.isMark(i - 1, '(')
                && !t.isMark(i - 1, '"')
                && !t.isMark(i - 1, '/')
                && !t.isMark(i - 1, '\'')
                && !t.isMark(i - 1, ',')
                && !t.isMark(i - 1, ':')
                && !t.isMark(i - 1, '|')
                && !t.isMark(i - 1, '.');
        if (digits || inName) {
            return;
        }
        if (t.beginsLine(i) && header(t, i, spans)) {
            return;
        }
        if (NamesOfDoing.agedBehind(t, i, spans) || NamesOfDoing.saidBehind(t, i, spans)) {
            return;
        }
        if (t.is(i, WordFacts.FIRST_NAME) && !t.is(i, WordFacts.LARGE_PLACE) && firstName(t, i, spans)) {
            return;
        }
        if (NameReader.isUnknown(t, i) || NameReader.isListed(t, i)) {
            UnknownNames.unknown(t, i, spans);
        }
    }

    /** "Kr0nenberg": a word with a digit in it is looked up as it was meant. */
    private static void misread(Tokens t, int i, List<PhiSpan> spans) {
        int end = i + 1;
        while (NameReader.isMisread(t, end)) {
            end += 2;
        }
        String word = t.of(i, end - 1)
                .replace('0', 'o')
                .replace('5', 's')
                .replace('6', 'g')
                .replace('8', 'b');
        int meant = t.factsOf(word.replace('1', 'l')) | t.factsOf(word.replace('1', 'i'));
        boolean listed = (meant & (WordFacts.FIRST_NAME | WordFacts.SURNAME)) != 0;
        boolean known = (meant & WordFacts.KNOWN) != 0 || t.is(i, WordFacts.CLINICAL);
        if (word.length() > 4 && (listed || !known)) {
            spans.add(span(t, i, end, "name.unknown"));
        }
    }

    private static void initial(Tokens t, int i, List<PhiSpan> spans) {
        int word = i + 2;
        while (word < i + MOST_INITIALS && t.length(word) == 1 && t.isMark(word + 1, '.') && t.isCapital(word + 2)) {
            word += 2;
        }
        int particles = word;
        while (t.is(particles, WordFacts.PARTICLE) && !t.isCapital(particles) && particles < word + 3) {
            particles++;
        }
        boolean led = particles > word && t.letterIsCapital(particles);
        boolean several = word > i + 2
                && t.letterIsCapital(word)
                && !t.is(
                        word,
                        WordFacts.CLINICAL
                                | WordFacts.DENIED
                                | WordFacts.SERVICE
                                | WordFacts.FACILITY
                                | WordFacts.LARGE_PLACE);
        if (led || (several && !t.folded(i).equals("u"))) {
            int end = Math.max(particles + 1, NameReader.end(t, particles, Evidence.LIKELY, false));
            spans.add(span(t, i, end, "name.initial"));
            return;
        }
        if (((NameReader.isUnknown(t, word) && (!t.isUpper(word) || t.length(word) > 3))
                        || t.is(word, WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE))
                && !t.is(word, WordFacts.CLINICAL)
                && t.length(word) > 1) {
            int end = NameReader.end(t, word, Evidence.LIKELY, false);
            if (Shield.dosed(t, end) || t.isNumber(i - 1)) {
                return;
            }
            spans.add(span(t, i, Math.max(end, word + 1), "name.initial"));
        }
    }

    private static boolean firstName(Tokens t, int i, List<PhiSpan> spans) {
        int end = NameReader.end(t, i, Evidence.NONE, false);
        end = Math.max(end, i + 1);
        if (end == i + 1
                && t.is(i, WordFacts.KNOWN)
                && !t.beginsSentence(i)
                && t.letterIsCapital(i)
                && !t.inUpperLine(i)
                && t.letterIsCapital(i + 1)
                && !t.is(i + 1, WordFacts.KNOWN)) {
            end = i + 2;
        }
        if (end == i + 1
                && t.is(i, WordFacts.KNOWN)
                && t.beginsSentence(i)
                && t.letterIsCapital(i)
                && t.letterIsCapital(i + 1)
                && !t.beginsLine(i + 1)
                && ((t.is(i + 1, WordFacts.SURNAME) && !t.is(i + 1, WordFacts.COMMON))
                        || NameReader.isUnknown(t, i + 1)
                        || NameReader.isListed(t, i + 1)
                        || (t.is(i + 2, WordFacts.VERB) && !t.isCapital(i + 2) && !t.is(i + 1, WordFacts.DENIED)))) {
            spans.add(span(t, i, i + 2, "name.first-last"));
            return true;
        }
        boolean second = end > i + 1;
        if (Shield.covers(t, i, end) || (t.is(i, WordFacts.EPONYM) && !second)) {
            return false;
        }
        if (!second && (t.is(i, WordFacts.KNOWN) || (t.isUpper(i) && !t.inUpperLine(i) && t.length(i) < 4))) {
            return false;
        }
        if (second
                && t.is(i, WordFacts.KNOWN)
                && t.beginsSentence(i)
                && !NameReader.isUnknown(t, end - 1)
                && !NameReader.isListed(t, end - 1)) {
            return false;
        }
        spans.add(span(t, i, end, second ? "name.first-last" : "name.first"));
        return true;
    }

    static PhiSpan span(Tokens t, int from, int to, String rule) {
        int last = to - 1;
        if (t.isMark(last, '.') && last > from && t.length(last - 1) > 1) {
            last--;
        }
        return new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, rule);
    }
}
