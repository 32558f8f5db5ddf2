package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * What stands beside a name that another rule found: the rest of the name ("Big [Mike]", "[Dale] Moon", "Huntington,
 * [Blaine]") and who is named with it ("Olive and [Basil]"). Runs behind the other detectors and reads what they found.
 */
final class NameCompanionDetector implements PhiDetector {
    private static final int NEVER = WordFacts.TITLE
            | WordFacts.STAFF
            | WordFacts.RELATION
            | WordFacts.CREDENTIAL
            | WordFacts.LABEL
            | WordFacts.WEEKDAY
            | WordFacts.MONTH
            | WordFacts.HOLIDAY
            | WordFacts.LARGE_PLACE
            | WordFacts.SERVICE
            | WordFacts.UNIT
            | WordFacts.VERB
            | WordFacts.FRAME
            | WordFacts.NUMBER_WORD;
    private static final int NAMING = WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME;
    /** First words of surnames that tell a picture: Little Bear, Two Bulls, Runs With Horses. */
    private static final Set<String> PICTURED =
            WordList.roles("rules/name-companion.txt").get("pictured");

    private static final Set<String> JOINING = WordSet.of("and", "or", "y", "et", "und");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        boolean[] named = named(t, spans);
        if (named == null) {
            return;
        }
        // Twice, for what was added has neighbours of its own.
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < t.count(); i++) {
                if (named[i] && t.isWord(i)) {
                    rest(t, i, named, spans);
                    others(t, i, named, spans);
                }
            }
        }
    }

    private static boolean[] named(Tokens t, List<PhiSpan> spans) {
        boolean[] named = null;
        for (PhiSpan span : spans) {
            if (span.phiClass() == PhiClass.NAME || span.phiClass() == PhiClass.GEOGRAPHY) {
                named = named == null ? new boolean[t.count()] : named;
                for (int i = t.at(span.start()); i < t.count() && t.start(i) < span.end(); i++) {
                    named[i] = true;
                }
            }
        }
        return named;
    }

    private static void rest(Tokens t, int i, boolean[] named, List<PhiSpan> spans) {
        int before = i - 1;
        if (before >= 0 && !named[before] && !t.beginsLine(i) && belongsBefore(t, before, i)) {
            add(t, before, named, spans);
        }
        // "Md. [Rafiqul]" and "Quetzalcoatl "Quetz" [Moctezuma]".
        if (t.isMark(before, '.')
                && t.touches(before)
                && t.folded(before - 1).equals("md")
                && t.letterIsCapital(before - 1)) {
            add(t, before - 1, named, spans);
        }
        if (t.isMark(before, '"')
                && t.isMark(before - 2, '"')
                && t.letterIsCapital(before - 3)
                && !named[before - 3]
                && !t.is(before - 3, NEVER | WordFacts.DENIED)) {
            add(t, before - 3, named, spans);
        }
        // "Huntington, [Blaine]" where a line, cell or sentence begins with it.
        boolean inverted = t.isMark(before, ',')
                && before > 0
                && !named[before - 1]
                && t.isCapital(before - 1)
                && t.isCapital(i)
                && t.beginsSentence(before - 1)
                && !t.beginsLine(i)
                && (t.is(before - 1, NAMING | WordFacts.EPONYM) || NameReader.isUnknown(t, before - 1))
                && !t.is(before - 1, NEVER)
                && !(t.is(before - 1, WordFacts.DENIED) && !t.is(before - 1, WordFacts.NAME_LIKE));
        if (inverted) {
            add(t, before - 1, named, spans);
        }
        if (t.isMark(i + 1, '_') && t.touches(i + 1) && t.isWord(i + 2) && t.touches(i + 2) && !named[i + 2]) {
            add(t, i + 2, named, spans);
        }
        int told = i + 1;
        while (told < i + 4
                && t.letterIsCapital(told)
                && !t.beginsLine(told)
                && t.start(told) - t.end(told - 1) == 1
                && t.is(i, WordFacts.FIRST_NAME)
                && PICTURED.contains(t.folded(i + 1))
                && t.letterIsCapital(i + 2)) {
            add(t, told++, named, spans);
        }
        int behind = i + 1;
        if (behind < t.count() && !named[behind] && !t.beginsLine(behind) && belongsBehind(t, behind, i)) {
            add(t, behind, named, spans);
        }
    }

    private static boolean adjoins(Tokens t, int former, int latter) {
        return t.start(latter) - t.end(former) == 1 && !t.hasTab(latter);
    }

    private static boolean belongsBefore(Tokens t, int word, int name) {
        if (!adjoins(t, word, name) || t.is(word, NEVER) || t.length(word) < 2) {
            return false;
        }
        if (t.inUpperLine(word)) {
            return t.isUpper(word) && t.is(word, NAMING) && !t.is(word, WordFacts.COMMON | WordFacts.CLINICAL);
        }
        if (t.inLowerLine(word)) {
            return t.is(word, WordFacts.FIRST_NAME) && !t.is(word, WordFacts.CLINICAL) && !t.is(word, WordFacts.DENIED);
        }
        if (!t.letterIsCapital(word) || !t.isCapital(name)) {
            return false;
        }
        if (t.beginsSentence(word) || CapitalCount.around(t, word).isNearlyAll()) {
            return t.is(word, NAMING | WordFacts.EPONYM)
                    && (!t.is(word, WordFacts.DENIED | WordFacts.CLINICAL)
                            || (t.length(word) == 2 && t.is(word, WordFacts.SURNAME))
                            || (t.is(word, WordFacts.EPONYM) && !t.is(word, WordFacts.DENIED | WordFacts.COMMON)));
        }
        return !t.is(word, WordFacts.CLINICAL | WordFacts.PLACE_PREPOSITION) || t.is(word, NAMING);
    }

    private static boolean belongsBehind(Tokens t, int word, int name) {
        if (!adjoins(t, name, word)
                || t.length(word) < 2
                || (t.is(word, NEVER & ~WordFacts.FRAME) && !t.is(word, WordFacts.NAME_LIKE))) {
            return false;
        }
        if (t.inUpperLine(word)) {
            return t.isUpper(word) && t.is(word, NAMING) && !t.is(word, WordFacts.COMMON | WordFacts.CLINICAL);
        }
        if (t.inLowerLine(word)) {
            return NameReader.isListed(t, word) && t.is(name, WordFacts.FIRST_NAME) && !t.is(word, WordFacts.EPONYM);
        }
        return t.letterIsCapital(word)
                && t.isCapital(name)
                && !t.beginsSentence(word)
                && !CapitalCount.around(t, word).isNearlyAll()
                && !Shield.covers(t, word, word + 1)
                && (!t.is(word, WordFacts.CLINICAL | WordFacts.DENIED) || t.is(word, NAMING));
    }

    /** "Olive and [Basil]", "[Ferrari], Reed". */
    private static void others(Tokens t, int i, boolean[] named, List<PhiSpan> spans) {
        if (isJoin(t, i + 1) && isAnother(t, i + 2, i) && !named[i + 2] && !t.beginsLine(i + 2)) {
            add(t, i + 2, named, spans);
        }
        if (isJoin(t, i - 1) && isAnother(t, i - 2, i) && !named[i - 2] && !t.beginsLine(i)) {
            add(t, i - 2, named, spans);
        }
    }

    private static boolean isJoin(Tokens t, int i) {
        return JOINING.contains(t.folded(i)) || t.isMark(i, '&') || t.isMark(i, '/');
    }

    private static boolean isAnother(Tokens t, int word, int name) {
        if (!t.isWord(word) || t.length(word) < 2 || t.is(word, NEVER)) {
            return false;
        }
        if (t.inLowerLine(word)) {
            return t.is(word, WordFacts.FIRST_NAME) && !t.is(word, WordFacts.CLINICAL | WordFacts.DENIED);
        }
        if (t.inUpperLine(word)) {
            return t.is(word, NAMING) && !t.is(word, WordFacts.COMMON | WordFacts.CLINICAL);
        }
        return t.letterIsCapital(word)
                && t.isCapital(name)
                && t.is(word, NAMING)
                && !(t.is(word, WordFacts.CLINICAL | WordFacts.DENIED) && !t.is(word, WordFacts.NAME_LIKE))
                && !Shield.covers(t, word, word + 1);
    }

    private static void add(Tokens t, int i, boolean[] named, List<PhiSpan> spans) {
        named[i] = true;
        spans.add(new PhiSpan(t.start(i), t.end(i), PhiClass.NAME, "name.companion"));
    }
}
