package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words that are names only because somebody stands there: "MS3 Ng", "CO Sharpe", "your son Atlas", "Senator Whitlow", "Dr. D,",
 * "addison her daughter", "ms crisp verbalised", "Pt Cockcroft,", "by Judkins", "thx bev", "Kj/PA", "[13:02] okafor.c:".
 */
final class SurmisedPersonDetector implements PhiDetector {
    private static final int NAMING = WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.EPONYM;
    private static final int NEVER = WordFacts.TITLE
            | WordFacts.CREDENTIAL
            | WordFacts.WEEKDAY
            | WordFacts.LARGE_PLACE
            | WordFacts.SERVICE
            | WordFacts.UNIT
            | WordFacts.RELATION
            | WordFacts.STAFF
            | WordFacts.LABEL
            | WordFacts.PLACE_PREPOSITION
            | WordFacts.MONTH;
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/surmised-person.txt");
    private static final Set<String> GRADES = LISTS.get("grades");
    private static final Set<String> ROLES = LISTS.get("roles");
    private static final Set<String> TITLES = LISTS.get("titles");
    private static final Set<String> COURTESY =
            WordSet.of("mr", "mrs", "ms", "dr", "doctor", "miss", "mister", "mx", "sr", "sra");
    private static final Set<String> WHOSE =
            WordSet.of("his", "her", "their", "your", "my", "our", "pt's", "patient's");
    private static final Set<String> OFF = LISTS.get("off");
    private static final Set<String> CHECKED = LISTS.get("checked");
    private static final Set<String> RECORDED = LISTS.get("recorded");
    private static final Set<String> TOLD = LISTS.get("told");
    private static final Set<String> ALTERNATES =
            WordSet.of("alternate", "alt", "proxy", "poa", "nok", "covering", "sitter");
    private static final Set<String> SERVICES = LISTS.get("services");
    private static final Set<String> WITH = WordSet.of("with", "w", "by", "and", "from", "to", "via", "per");

