package org.residency.deidentification;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Telephone numbers and e-mail addresses that were misread, spoken in part or set apart: "(2O1) 555-O188", "229 five-five-five zero
 * one five six", "(three one eight) 555-0147", "beth.ober @ mail.example.com", "cell five-oh-three 555 0182", "p3391" of a pager.
 */
final class SplitContactDetector implements PhiDetector {
    private static final PatternRule MISREAD = new PatternRule(
            "phone.misread",
            PhiClass.PHONE,
            Pattern.compile("(\\(?[\\dOolI]{3}\\)?[ .-]{1,2}[\\dOolISB]{3}[ .-][\\dOolISB]{4})(?!\\w)"));
    private static final PatternRule APART = new PatternRule(
            "email.apart",
            PhiClass.EMAIL,
            Pattern.compile(
                    "([\\w][\\w.+-]{0,40} ?(?:@|\\(at\\)|\\[at\\]) ?[\\w][\\w-]{0,40}(?: ?(?:\\.|\\(dot\\)|\\[dot\\]) ?[\\w-]{1,30}){0,3} ?\\. ?(?:com|org|net|edu|gov|mil|io|info|example|test|us|uk|ca|de|fr|mx|au))(?!\\w)"));
    private static final Set<String> DIGITS =
            WordSet.of("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final int DIGITS_OF_A_NUMBER = 10;
    private static final int DIGITS_WITHOUT_AREA = 7;
    private static final int FEWEST_SPOKEN = 3;
    private static final int FEWEST_REAL = 6;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int i = 0;
        while (i < t.count()) {
            int end = spoken(t, i, spans);
            if (end > i) {
                i = end;
                continue;
            }
            if ((t.isMark(i, '(') && t.isNumber(i + 1) && t.length(i + 1) <= 3)
                    || (t.isNumber(i)
                            && !t.touches(i)
                            && (t.length(i) == 3 || (t.touches(i + 1) && t.isWord(i + 1))))) {
                misread(t, i, spans);
            } else if (t.isMark(i, '@') && i > 0 && (!t.touches(i) || !t.touches(i + 1))) {
                apart(t, i, spans);
            } else if (t.length(i) == 1 && t.isNumber(i + 1) && t.folded(i).equals("p") && t.touches(i + 1)) {
                pager(t, i, spans);
            }
            i++;
        }
    }

    /** Digits and words of digits in turn, ten or seven in all; the token behind, or {@code from}. */
    private static int spoken(Tokens t, int from, List<PhiSpan> spans) {
        boolean mixed = t.is(from + 1, WordFacts.NUMBER_WORD)
                || t.is(from + 2, WordFacts.NUMBER_WORD)
                || t.isNumber(from + 1)
                || t.isMark(from + 1);
        if (!(t.isNumber(from) || t.is(from, WordFacts.NUMBER_WORD)) || !mixed) {
            return from;
        }
        int at = from;
        int digits = 0;
        int words = 0;
        int numbers = 0;
        while (at < t.count() && !(at > from && t.beginsLine(at)) && digits <= DIGITS_OF_A_NUMBER) {
            if (isDigitWord(t, at)) {
                digits++;
                words++;
            } else if (t.isNumber(at) && t.length(at) <= 4) {
                digits += t.length(at);
                numbers++;
            } else if (!((t.isMark(at, '-') || t.isMark(at, ')') || t.isMark(at, '.') || t.isMark(at, ','))
                    && at > from)) {
                break;
            }
            at++;
        }
        while (at > from && t.isMark(at - 1)) {
            at--;
        }
        boolean whole = digits == DIGITS_OF_A_NUMBER || digits == DIGITS_WITHOUT_AREA;
        if (!whole || words < FEWEST_SPOKEN || numbers == 0) {
            return from;
        }
        int first = t.isMark(from - 1, '(') ? from - 1 : from;
        spans.add(new PhiSpan(t.start(first), t.end(at - 1), PhiClass.PHONE, "phone.spoken"));
        return at;
    }

    private static boolean isDigitWord(Tokens t, int i) {
        return t.is(i, WordFacts.NUMBER_WORD) && DIGITS.contains(t.folded(i));
    }

    private static void misread(Tokens t, int i, List<PhiSpan> spans) {
        int size = spans.size();
        if (MISREAD.at(t.text, t.start(i), spans)) {
            PhiSpan found = spans.get(size);
            String value = t.text.substring(found.start(), found.end());
            if (value.chars().filter(Character::isDigit).count() < FEWEST_REAL) {
                spans.remove(size);
            }
        }
    }

    private static void apart(Tokens t, int i, List<PhiSpan> spans) {
        int first = i - 1;
        while (first > 0
                && first > i - 12
                && t.touches(first)
                && (t.isWord(first - 1)
                        || t.isNumber(first - 1)
                        || t.isMark(first - 1, '.')
                        || t.isMark(first - 1, '_')
                        || t.isMark(first - 1, '-')
                        || t.isMark(first - 1, '+'))) {
            first--;
        }
        APART.at(t.text, t.start(first), spans);
    }

    /** "Kerr PGY2 p3391", "p 60-4418" where somebody signs. */
    private static void pager(Tokens t, int i, List<PhiSpan> spans) {
        boolean behind = t.isWord(i - 1) || (t.isNumber(i - 1) && t.touches(i - 1)) || t.isMark(i - 1, ',');
        if (behind
                && !t.touches(i)
                && t.length(i + 1) >= 4
                && t.length(i + 1) <= 5
                && !t.touches(i + 2)
                && !t.is(i + 2, WordFacts.UNIT)) {
            spans.add(new PhiSpan(t.start(i + 1), t.end(i + 1), PhiClass.PHONE, "phone.pager"));
        }
    }
}
