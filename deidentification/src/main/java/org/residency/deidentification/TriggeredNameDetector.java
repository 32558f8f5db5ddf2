package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.residency.deidentification.NameReader.Evidence;

/** Names by what stands before or behind them: a title, a label, a relation, a signature, a credential. */
final class TriggeredNameDetector implements PhiDetector {
    private static final Set<String> BY =
            WordSet.of("by", "with", "w", "to", "per", "from", "re", "via", "and", "under");
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/triggered-name.txt");
    private static final Set<String> DONE = LISTS.get("done");
    private static final Set<String> DIRECT = LISTS.get("direct");
    private static final Set<String> MEDICAL_TITLE = WordSet.of("ms", "mr", "pa", "st");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                byTrigger(t, i, spans);
            } else if (t.isMark(i, '"')) {
                NamesBeforeCredentials.nickname(t, i, spans);
            }
        }
    }

    private static void byTrigger(Tokens t, int i, List<PhiSpan> spans) {
        if (t.is(i, WordFacts.TITLE)) {
            title(t, i, spans);
        }
        if (t.is(i, WordFacts.SOFT_TITLE)) {
            softTitle(t, i, spans);
        }
        if (t.is(i, WordFacts.LABEL | WordFacts.STAFF | WordFacts.RELATION)) {
            LabelledNames.label(t, i, spans);
        }
        if (t.is(i, WordFacts.RELATION)) {
            LabelledNames.relation(t, i, spans);
        }
        String word = t.folded(i);
        if (BY.contains(word) && doneBefore(t, i)) {
            add(t, skipTitles(t, i + 1), Evidence.LIKELY, "name.signed", true, spans);
        }
        if (DIRECT.contains(word)) {
            int at = i + 1;
            while (t.isMark(at, ',') || t.isMark(at, ':') || t.isMark(at, '"')) {
                at++;
            }
            add(t, skipTitles(t, at), Evidence.LIKELY, "name.called", true, spans);
        }
        if (word.equals("called") || (word.equals("known") && t.folded(i + 1).equals("as"))) {
            int at = word.equals("known") ? i + 2 : i + 1;
            at = t.isMark(at, '"') ? at + 1 : at;
            if (t.isCapital(at) || t.inLowerLine(at)) {
                add(t, at, Evidence.LIKELY, "name.called", false, spans);
            }
        }
        if (word.equals("by") && t.folded(i - 1).equals("goes")) {
            add(t, i + 1, Evidence.LIKELY, "name.called", false, spans);
        }
        if ((word.equals("patient") || word.equals("pt") || word.equals("resident") || word.equals("subject"))
                && !t.isMark(i + 1)) {
            LabelledNames.patient(t, i, spans);
        }
        if (word.equals("spelled") || word.equals("spelt")) {
            LabelledNames.spelled(t, i + 1, spans);
        }
        if (t.is(i, WordFacts.CREDENTIAL)) {
            NamesBeforeCredentials.credential(t, i, spans);
        }
        if (t.is(i, WordFacts.MONTH) && t.isMark(i + 1, ',')) {
            return;
        }
    }

    private static boolean doneBefore(Tokens t, int by) {
        for (int back = 1; back <= 3; back++) {
            int at = by - back;
            if ((t.isMark(at) && !t.isMark(at, '/')) || at < 0) {
                return t.folded(by).equals("per") && t.isCapital(by + 1);
            }
            if (DONE.contains(t.folded(at))) {
                return true;
            }
        }
        return false;
    }

    static int skipTitles(Tokens t, int from) {
        int at = from;
        // "Pa McDermott" is somebody, "PA McDermott" an assistant.
        while ((t.is(at, WordFacts.TITLE | WordFacts.SOFT_TITLE)
                        && !t.is(at, WordFacts.FIRST_NAME)
                        && !(t.letterIsCapital(at) && t.is(at, WordFacts.CREDENTIAL)))
                || (at > from && t.isMark(at, '.') && t.touches(at))
                || t.folded(at).equals("the")
                || t.folded(at).equals("his")
                || t.folded(at).equals("her")) {
            at++;
        }
        return at;
    }

    private static void title(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean dotted = t.isMark(at, '.') && t.touches(at);
        boolean medical = MEDICAL_TITLE.contains(t.folded(i))
                && !dotted
                && !t.letterIsCapital(i)
                && !(t.inUpperLine(i) || t.inLowerLine(i));
        if (dotted) {
            at++;
        }
        if (t.isMark(at, ',')) {
            at++;
        }
        if (medical && !NameReader.isUnknown(t, at) && !NameReader.isListed(t, at)) {
            return;
        }
        if (t.beginsLine(at) && !NameReader.isUnknown(t, at)) {
            return;
        }
        if (t.folded(i).equals("ms") && !dotted && t.inLowerLine(i) && !NameReader.isUnknown(t, at)) {
            return;
        }
        boolean initial = t.isUpper(at)
                && t.length(at) == 1
                && !medical
                && !t.touches(at + 1)
                && t.isWord(at + 1)
                && !t.isCapital(at + 1)
                && !t.beginsLine(at);
        if (initial) {
            spans.add(span(t, at, at + 1, "name.title"));
            return;
        }
        boolean shown =
                (t.isCapital(at) && !t.inUpperLine(at)) || dotted || !t.is(at, WordFacts.VERB | WordFacts.COMMON);
        if ((shown && !t.is(at, WordFacts.VERB))
                || (t.isCapital(at) && t.length(at) == 1)
                || (t.letterIsCapital(at) && !t.is(at, WordFacts.DENIED) && !t.beginsSentence(at))) {
            add(t, at, Evidence.SURE, "name.title", false, spans);
        }
    }

    private static void softTitle(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        // "3 cm HH", "Lt accessory": a unit and a side
        if (t.isNumber(i - 1) || (t.length(i) == 2 && !t.isCapital(i + 1) && !t.inLowerLine(i))) {
            return;
        }
        if (t.isMark(at, '.') && t.touches(at) && t.length(i) < 5) {
            at++;
        }
        if (at < t.count() && !t.beginsLine(at) && !t.isMark(at)) {
            boolean plausible = t.isCapital(i) || !t.is(i, WordFacts.RELATION) || !t.isCapital(at);
            if (plausible || NameReader.isUnknown(t, at) || t.letterIsCapital(at)) {
                add(t, at, Evidence.LIKELY, "name.title", false, spans);
            }
        }
    }

    static int add(Tokens t, int from, Evidence evidence, String rule, boolean mayInvert, List<PhiSpan> spans) {
        int end = NameReader.end(t, from, evidence, mayInvert);
        if (end <= from
                || (!rule.equals("name.title")
                        && !(rule.equals("name.label") && evidence == Evidence.SURE)
                        && Shield.covers(t, from, end))) {
            return -1;
        }
        spans.add(span(t, from, end, rule));
        int at = end;
        if (rule.equals("name.title") || rule.equals("name.signed") || rule.equals("name.called")) {
            while ((t.folded(at).equals("and") || t.isMark(at, '&') || t.isMark(at, '/'))
                    && t.isCapital(at + 1)
                    && !t.inUpperLine(at)) {
                int next = skipTitles(t, at + 1);
                int nextEnd = NameReader.end(t, next, Evidence.LIKELY, false);
                if (nextEnd <= next || Shield.covers(t, next, nextEnd)) {
                    break;
                }
                spans.add(span(t, next, nextEnd, rule));
                at = nextEnd;
            }
        }
        return end;
    }

    static PhiSpan span(Tokens t, int from, int to, String rule) {
        int last = to - 1;
        if (t.isMark(last, '.') && last > from && t.length(last - 1) > 1) {
            last--;
        }
        return new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, rule);
    }
}