    private static final int MOST_SPELLED = 24;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                if (t.length(i) == 1 && t.isWord(i - 1) && t.length(i - 1) > 2) {
                    spelled(t, i, spans);
                }
                word(t, i, spans);
            } else if (t.isMark(i, '[') && t.beginsLine(i)) {
                chat(t, i, spans);
            }
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        String word = t.folded(i);
        if (GRADES.contains(word) && t.isNumber(numbered(t, i)) && t.length(numbered(t, i)) == 1) {
            capital(t, numbered(t, i) + 1, "name.trainee", spans);
        }
        if (t.isUpper(i) && ROLES.contains(word) && !t.inUpperLine(i) && !t.touches(i)) {
            roleName(t, i + 1, spans);
        }
        if (TITLES.contains(word) && !t.is(i, WordFacts.EPONYM)) {
            titled(t, i, spans);
        }
        if (COURTESY.contains(word)) {
            courtesy(t, i, word, spans);
        }
        if ((word.equals("born") || word.equals("named"))
                && t.letterIsCapital(i + 1)
                && t.is(i + 1, NAMING)
                && !t.is(i + 1, NEVER)
                && !t.beginsLine(i + 1)) {
            add(t, i + 1, i + 2, "name.called", spans);
        }
        if (t.is(i, WordFacts.RELATION)) {
            relative(t, i, spans);
        }
        if ((word.equals("pt") || word.equals("patient") || word.equals("client"))
                && !t.inUpperLine(i)
                && t.letterIsCapital(i + 1)
                && t.is(i + 1, WordFacts.EPONYM)
                && !t.beginsLine(i + 1)
                && (t.isMark(i + 2) || t.is(i + 2, WordFacts.VERB))
                && !Shield.covers(t, i + 1, i + 2)) {
            add(t, i + 1, i + 2, "name.patient", spans);
        }
        if (word.equals("by")) {
            by(t, i, spans);
        }
        if (t.isCapital(i) && t.beginsLine(i)) {
            header(t, i, spans);
        }
        if (t.letterIsCapital(i) && t.beginsSentence(i)) {
            opening(t, i, spans);
        }
        if (t.isUpper(i) && t.length(i) == 1) {
            initial(t, i, spans);
        }
        shortened(t, i, word, spans);
        if (t.is(i, WordFacts.STAFF)) {
            field(t, i, spans);
        }
        if (SERVICES.contains(word) && t.inLowerLine(i)) {
            ofService(t, i, spans);
        }
        if (OFF.contains(word)) {
            signOff(t, i, spans);
        }
        if (CHECKED.contains(word)) {
            initialed(t, i, spans);
        }
        if (t.is(i, WordFacts.CREDENTIAL)
                && t.isUpper(i)
                && t.isMark(i - 1, '/')
                && t.touches(i)
                && t.isWord(i - 2)
                && t.length(i - 2) <= 3
                && t.length(i - 2) > 1
                && !t.is(i - 2, WordFacts.CREDENTIAL | WordFacts.CLINICAL | WordFacts.COMMON | WordFacts.STAFF)) {
            add(t, i - 2, i - 1, "name.initials", spans);
        }
        if (WHOSE.contains(word) && !t.isCapital(i) && t.is(i + 1, WordFacts.RELATION)) {
            beforeRelation(t, i - 1, spans);
        }
        if (word.equals("is")
                && t.inUpperLine(i)
                && t.is(i + 1, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME)
                && isRelationNear(t, i)
                && t.isMark(i + 2)) {
            add(t, i + 1, i + 2, "name.told", spans);
        }
    }

    /** Abbreviations of medicine stand in capitals throughout: "Ng" is somebody, "NG" a tube. */
    private static boolean isMedical(Tokens t, int i) {
        boolean shortName =
                t.letterIsCapital(i) && t.length(i) <= 3 && t.is(i, WordFacts.SURNAME | WordFacts.FIRST_NAME);
        return t.is(i, WordFacts.CLINICAL) && !shortName && !t.is(i, WordFacts.EPONYM);
    }

    /** "Cath was by Judkins", "Requested by: Whipple"; an ejection fraction is "40% by Simpson". */
    private static void by(Tokens t, int i, List<PhiSpan> spans) {
        int at = t.isMark(i + 1, ':') ? i + 2 : i + 1;
        boolean measured =
                t.isNumber(i - 1) || t.isMark(i - 1, '%') || (t.is(i - 1, WordFacts.UNIT) && t.isNumber(i - 2));
        boolean method = t.isMark(at + 1, '-') && t.touches(at + 1) && !t.is(i - 1, WordFacts.VERB);
        if (t.letterIsCapital(at)
                && t.is(at, WordFacts.EPONYM)
                && !measured
                && !method
                && !t.beginsLine(at)
                && !Shield.covers(t, at, at + 1)) {
            add(t, at, at + 1, "name.by", spans);
        }
    }

    /** "AKECHETA SPOTTED-ELK DOB": a line begins with words in capitals, then what a record says of somebody. */
    private static void header(Tokens t, int i, List<PhiSpan> spans) {
        int end = i;
        boolean name = false;
        while (end < i + 6
                && (t.isCapital(end)
                        || (t.isMark(end, '-') && t.touches(end))
                        || (t.isMark(end, ',') && t.isCapital(end + 1)))
                && !RECORDED.contains(t.folded(end))
                && !(end > i && t.beginsLine(end))) {
            boolean hyphened = t.isMark(end + 1, '-') && t.touches(end + 1);
            if ((t.isWord(end)
                            && t.is(end, NEVER | WordFacts.DENIED | WordFacts.FACILITY)
                            && !t.is(end, WordFacts.NAME_LIKE))
                    || (t.is(end, WordFacts.CLINICAL) && !t.is(end, NAMING) && !hyphened)) {
                return;
            }
            name |= t.isWord(end) && (t.is(end, NAMING) || NameReader.isUnknown(t, end));
            end++;
        }
        if (end - i >= 2 && name && RECORDED.contains(t.folded(end)) && !t.beginsLine(end) && !t.isMark(end - 1)) {
            add(t, i, end, "name.header", spans);
        }
    }

    /** "Bear (prefers it to ...", "Hashimoto (pt # 12)", "Oz. POD2": the note begins with somebody. */
    private static void opening(Tokens t, int i, List<PhiSpan> spans) {
        boolean told = t.isMark(i + 1, '(') && TOLD.contains(t.folded(i + 2));
        if (told && t.length(i) > 1 && !t.is(i, NEVER | WordFacts.DENIED) && !isMedical(t, i)) {
            add(t, i, i + 1, "name.opening", spans);
        }
    }

    /** "D. Valsalva ·", "Sonographer B. Lambl": an initial makes the eponym somebody. */
    private static void initial(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 2;
        boolean somebody = t.isMark(i + 1, '.')
                && t.touches(i + 1)
                && t.letterIsCapital(at)
                && t.is(at, WordFacts.EPONYM)
                && !t.beginsLine(at)
                && (t.beginsSentence(i)
                        || t.is(i - 1, WordFacts.STAFF | WordFacts.TITLE | WordFacts.SOFT_TITLE | WordFacts.CREDENTIAL)
                        || t.folded(i - 1).equals("by"))
                && (at + 1 == t.count() || t.isMark(at + 1) || t.beginsLine(at + 1) || t.is(at + 1, WordFacts.VERB));
        if (somebody && !Shield.covers(t, at, at + 1)) {
            add(t, i, at + 1, "name.initial", spans);
        }
    }

    /** "teague m  age 29", "pt k.m. 62m", "initials B-T". */
    private static void shortened(Tokens t, int i, String word, List<PhiSpan> spans) {
        if ((t.is(i, NAMING) || NameReader.isUnknown(t, i))
                && t.inLowerLine(i)
                && t.isWord(i + 1)
                && t.length(i + 1) == 1
                && !t.touches(i + 1)
                && RECORDED.contains(t.folded(i + 2))
                && !t.is(i, NEVER | WordFacts.CLINICAL | WordFacts.DENIED)) {
            add(t, i, i + 2, "name.header", spans);
        }
        if ((word.equals("pt") || word.equals("patient"))
                && t.isWord(i + 1)
                && t.length(i + 1) == 1
                && t.isMark(i + 2, '.')
                && t.isWord(i + 3)
                && t.length(i + 3) == 1
                && t.isMark(i + 4, '.')
                && t.touches(i + 3)) {
            add(t, i + 1, i + 4, "name.initials", spans);
        }
        if ((word.equals("initials") || word.equals("init")) && !t.beginsLine(i + 1)) {
            int at = t.isMark(i + 1, ':') ? i + 2 : i + 1;
            int end = at;
            while (end < at + 5
                    && ((t.isUpper(end) && t.length(end) <= 3) || (end > at && t.touches(end) && t.isMark(end)))
                    && (end == at || t.touches(end))) {
                end++;
            }
            if (end > at) {
                add(t, at, end, "name.initials", spans);
            }
        }
    }

    /** "sitter 403: Precious; covering: Garden x5521", "ALTERNATE GRANT." */
    private static void field(Tokens t, int i, List<PhiSpan> spans) {
        int at = t.isNumber(i + 1) ? i + 2 : i + 1;
        boolean colon = t.isMark(at, ':');
        boolean heading = t.isUpper(i) && t.inUpperLine(i) && at == i + 1 && ALTERNATES.contains(t.folded(i));
        if (!colon && !heading) {
            return;
        }
        int word = colon ? at + 1 : at;
        boolean closed = word + 1 >= t.count()
                || t.isMark(word + 1)
                || t.beginsLine(word + 1)
                || t.folded(word + 1).equals("x");
        if (t.isCapital(word)
                && !t.beginsLine(word)
                && t.is(word, NAMING)
                && closed
                && !t.is(word, NEVER | WordFacts.DENIED)
                && !isMedical(t, word)) {
            add(t, word, word + 1, "name.label", spans);
        }
    }

    /** "rad onc du, ct surg hartsock": in small letters the name of a service, then somebody of it. */
    private static void ofService(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean surname = t.is(at, WordFacts.SURNAME | WordFacts.PARTICLE) || NameReader.isUnknown(t, at);
        boolean closed = at + 1 == t.count()
                || t.isMark(at + 1, ',')
                || t.isMark(at + 1, '.')
                || t.isMark(at + 1, ';')
                || t.isMark(at + 1, ')');
        if (t.isWord(at)
                && t.inLowerLine(at)
                && !t.isCapital(at)
                && surname
                && closed
                && t.length(at) > 1
                && !t.beginsLine(at)
                && !t.touches(at)
                && !t.is(at, WordFacts.COMMON | WordFacts.CLINICAL | WordFacts.UNIT | WordFacts.CREDENTIAL)) {
            add(t, at, at + 1, "name.service", spans);
        }
    }

    /** "abara a b a r a": what is spelled stands before it as a word. */
    private static void spelled(Tokens t, int i, List<PhiSpan> spans) {
        StringBuilder letters = new StringBuilder();
        for (int at = i; t.isWord(at) && t.length(at) == 1 && letters.length() < MOST_SPELLED; at++) {
            letters.append(t.folded(at));
        }
        if (letters.length() > 2 && t.folded(i - 1).contentEquals(letters)) {
            add(t, i - 1, i + letters.length(), "name.spelled", spans);
        }
    }

    private static int numbered(Tokens t, int i) {
        return t.isMark(i + 1, '-') && t.touches(i + 1) ? i + 2 : i + 1;
    }

    private static boolean isRelationNear(Tokens t, int is) {
        for (int back = 1; back <= 4; back++) {
            if (t.is(is - back, WordFacts.RELATION | WordFacts.STAFF)) {
                return true;
            }
        }
        return false;
    }

    private static void capital(Tokens t, int at, String rule, List<PhiSpan> spans) {
        if (t.letterIsCapital(at)
                && !t.beginsLine(at)
                && !t.touches(at)
                && !t.is(at, NEVER)
                && !isMedical(t, at)
                && (t.is(at, NAMING) || NameReader.isUnknown(t, at))) {
            int end = Math.max(at + 1, NameReader.end(t, at, NameReader.Evidence.LIKELY, false));
            add(t, at, end, rule, spans);
        }
    }

    /** "CO Sharpe present": a role in capitals before a word that may be a name, and no medical one. */
    private static void roleName(Tokens t, int at, List<PhiSpan> spans) {
        if (t.letterIsCapital(at)
                && !t.beginsLine(at)
                && t.length(at) > 1
                && !t.is(at, NEVER | WordFacts.DENIED)
                && !isMedical(t, at)
                && (t.is(at, NAMING) || NameReader.isUnknown(t, at))
                && !Shield.covers(t, at, at + 1)) {
            int end = Math.max(at + 1, NameReader.end(t, at, NameReader.Evidence.LIKELY, false));
            add(t, at, end, "name.role", spans);
        }
    }

    private static void titled(Tokens t, int i, List<PhiSpan> spans) {
        int at = t.isMark(i + 1, '.') && t.touches(i + 1) ? i + 2 : i + 1;
        if (t.letterIsCapital(at)
                && !t.inUpperLine(at)
                && !t.beginsLine(at)
                && t.length(at) > 1
                && !(t.is(at, NEVER | WordFacts.DENIED | WordFacts.FACILITY) && !t.is(at, WordFacts.NAME_LIKE))
                && (t.is(at, NAMING) || !t.is(at, WordFacts.COMMON | WordFacts.CLINICAL) || t.isCapital(i))
                && !Shield.covers(t, at, at + 1)) {
            int end = Math.max(at + 1, NameReader.end(t, at, NameReader.Evidence.LIKELY, false));
            add(t, at, end, "name.title", spans);
        }
    }

    private static void courtesy(Tokens t, int i, String title, List<PhiSpan> spans) {
        boolean dotted = t.isMark(i + 1, '.') && t.touches(i + 1);
        int at = dotted ? i + 2 : i + 1;
        if (!t.isWord(at) || t.beginsLine(at)) {
            return;
        }
        // "Dr. D, did my labs"
        if (t.isUpper(at) && t.length(at) == 1 && !t.touches(at)) {
            boolean closed =
                    at + 1 == t.count() || (t.isMark(at + 1) && !t.isMark(at + 1, '/') && !t.isMark(at + 1, '&'));
            if (closed && (dotted || t.letterIsCapital(i))) {
                add(t, at, at + 1, "name.title", spans);
            }
            return;
        }
        // "ms crisp verbalised", "doctor rivers in"
        boolean lower = t.inLowerLine(at) && !t.isCapital(at) && !t.isUpper(i) && t.length(at) > 2;
        if (lower && !t.is(at, NEVER | WordFacts.VERB | WordFacts.DENIED)) {
            boolean doing = t.is(at + 1, WordFacts.VERB)
                    || t.folded(at + 1).endsWith("ed")
                    || t.isMark(at + 1)
                    || at + 1 == t.count()
                    || t.is(at + 1, WordFacts.PLACE_PREPOSITION)
                    || t.is(at + 1, WordFacts.COMMON);
            boolean likely = t.is(at, NAMING)
                    || (!title.equals("ms")
                            && !title.equals("miss")
                            && !t.is(at, WordFacts.CLINICAL)
                            && t.folded(at - 1).equals(title))
                    || (t.is(at, WordFacts.COMMON)
                            && (t.is(at + 1, WordFacts.VERB) || t.folded(at + 1).endsWith("ed")));
            if (doing && likely) {
                add(t, at, at + 1, "name.title", spans);
            }
        }
    }

    private static void relative(Tokens t, int i, List<PhiSpan> spans) {
        boolean inLaw = t.folded(i + 1).equals("in") && t.folded(i + 2).equals("law");
        int at = inLaw ? i + 3 : i + 1;
        boolean whose = WHOSE.contains(t.folded(i - 1));
        boolean cell = t.folded(at + 1).equals("cell") && (t.isNumber(at + 2) || t.isMark(at + 2));
        if (t.letterIsCapital(at)
                && !t.inUpperLine(at)
                && !t.beginsLine(at)
                && t.length(at) > 1
                && !t.is(at, NEVER | WordFacts.DENIED)
                && (cell || !Shield.framedBehind(t, at, at + 1))
                && !Shield.dosed(t, at + 1)) {
            boolean doing = t.is(at + 1, WordFacts.VERB) && !t.isCapital(at + 1);
            boolean opens = t.isCapital(i) && t.beginsSentence(i);
            boolean telephoned = cell || t.folded(at + 1).equals("at") || t.isNumber(at + 1) || t.isMark(at + 1, '(');
            if ((whose && !t.isCapital(i))
                    || ((opens || inLaw)
                            && (doing || telephoned)
                            && (doing || t.length(at) <= 3 || t.is(at, NAMING) || NameReader.isUnknown(t, at)))) {
                add(t, at, at + 1, "name.relative", spans);
            }
        }
        // "roommate's visitor (big al)"
        if (t.isMark(at, '(') && t.inLowerLine(i) && t.isWord(at + 1)) {
            int close = at + 1;
            boolean name = false;
            while (close < at + 4 && t.isWord(close)) {
                name |= t.is(close, WordFacts.FIRST_NAME) || NameReader.isUnknown(t, close);
                close++;
            }
            boolean plain = t.is(at + 1, NEVER | WordFacts.CLINICAL | WordFacts.VERB);
            if (t.isMark(close, ')') && close - at > 1 && name && !plain) {
                add(t, at + 1, close, "name.relative", spans);
            }
        }
    }

    /** "home with [addison] her daughter". */
    private static void beforeRelation(Tokens t, int at, List<PhiSpan> spans) {
        int name = t.isMark(at, ',') ? at - 1 : at;
        boolean hyphened = t.isMark(name - 1, '-') && t.touches(name);
        int first = hyphened ? name - 2 : name;
        boolean led = WITH.contains(t.folded(first - 1))
                || (t.isMark(at, ',') && t.letterIsCapital(first) && t.beginsSentence(first));
        if (t.isWord(name)
                && t.length(name) > 2
                && led
                && (t.is(name, NAMING) || NameReader.isUnknown(t, name))
                && !t.is(name, NEVER | WordFacts.VERB | WordFacts.DENIED)) {
            add(t, first, name + 1, "name.apposition", spans);
        }
    }

    /** "thx bev", "yours, Rufus": one to three words, then the end of a line. */
    private static void signOff(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        while (t.isMark(at, ',') || t.isMark(at, '!') || t.isMark(at, '-')) {
            at++;
        }
        int end = at;
        boolean name = false;
        while (end < at + 3 && t.isWord(end) && (end == at || !t.beginsLine(end))) {
            name |= t.is(end, NAMING) || NameReader.isUnknown(t, end);
            end++;
        }
        boolean closed = end == t.count()
                || t.beginsLine(end)
                || (t.isMark(end, '.') && (end + 1 == t.count() || t.beginsLine(end + 1)));
        if (end > at
                && name
                && closed
                && !t.is(at, NEVER & ~WordFacts.CREDENTIAL)
                && !(t.is(at, WordFacts.COMMON) && !t.is(at, NAMING))) {
            add(t, at, end, "name.signed", spans);
        }
    }

    /** "tech: js", "screened pk, qc do". */
    private static void initialed(Tokens t, int i, List<PhiSpan> spans) {
        boolean colon = t.isMark(i + 1, ':') || t.isMark(i + 1, '/');
        int at = colon ? i + 2 : i + 1;
        boolean sized = t.isWord(at) && t.length(at) >= 2 && t.length(at) <= 3 && !t.beginsLine(at);
        boolean closed = at + 1 == t.count()
                || t.beginsLine(at + 1)
                || ((t.isMark(at + 1, ',') || t.isMark(at + 1, '.') || t.isMark(at + 1, ';') || t.isMark(at + 1, ')'))
                        && !(t.touches(at + 2) && t.isWord(at + 2)));
        boolean plain = t.is(at, WordFacts.COMMON | WordFacts.CLINICAL | WordFacts.CREDENTIAL)
                && !(t.folded(i).equals("qc") && t.length(at) == 2);
        if (sized
                && closed
                && !plain
                && (colon || !t.folded(i).equals("by"))
                && (colon || t.inLowerLine(i) || t.isUpper(at))) {
            add(t, at, at + 1, "name.initials", spans);
        }
    }

    /** "[13:02] okafor.c: ", "[09:15] hb_rt:". */
    private static void chat(Tokens t, int open, List<PhiSpan> spans) {
        int close = open + 1;
        while (close < open + 10 && !t.isMark(close, ']')) {
            close++;
        }
        if (!t.isNumber(open + 1) || !t.isMark(close, ']')) {
            return;
        }
        int from = close + 1;
        int end = from;
        int paren = -1;
        while (end < from + 8 && end < t.count() && !t.beginsLine(end) && !t.isMark(end, ':')) {
            if (t.isMark(end, '(') && paren < 0) {
                paren = end;
            }
            end++;
        }
        if (t.isMark(end, ':') && end > from && t.isWord(from)) {
            add(t, from, paren > from ? paren : end, "name.chat", spans);
        }
    }

    private static void add(Tokens t, int from, int to, String rule, List<PhiSpan> spans) {
        int last = t.isMark(to - 1) && to - 1 > from ? to - 2 : to - 1;
        spans.add(new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, rule));
    }
}
