package org.residency.deidentification;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that are known, from the record or because a rule found them, looked for through a whole note: in any case,
 * without accents, alone, possessive, hyphenated. Names that are words as well are followed only where they have a capital
 * that no sentence gives them.
 */
final class KnownNames {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]++(?:'\\p{L}[\\p{L}\\p{M}]++)*+");
    private static final Set<String> PARTICLES = WordSet.of(
            "de", "del", "la", "las", "los", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "dos", "di",
            "le", "ter", "y", "md", "rn", "np", "dr", "mr", "mrs", "ms", "jr", "sr", "ii", "iii", "the", "and", "ap",
            "ni", "st");

    private static final int LONG = 6;
    private static final int MOST_HYPHENED = 16;

    private final Set<String> recorded = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> surmisedWords = new HashSet<>();
    private final WordFacts wordFacts;

    KnownNames(WordFacts wordFacts) {
        this.wordFacts = wordFacts;
    }

    /** Adds the words of a name that is certain: it is followed in small letters too. */
    void add(String name) {
        addWords(name, words);
    }

    /** Adds a name of the record: its short forms are followed, and one slip of typing in a long word is forgiven. */
    void addRecorded(String name, Nicknames nicknames) {
        Matcher matcher = WORD.matcher(name);
        while (matcher.find()) {
            String word = WordFacts.fold(matcher.group());
            if (word.length() >= 2 && !PARTICLES.contains(word)) {
                words.addAll(nicknames.of(word));
                if (word.length() >= LONG) {
                    recorded.add(word);
                }
            }
        }
    }

    /** Adds the words of what may be a name: it is followed where it has a capital. */
    void addSurmised(String name) {
        addWords(name, surmisedWords);
    }

    private static void addWords(String name, Set<String> words) {
        Matcher matcher = WORD.matcher(name);
        while (matcher.find()) {
            String word = WordFacts.fold(matcher.group());
            if (word.length() >= 2 && !PARTICLES.contains(word)) {
                words.add(word);
            }
        }
    }

    static boolean isParticle(String word) {
        return PARTICLES.contains(WordFacts.fold(word));
    }

    /** The words that stand for nobody else than the named, in small letters. */
    Set<String> distinctiveWords() {
        Set<String> distinctive = new TreeSet<>();
        words.stream()
                .filter(word ->
                        word.length() > 2 && (wordFacts.of(word) & (WordFacts.KNOWN | WordFacts.NAME_LIKE)) == 0)
                .forEach(distinctive::add);
        return distinctive;
    }

    void findIn(Tokens t, List<PhiSpan> spans) {
        if (words.isEmpty() && surmisedWords.isEmpty() && recorded.isEmpty()) {
            return;
        }
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i) || t.length(i) < 2) {
                continue;
            }
            boolean certain = words.contains(t.folded(i)) || isSlip(t, i);
            boolean surmised = surmisedWords.contains(t.folded(i));
            if ((certain || surmised) && isFollowed(t, i, certain)) {
                spans.add(new PhiSpan(t.start(i), t.end(i), PhiClass.NAME, "name.known"));
            }
        }
    }

    /** One letter more, less, other, or two in each other's place. */
    private boolean isSlip(Tokens t, int i) {
        if (recorded.isEmpty() || t.length(i) < LONG - 1 || t.is(i, WordFacts.KNOWN)) {
            return false;
        }
        for (String word : recorded) {
            if (isOneEditApart(word, t.folded(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneEditApart(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 1) {
            return false;
        }
        int same = 0;
        while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        int endA = a.length();
        int endB = b.length();
        while (endA > same && endB > same && a.charAt(endA - 1) == b.charAt(endB - 1)) {
            endA--;
            endB--;
        }
        int restA = endA - same;
        int restB = endB - same;
        boolean swapped = restA == 2
                && restB == 2
                && a.charAt(same) == b.charAt(same + 1)
                && a.charAt(same + 1) == b.charAt(same);
        return (restA <= 1 && restB <= 1) || swapped;
    }

    private static boolean isFollowed(Tokens t, int i, boolean certain) {
        if (t.length(i) == 2 && !(t.letterIsCapital(i) || (t.isUpper(i) && t.inUpperLine(i)))) {
            return false;
        }
        if ((t.touches(i) && t.isNumber(i - 1)) || (t.isNumber(i + 1) && t.touches(i + 1))) {
            return false;
        }
        int end = i + 1;
        while (end < i + MOST_HYPHENED
                && t.isMark(end, '-')
                && t.touches(end)
                && t.isWord(end + 1)
                && t.touches(end + 1)) {
            end += 2;
        }
        boolean framed = Shield.covers(t, i, i + 1)
                || (end > i + 1 && Shield.covers(t, i, end))
                || (t.isMark(end, '&') && t.touches(end));
        // Beside "Brazzaverde points to the lung" a name that is certain stays one; Parkinson may be the disease's.
        if (framed && (!certain || t.is(i, WordFacts.KNOWN | WordFacts.EPONYM))) {
            return false;
        }
        if (!t.is(i, WordFacts.KNOWN | WordFacts.EPONYM)) {
            return certain || t.isCapital(i) || t.length(i) > 3;
        }
        if (certain
                && t.is(i, WordFacts.EPONYM | WordFacts.NAME_LIKE | WordFacts.SURNAME)
                && !t.is(i, WordFacts.COMMON)
                && t.is(i + 1, WordFacts.VERB)) {
            return true;
        }
        if (!t.letterIsCapital(i) || t.inUpperLine(i)) {
            return false;
        }
        if (t.isMark(i + 1, '\'') && t.folded(i + 2).equals("s") && (certain || t.is(i + 3, WordFacts.RELATION))) {
            return true;
        }
        return (!t.beginsSentence(i)
                        && !Shield.dosed(t, i + 1)
                        && !(t.is(i, WordFacts.CLINICAL | WordFacts.EPONYM) && !certain))
                || ((t.is(i + 1, WordFacts.VERB) || (t.folded(i + 1).endsWith("ed") && t.length(i + 1) > 4))
                        && !t.isCapital(i + 1)
                        && certain);
    }
}
