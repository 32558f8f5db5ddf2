package org.residency.deidentification;

import java.util.List;
import org.residency.deidentification.NameReader.Evidence;

/** Names behind a label, a relation or "patient": "Attending (on call): X", "wife X", "pt X". */
final class LabelledNames {

    private LabelledNames() {}

    /** "Name: X", "PCP = X", "Attending (on call): X", "SURNAME X" and lists behind them. */
    static void label(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        while (at < t.count()
                && at < i + 4
                && !t.beginsLine(at)
                && t.is(at, WordFacts.LABEL | WordFacts.STAFF | WordFacts.CREDENTIAL)
                && !t.is(at, WordFacts.FIRST_NAME)) {
            at++;
        }
        if (t.folded(at).equals("party")
                || t.folded(at).equals("by")
                || t.folded(at).equals("contact")
                || t.folded(at).equals("person")) {
            at++;
        }
        if (t.isMark(at, '(')) {
            int close = at;
            while (close < t.count() && close < at + 5 && !t.isMark(close, ')')) {
                close++;
            }
            if (t.isMark(close + 1, ':')) {
                at = close + 1;
            }
        }
        boolean marked = (t.isMark(at, ':')
                        || t.isMark(at, '=')
                        || t.isMark(at, '|')
                        || (t.isMark(at, '-') && t.afterGap(at + 1)))
                && !t.beginsLine(at);
        boolean personal = t.is(i, WordFacts.LABEL) || t.is(at - 1, WordFacts.LABEL);
        if (!marked) {
            boolean heading = t.is(i, WordFacts.LABEL | WordFacts.STAFF)
                    && t.isUpper(i)
                    && !t.beginsLine(at)
                    && (t.beginsSentence(i) || t.afterGap(i));
            if (heading && t.isCapital(at)) {
                TriggeredNameDetector.add(
                        t, TriggeredNameDetector.skipTitles(t, at), Evidence.LIKELY, "name.label", true, spans);
            }
            return;
        }
        while (t.isMark(at, ':') || t.isMark(at, '=') || t.isMark(at, '|') || t.isMark(at, '-')) {
            at++;
        }
        boolean sure = personal
                && (t.folded(at - 2).equals("name")
                        || (isPatientLabel(t, i) && wholeName(t, at))
                        || t.folded(i).contains("name"));
        int end = TriggeredNameDetector.add(
                t,
                TriggeredNameDetector.skipTitles(t, at),
                sure ? Evidence.SURE : Evidence.LIKELY,
                "name.label",
                true,
                spans);
        while (end > 0 && (t.isMark(end, ',') || t.isMark(end, ';') || t.isMark(end, '/')) && !t.beginsLine(end + 1)) {
            end = TriggeredNameDetector.add(
                    t, TriggeredNameDetector.skipTitles(t, end + 1), Evidence.LIKELY, "name.label", false, spans);
        }
    }

    private static boolean isPatientLabel(Tokens t, int i) {
        return t.folded(i).equals("patient")
                || t.folded(i).equals("pt")
                || t.folded(i).equals("client")
                || t.folded(i).equals("driver");
    }

    /** Two or three words with capitals and then the end of a line, sentence or cell. */
    private static boolean wholeName(Tokens t, int from) {
        int at = from;
        while (t.letterIsCapital(at) && at < from + 4 && (at == from || !t.beginsLine(at))) {
            at++;
        }
        return at - from >= 2 && (at == t.count() || t.isMark(at) || t.beginsLine(at));
    }

    static void relation(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean linked = false;
        if (t.isMark(at, '\'')) {
            return;
        }
        if (t.isMark(at, '.') && t.touches(at) && t.length(i) <= 4 && t.letterIsCapital(at + 1)) {
            at++;
        }
        while (at < t.count()
                && at < i + 4
                && (t.isMark(at, ',')
                        || t.isMark(at, '(')
                        || t.isMark(at, '"')
                        || t.folded(at).equals("named")
                        || t.folded(at).equals("called"))) {
            linked = true;
            at++;
        }
        if (t.folded(at).equals("is") && t.letterIsCapital(at + 1)) {
            at++;
        }
        if (t.beginsLine(at) && !NameReader.isUnknown(t, at)) {
            return;
        }
        // Behind a heading in capitals comes a finding rather than a person.
        if (t.isCapital(i)
                && t.letterIsCapital(at)
                && t.is(at, WordFacts.KNOWN)
                && !t.is(at, WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE)) {
            return;
        }
        if (linked && !t.isCapital(at)) {
            return;
        }
        int end = TriggeredNameDetector.add(
                t, TriggeredNameDetector.skipTitles(t, at), Evidence.LIKELY, "name.relative", false, spans);
        if (end > 0 && (t.folded(end).equals("and") || t.isMark(end, '&')) && t.isCapital(end + 1)) {
            TriggeredNameDetector.add(
                    t, TriggeredNameDetector.skipTitles(t, end + 1), Evidence.LIKELY, "name.relative", false, spans);
        }
    }

    static void patient(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        // "PT eval": physical therapy
        boolean therapy = t.isUpper(i) && t.length(i) == 2 && !t.inUpperLine(i) && !t.isCapital(at);
        if (t.beginsLine(at) || therapy) {
            return;
        }
        boolean capital = t.isCapital(at) && !t.inUpperLine(at);
        boolean says = !t.isCapital(at)
                && t.inLowerLine(at)
                && t.is(at, WordFacts.SURNAME | WordFacts.FIRST_NAME)
                && !t.is(at, WordFacts.VERB | WordFacts.DENIED | WordFacts.CLINICAL | WordFacts.PLACE_PREPOSITION)
                && t.is(at + 1, WordFacts.VERB)
                && !t.folded(at + 1).endsWith("ing");
        boolean eponym = capital && t.is(at, WordFacts.EPONYM) && !t.is(at, WordFacts.COMMON);
        if (says || (eponym && !Shield.covers(t, at, at + 1))) {
            spans.add(TriggeredNameDetector.span(t, at, at + 1, "name.patient"));
            return;
        }
        boolean two = t.letterIsCapital(at) && t.letterIsCapital(at + 1) && !t.is(at, WordFacts.KNOWN);
        if ((capital && (two || NameReader.isUnknown(t, at) || t.is(at, WordFacts.FIRST_NAME | WordFacts.SURNAME)))
                || (!capital && ((NameReader.isUnknown(t, at) && t.length(at) > 3) || NameReader.isListed(t, at)))) {
            TriggeredNameDetector.add(t, at, capital ? Evidence.SURE : Evidence.LIKELY, "name.patient", false, spans);
        }
    }

    static void spelled(Tokens t, int from, List<PhiSpan> spans) {
        int at = t.isMark(from, ':') ? from + 1 : from;
        int first = at;
        while ((t.isWord(at) && t.length(at) == 1) || (t.isMark(at, '-') && at > first)) {
            at++;
        }
        if (at - first >= 3) {
            spans.add(TriggeredNameDetector.span(t, first, at, "name.spelled"));
        }
    }
}
