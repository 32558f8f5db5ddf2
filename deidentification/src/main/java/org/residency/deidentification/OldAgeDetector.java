package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * Ages over 89 beside somebody whom another rule found: "Abdul-Rahim (90)", "rm 6 Toole ninety one", "Mrs. Ohn 93 f". Runs
 * behind all that find names; in a measurement no name stands before the number.
 */
final class OldAgeDetector implements PhiDetector {
    private static final int OLDEST_STAYING = 89;
    private static final int OLDEST = 115;
    private static final Set<String> MEASURED = WordSet.of("over", "x", "by");
    private static final Set<String> DEAD = WordSet.of("d", "dec'd", "dec", "decd", "deceased", "died");
    private static final Set<String> SAID =
            WordSet.of("was", "is", "aged", "age", "turned", "at", "turning", "nearly", "almost");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int size = spans.size();
        for (int k = 0; k < size; k++) {
            if (spans.get(k).phiClass() == PhiClass.NAME) {
                behind(t, t.at(spans.get(k).end()), spans);
            }
        }
        for (int i = 0; i < t.count(); i++) {
            boolean died = t.length(i) == 2 && t.folded(i).equals("at") && isDead(t, i - 1);
            if (died && isOld(t, i + 1)) {
                add(t, i + 1, i + 2, spans);
            } else if (t.is(i, WordFacts.NUMBER_WORD)
                    && t.is(i - 1, WordFacts.NUMBER_WORD)
                    && t.folded(i).equals("hundred")
                    && isSaid(t, i - 2)) {
                SpelledNumber age = SpelledNumber.cardinal(t, i - 1);
                int end = t.folded(i + 1).equals("and") && t.is(i + 2, WordFacts.NUMBER_WORD)
                        ? i + 3
                        : age == null ? i + 1 : Math.max(i + 1, age.end());
                if (!t.is(end, WordFacts.UNIT) && t.folded(i - 1).equals("one")) {
                    add(t, i - 1, end, spans);
                }
            }
        }
    }

    private static void behind(Tokens t, int at, List<PhiSpan> spans) {
        boolean bracket = t.isMark(at, '(');
        int age = bracket || t.isMark(at, ',') ? at + 1 : at;
        if (t.beginsLine(age)) {
            return;
        }
        if (isOld(t, age)) {
            int next = age + 1;
            boolean closed = bracket
                    ? t.isMark(next, ')')
                    : !t.touches(next)
                            && !t.is(next, WordFacts.UNIT)
                            && !MEASURED.contains(t.folded(next))
                            && isPerson(t, next);
            if (closed) {
                add(t, age, next, spans);
            }
            return;
        }
        SpelledNumber spelled = t.folded(age).equals("ninety") ? SpelledNumber.cardinal(t, age) : null;
        if (spelled != null && !t.is(spelled.end(), WordFacts.UNIT) && !t.isMark(spelled.end(), '%')) {
            add(t, age, spelled.end(), spans);
        }
    }

    /** What is told of somebody behind an age is no number nor a mark of one. */
    private static boolean isPerson(Tokens t, int next) {
        return next >= t.count()
                || t.beginsLine(next)
                || t.isWord(next)
                || (t.isMark(next) && ".,;)".indexOf(t.text.charAt(t.start(next))) >= 0);
    }

    private static boolean isOld(Tokens t, int i) {
        if (!t.isNumber(i) || t.length(i) > 3 || t.length(i) < 2 || (t.touches(i) && t.isWord(i - 1))) {
            return false;
        }
        int age = Integer.parseInt(t.folded(i));
        return age > OLDEST_STAYING
                && age <= OLDEST
                && !t.isMark(i + 1, '%')
                && !(t.isMark(i + 1, '/') && t.touches(i + 1));
    }

    /** "d. at 94", "dec'd at 91". */
    private static boolean isDead(Tokens t, int i) {
        int at = t.isMark(i, '.') ? i - 1 : i;
        return DEAD.contains(t.folded(at));
    }

    /** "she was one hundred and two". */
    private static boolean isSaid(Tokens t, int i) {
        return SAID.contains(t.folded(i));
    }

    private static void add(Tokens t, int from, int to, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.DATE, "age.named"));
    }
}
