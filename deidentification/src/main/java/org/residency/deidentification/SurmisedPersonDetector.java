package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words that are names only because somebody stands there: "MS3 Ng", "CO Sharpe", "your son Atlas", "Senator Whitlow", "Dr. D,",
 * "addison her daughter", "ms crisp verbalised", "Pt Cockcroft,", "by Judkins", "thx bev", "Kj/PA", "[13:02] okafor.c:".
 */
final class SurmisedPersonDetector implements PhiDetector {
    static final int NAMING = WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.EPONYM;
    static final int NEVER = WordFacts.TITLE
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
    static final Set<String> RECORDED = LISTS.get("recorded");
    private static final Set<String> TOLD = LISTS.get("told");
    private static final Set<String> ALTERNATES =
            WordSet.of("alternate", "alt", "proxy", "poa", "nok", "covering", "sitter");
    private static final Set<String> SERVICES = LISTS.get("services");

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
                SigningPeople.chat(t, i, spans);
            }
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        String word = t.folded(i);
        if (GRADES.contains(word)
                && t.isNumber(TitledPeople.numbered(t, i))
                && t.length(TitledPeople.numbered(t, i)) == 1) {
            TitledPeople.capital(t, TitledPeople.numbered(t, i) + 1, "name.trainee", spans);
        }
        if (t.isUpper(i) && ROLES.contains(word) && !t.inUpperLine(i) && !t.touches(i)) {
            TitledPeople.roleName(t, i + 1, spans);
        }
        if (TITLES.contains(word) && !t.is(i, WordFacts.EPONYM)) {
            TitledPeople.titled(t, i, spans);
        }
        if (COURTESY.contains(word)) {
            TitledPeople.courtesy(t, i, word, spans);
        }
        if ((word.equals("born") || word.equals("named"))
                && t.letterIsCapital(i + 1)
                && t.is(i + 1, NAMING)
                && !t.is(i + 1, NEVER)
                && !t.beginsLine(i + 1)) {
            add(t, i + 1, i + 2, "name.called", spans);
        }
        if (t.is(i, WordFacts.RELATION)) {
            RelatedPeople.relative(t, i, spans);
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
        if (t.beginsLine(i)) {
            if (t.isCapital(i)) {
                header(t, i, spans);
            }
            row(t, i, spans);
        }
        if (t.letterIsCapital(i) && t.beginsSentence(i)) {
            opening(t, i, spans);
        }
        if (t.isUpper(i) && t.length(i) == 1) {
            initial(t, i, spans);
        }
        SigningPeople.shortened(t, i, word, spans);
        if (t.is(i, WordFacts.STAFF)) {
            field(t, i, spans);
        }
        if (SERVICES.contains(word) && t.inLowerLine(i)) {
            ofService(t, i, spans);
        }
        if (OFF.contains(word)) {
            SigningPeople.signOff(t, i, spans);
        }
        if (CHECKED.contains(word)) {
            SigningPeople.initialed(t, i, spans);
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
            RelatedPeople.beforeRelation(t, i - 1, spans);
        }
        if (word.equals("is")
                && t.inUpperLine(i)
                && t.is(i + 1, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME)
                && RelatedPeople.isRelationNear(t, i)
                && t.isMark(i + 2)) {
            add(t, i + 1, i + 2, "name.told", spans);
        }
    }

    /** Abbreviations of medicine stand in capitals throughout: "Ng" is somebody, "NG" a tube. */
    static boolean isMedical(Tokens t, int i) {
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

    /** "brook, hazel 71f": a line of a list begins with a name the other way round, then age and sex in one. */
    private static void row(Tokens t, int i, List<PhiSpan> spans) {
        int age = i + 3;
        boolean reversed = t.isMark(i + 1, ',') && t.isWord(i + 2) && !t.beginsLine(i + 2) && !t.beginsLine(age);
        boolean aged = t.isNumber(age)
                && !t.touches(age)
                && t.length(age) <= 3
                && t.touches(age + 1)
                && (t.folded(age + 1).equals("m") || t.folded(age + 1).equals("f"));
        // "tired, weak 2m" are months.
        boolean first = t.is(i + 2, WordFacts.FIRST_NAME) && !t.is(i + 2, WordFacts.CLINICAL);
        if (reversed && aged && first && !t.is(i, NEVER & ~WordFacts.MONTH) && !t.is(i, WordFacts.CLINICAL)) {
            add(t, i, age, "name.header", spans);
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

    static void add(Tokens t, int from, int to, String rule, List<PhiSpan> spans) {
        int last = t.isMark(to - 1) && to - 1 > from ? to - 2 : to - 1;
        spans.add(new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, rule));
    }
}
