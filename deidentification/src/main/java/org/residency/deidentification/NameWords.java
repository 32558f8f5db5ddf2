package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of words at a place where a name is expected, cut where the name ends. Case tells: a name that begins with a
 * capital goes on with capitals, initials and particles.
 */
record NameWords(int start, int end, List<String> words) {
    private static final Pattern WORD = Pattern.compile("(,? {1,2}|-|)(\\p{L}++(?:['-]\\p{L}++)*+\\.?)");
    private static final Set<String> PARTICLES = Set.of(
            "de", "del", "la", "las", "los", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "dos", "di",
            "le", "ter", "y");
    /** As they are written: ED is a department, Ed is a man. */
    private static final Set<String> CREDENTIALS = Set.of(
            "MD", "DO", "RN", "NP", "PA", "PhD", "LCSW", "LPN", "DDS", "DNP", "APRN", "FNP", "CRNA", "PharmD", "MBBS",
            "FACS", "FACP", "MRN", "DOB", "AGE", "Age", "SSN", "Jr", "Sr", "II", "III", "IV", "PT", "Tel", "TEL", "Fax",
            "FAX", "ID", "ED", "ER", "ICU", "RD", "CDE", "EMS");

    private static final int MAX_WORDS = 5;

    /** How a name may continue after a comma. */
    enum Comma {
        /** It ends there. */
        ENDS,
        /** The first name may follow the last, as in "Smith, John". */
        MAY_INVERT
    }

    /** Reads the name that begins at {@code from}; it has no words when none begins there. */
    static NameWords at(String text, int from, Lexicon lexicon, Comma comma) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        int position = from;
        int end = from;
        boolean commaSeen = false;
        boolean capital = false;
        while (words.size() < MAX_WORDS
                && matcher.region(position, text.length()).lookingAt()) {
            String separator = matcher.group(1);
            String word = matcher.group(2);
            boolean isInitial = word.length() <= 2 && word.endsWith(".") && Character.isUpperCase(word.charAt(0));
            String plain = stripped(word);
            if (words.isEmpty()) {
                if (!separator.isEmpty() || plain.isEmpty()) {
                    break;
                }
                capital = Character.isUpperCase(plain.charAt(0));
            } else {
                boolean afterComma = separator.startsWith(",");
                if (separator.isEmpty() || (afterComma && (comma == Comma.ENDS || commaSeen || words.size() > 2))) {
                    break;
                }
                boolean isParticle = PARTICLES.contains(plain.toLowerCase(Locale.ROOT));
                boolean isSingleLetter = plain.length() == 1 && Character.isUpperCase(plain.charAt(0));
                if (!capital
                        || !(Character.isUpperCase(plain.charAt(0)) || (isParticle && !afterComma))
                        || CREDENTIALS.contains(plain)
                        || (lexicon.isNotName(plain)
                                && !lexicon.isNameLikeCommonWord(plain)
                                && !isSingleLetter
                                && !isParticle)) {
                    break;
                }
                commaSeen |= afterComma;
            }
            words.add(plain);
            int wordEnd = matcher.end();
            if (word.endsWith("'s")) {
                end = wordEnd - 2;
                break;
            }
            if (word.endsWith(".") && !isInitial) {
                end = wordEnd - 1;
                break;
            }
            end = wordEnd;
            position = wordEnd;
        }
        while (!words.isEmpty()
                && words.size() > 1
                && PARTICLES.contains(words.get(words.size() - 1).toLowerCase(Locale.ROOT))
                && Character.isLowerCase(words.get(words.size() - 1).charAt(0))) {
            String last = words.remove(words.size() - 1);
            end = text.lastIndexOf(last, end - 1);
            while (end > from && text.charAt(end - 1) == ' ') {
                end--;
            }
        }
        return new NameWords(from, end, List.copyOf(words));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean beginsWithCapital() {
        return !words.isEmpty() && Character.isUpperCase(words.get(0).charAt(0));
    }

    PhiSpan span(String rule) {
        return new PhiSpan(start, end, PhiClass.NAME, rule);
    }

    static boolean isParticle(String word) {
        return PARTICLES.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isCredential(String word) {
        return CREDENTIALS.contains(word);
    }

    private static String stripped(String word) {
        String plain = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        return plain.endsWith("'s") ? plain.substring(0, plain.length() - 2) : plain;
    }
}
