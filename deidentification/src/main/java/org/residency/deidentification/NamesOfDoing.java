package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.residency.deidentification.NameReader.Evidence;

/** Names by what people are or do: an age, a verb, what is theirs. */
final class NamesOfDoing {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/names-of-doing.txt");
    private static final Set<String> AGE_BEHIND = LISTS.get("age-behind");
    private static final Set<String> ABLE = LISTS.get("able");
    private static final Set<String> SPEAKING = LISTS.get("speaking");
    private static final Set<String> NOT_BEHIND_FIRST = WordSet.of("may", "is");

    private NamesOfDoing() {}

    /** "Bo Li is a 45 M", "Ann Ames, 59F". */
    static boolean agedBehind(Tokens t, int i, List<PhiSpan> spans) {
        if (t.is(i, WordFacts.KNOWN) && !t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME)) {
            return false;
        }
        int end = NameReader.end(t, i, Evidence.LIKELY, false);
        if (end == i || (t.isUpper(i) && !t.inUpperLine(i) && t.length(i) < 4 && end - i < 2)) {
            return false;
        }
        int at = end;
        while (at < end + 4
                && (t.isMark(at, ',')
                        || t.isMark(at, '(')
                        || t.folded(at).equals("is")
                        || t.folded(at).equals("a")
                        || t.folded(at).equals("an")
                        || t.folded(at).equals("was")
                        || t.isMark(at, '/')
                        || (t.folded(at).equals("f") && t.isMark(at + 1, '/')))) {
            at++;
        }
        boolean aged = t.isNumber(at)
                && t.length(at) <= 3
                && (t.isMark(at + 1, '-')
                        ? AGE_BEHIND.contains(t.folded(at + 2))
                        : AGE_BEHIND.contains(t.folded(at + 1)));
        // "An 11-year-old" is nobody's name, though there are people called An.
        boolean article =
                end == i + 1 && t.is(i, WordFacts.KNOWN) && t.beginsSentence(i) && (at == end || t.length(i) <= 2);
        if (!aged || article || Shield.framedBehind(t, i, end)) {
            return false;
        }
        spans.add(NameDetector.span(t, i, end, "name.aged"));
        return true;
    }

    /** "Grace was in good spirits": a first name that is a word as well, before what people do. */
    static boolean saidBehind(Tokens t, int i, List<PhiSpan> spans) {
        boolean modal = t.folded(i).equals("will") || t.folded(i).equals("may") || t.is(i, WordFacts.NAME_LIKE);
        boolean speaks = modal && SPEAKING.contains(t.folded(i + 1)) && !t.isCapital(i + 1);
        boolean ambiguous = (t.is(i, WordFacts.FIRST_NAME) || speaks) && t.is(i, WordFacts.KNOWN);
        boolean denied =
                t.is(i, WordFacts.DENIED | WordFacts.PLACE_PREPOSITION) && !t.is(i, WordFacts.NAME_LIKE) && !modal;
        if (!ambiguous || denied || !t.letterIsCapital(i)) {
            return false;
        }
        boolean owns = t.isMark(i + 1, '\'')
                && t.touches(i + 1)
                && t.folded(i + 2).equals("s")
                && t.isWord(i + 3)
                && !t.isCapital(i + 3)
                && t.is(i, WordFacts.FIRST_NAME)
                && !t.is(i, WordFacts.CLINICAL | WordFacts.EPONYM | WordFacts.MONTH);
        if (owns && !Shield.covers(t, i, i + 3)) {
            spans.add(NameDetector.span(t, i, i + 1, "name.said"));
            return true;
        }
        boolean able = t.is(i, WordFacts.FIRST_NAME)
                && !t.is(i, WordFacts.MONTH | WordFacts.CLINICAL)
                && (t.is(i, WordFacts.NAME_LIKE) || !t.is(i, WordFacts.COMMON))
                && ABLE.contains(t.folded(i + 1))
                && !t.isCapital(i + 1);
        if (able) {
            spans.add(NameDetector.span(t, i, i + 1, "name.said"));
            return true;
        }
        int behind = i + 1;
        boolean says = t.is(behind, WordFacts.VERB)
                && !t.isCapital(behind)
                && !(NOT_BEHIND_FIRST.contains(t.folded(behind)) && t.is(i, WordFacts.MONTH));
        boolean shared = t.folded(behind).equals("may") && t.folded(behind + 1).equals("be");
        if (says && !shared && !t.is(i - 1, WordFacts.FRAME)) {
            spans.add(NameDetector.span(t, i, i + 1, "name.said"));
            return true;
        }
        return false;
    }
}
