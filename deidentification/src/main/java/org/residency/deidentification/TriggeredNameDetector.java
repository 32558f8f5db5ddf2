package org.residency.deidentification;

import java.util.List;
import java.util.Set;
import org.residency.deidentification.NameReader.Evidence;

/** Names by what stands before or behind them: a title, a label, a relation, a signature, a credential. */
final class TriggeredNameDetector implements PhiDetector {
    private static final Set<String> BY = Set.of("by", "with", "w", "to", "per", "from", "re", "via", "and", "under");
    private static final Set<String> DONE = Set.of(
            "seen",
            "dictated",
            "signed",
            "cosigned",
            "reviewed",
            "examined",
            "evaluated",
            "referred",
            "transcribed",
            "prepared",
            "entered",
            "verified",
            "typed",
            "authored",
            "authenticated",
            "attested",
            "interviewed",
            "witnessed",
            "accompanied",
            "admitted",
            "called",
            "consulted",
            "spoke",
            "spoken",
            "discussed",
            "talked",
            "read",
            "interpreted",
            "performed",
            "approved",
            "ordered",
            "written",
            "supervised",
            "consented",
            "assisted",
            "collected",
            "requested",
            "followed",
            "recommended",
            "given",
            "reported",
            "obtained",
            "placed",
            "administered",
            "treated",
            "managed",
            "operated",
            "copy",
            "d",
            "drawn",
            "login",
            "brought",
            "tc",
            "care",
            "check",
            "message",
            "call");
    private static final Set<String> DIRECT = Set.of(
            "paged",
            "texted",
            "dear",
            "sincerely",
            "regards",
            "respectfully",
            "cordially",
            "attn",
            "named",
            "nicknamed",
            "nickname",
            "née",
            "nee",
            "aka",
            "alias",
            "notified",
            "emailed",
            "phoned",
            "per",
            "cc",
            "d/w",
            "informed",
            "thanks",
            "signed",
            "hi",
            "hello",
            "telling",
            "saw",
            "asked");
    private static final Set<String> KNOWN_AS =
            Set.of("known", "called", "goes", "nickname", "formerly", "aka", "alias", "nicknamed");
    private static final Set<String> MEDICAL_TITLE = Set.of("ms", "mr", "pa", "st");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                byTrigger(t, i, spans);
            } else if (t.isMark(i, '"')) {
                nickname(t, i, spans);
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
            label(t, i, spans);
        }
        if (t.is(i, WordFacts.RELATION)) {
            relation(t, i, spans);
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
            patient(t, i, spans);
        }
        if (word.equals("spelled") || word.equals("spelt")) {
            spelled(t, i + 1, spans);
        }
        if (t.is(i, WordFacts.CREDENTIAL)) {
            credential(t, i, spans);
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

    private static int skipTitles(Tokens t, int from) {
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

    /** "Name: X", "PCP = X", "Attending (on call): X", "SURNAME X" and lists behind them. */
    private static void label(Tokens t, int i, List<PhiSpan> spans) {
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
                add(t, skipTitles(t, at), Evidence.LIKELY, "name.label", true, spans);
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
        int end = add(t, skipTitles(t, at), sure ? Evidence.SURE : Evidence.LIKELY, "name.label", true, spans);
        while (end > 0 && (t.isMark(end, ',') || t.isMark(end, ';') || t.isMark(end, '/')) && !t.beginsLine(end + 1)) {
            end = add(t, skipTitles(t, end + 1), Evidence.LIKELY, "name.label", false, spans);
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

    private static void relation(Tokens t, int i, List<PhiSpan> spans) {
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
        int end = add(t, skipTitles(t, at), Evidence.LIKELY, "name.relative", false, spans);
        if (end > 0 && (t.folded(end).equals("and") || t.isMark(end, '&')) && t.isCapital(end + 1)) {
            add(t, skipTitles(t, end + 1), Evidence.LIKELY, "name.relative", false, spans);
        }
    }

    private static void patient(Tokens t, int i, List<PhiSpan> spans) {
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
            spans.add(span(t, at, at + 1, "name.patient"));
            return;
        }
        boolean two = t.letterIsCapital(at) && t.letterIsCapital(at + 1) && !t.is(at, WordFacts.KNOWN);
        if ((capital && (two || NameReader.isUnknown(t, at) || t.is(at, WordFacts.FIRST_NAME | WordFacts.SURNAME)))
                || (!capital && ((NameReader.isUnknown(t, at) && t.length(at) > 3) || NameReader.isListed(t, at)))) {
            add(t, at, capital ? Evidence.SURE : Evidence.LIKELY, "name.patient", false, spans);
        }
    }

    private static void spelled(Tokens t, int from, List<PhiSpan> spans) {
        int at = t.isMark(from, ':') ? from + 1 : from;
        int first = at;
        while ((t.isWord(at) && t.length(at) == 1) || (t.isMark(at, '-') && at > first)) {
            at++;
        }
        if (at - first >= 3) {
            spans.add(span(t, first, at, "name.spelled"));
        }
    }

    /** The name before MD or RN. */
    private static void credential(Tokens t, int i, List<PhiSpan> spans) {
        if (t.touches(i + 1) && (t.isNumber(i + 1) || (t.isMark(i + 1, '-') && t.isNumber(i + 2)))) {
            return;
        }
        boolean comma = t.isMark(i - 1, ',');
        int last = comma ? i - 2 : i - 1;
        boolean upper =
                t.isUpper(i) || t.folded(i).equals("pharmd") || t.folded(i).equals("phd");
        boolean signature = comma
                && t.isWord(last)
                && t.length(last) <= 3
                && t.isMark(last - 1, '-')
                && !t.is(last, WordFacts.KNOWN);
        if (signature) {
            spans.add(span(t, last, last + 1, "name.credential"));
            return;
        }
        if (last < 0 || t.beginsLine(i) || !(upper || t.inLowerLine(i)) || (!comma && !upper && !t.inLowerLine(i))) {
            return;
        }
        if (t.isMark(last, '.') && (t.length(last - 1) <= 2)) {
            last--;
        }
        if (!t.isWord(last) || t.is(last, WordFacts.CREDENTIAL | WordFacts.SERVICE)) {
            return;
        }
        boolean initials = comma && t.length(last) <= 3 && t.isMark(last - 1, '-');
        if (initials) {
            spans.add(span(t, last, last + 1, "name.credential"));
            return;
        }
        if (!acceptableBefore(t, last, comma)) {
            return;
        }
        int first = last;
        for (int words = 1; words < 4; words++) {
            int before = first - 1;
            if (t.isMark(before, '.') && t.touches(before) && t.length(before - 1) == 1) {
                before--;
            } else if (t.isMark(before, '-') && t.touches(before) && t.touches(first)) {
                before--;
            }
            boolean fits = t.isWord(before)
                    && !t.beginsLine(first)
                    && (t.isCapital(before) == t.isCapital(last) || t.is(before, WordFacts.PARTICLE))
                    && (acceptableBefore(t, before, false)
                            || t.length(before) == 1
                            || t.is(before, WordFacts.PARTICLE));
            if (!fits || t.is(before, WordFacts.TITLE | WordFacts.CREDENTIAL)) {
                break;
            }
            first = before;
        }
        spans.add(span(t, first, last + 1, "name.credential"));
    }

    private static boolean acceptableBefore(Tokens t, int i, boolean comma) {
        if (t.isCapital(i) && !t.inUpperLine(i)) {
            boolean plain = t.is(i, WordFacts.DENIED) || (t.is(i, WordFacts.KNOWN) && !comma);
            return t.length(i) > 1
                    && (!plain || t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME))
                    && !(t.isUpper(i) && t.is(i, WordFacts.CLINICAL));
        }
        return NameReader.isUnknown(t, i)
                || (t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME) && !t.is(i, WordFacts.CLINICAL | WordFacts.VERB))
                || (t.is(i, WordFacts.NAME_LIKE)
                        && (comma
                                || (t.isUpper(i) && !t.is(i, WordFacts.CLINICAL | WordFacts.VERB | WordFacts.DENIED))));
    }

    /** "Wayne" or ("Kevin") behind a name or where somebody tells what he is called. */
    private static void nickname(Tokens t, int i, List<PhiSpan> spans) {
        if (t.letterIsCapital(i + 1) && t.isMark(i + 2, '"') && !t.is(i + 1, WordFacts.CLINICAL)) {
            boolean told = KNOWN_AS.contains(t.folded(i - 1)) || KNOWN_AS.contains(t.folded(i - 2));
            boolean behindName = (t.isMark(i - 1, '(') && t.isCapital(i - 2))
                    || (t.letterIsCapital(i - 1) && t.letterIsCapital(i + 3));
            if (told || behindName) {
                spans.add(span(t, i + 1, i + 2, "name.called"));
            }
        }
    }

    private static int add(Tokens t, int from, Evidence evidence, String rule, boolean mayInvert, List<PhiSpan> spans) {
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

    private static PhiSpan span(Tokens t, int from, int to, String rule) {
        int last = to - 1;
        if (t.isMark(last, '.') && last > from && t.length(last - 1) > 1) {
            last--;
        }
        return new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, rule);
    }
}
