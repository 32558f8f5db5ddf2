package org.residency.deidentification;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that are known, from the record or because a trigger gave them away, looked for through a whole note: in any
 * case, alone, possessive, hyphenated. Names that are words as well are followed only where they have a capital.
 */
final class KnownNames {
    private static final Pattern WORD = Pattern.compile("\\p{L}++(?:'\\p{Lu}\\p{L}++)?+");
    private static final int SHORTEST = 3;

    private final Set<String> words = new HashSet<>();
    private final Set<String> surmisedWords = new HashSet<>();
    private final Lexicon lexicon;

    KnownNames(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /** Adds the words of a name that is certain: it is followed in small letters too. */
    void add(String name) {
        addWords(name, words);
    }

    /** Adds the words of what may be a name: it is followed where it has a capital. */
    void addSurmised(String name) {
        addWords(name, surmisedWords);
    }

    private static void addWords(String name, Set<String> words) {
        Matcher matcher = WORD.matcher(name);
        while (matcher.find()) {
            String word = matcher.group();
            if (word.length() >= SHORTEST && !NameWords.isParticle(word)) {
                words.add(fold(word));
            }
        }
    }

    /** The words that stand for nobody else than the named, in small letters. */
    Set<String> distinctiveWords() {
        Set<String> distinctive = new TreeSet<>();
        words.stream().filter(word -> !lexicon.isCommonWord(word)).forEach(distinctive::add);
        return distinctive;
    }

    List<PhiSpan> findIn(String text) {
        List<PhiSpan> spans = new ArrayList<>();
        if (words.isEmpty() && surmisedWords.isEmpty()) {
            return spans;
        }
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            if (isListed(word) && isFollowed(word, text, matcher.start(), matcher.end())) {
                spans.add(new PhiSpan(matcher.start(), matcher.end(), PhiClass.NAME, "name.known"));
            }
        }
        return spans;
    }

    private boolean isListed(String word) {
        return words.contains(fold(word))
                || (surmisedWords.contains(fold(word)) && Character.isUpperCase(word.charAt(0)));
    }

    private boolean isFollowed(String word, String text, int start, int end) {
        if (lexicon.isEponym(word) && Eponyms.isFramed(text, start, end, lexicon)) {
            return false;
        }
        if (!lexicon.isCommonWord(word)) {
            return true;
        }
        return Character.isUpperCase(word.charAt(0))
                && !beginsSentence(text, start)
                && !Eponyms.isFramed(text, start, end, lexicon)
                && !word.equals(word.toUpperCase(Locale.ROOT));
    }

    private static boolean beginsSentence(String text, int start) {
        int i = start - 1;
        while (i >= 0 && (text.charAt(i) == ' ' || text.charAt(i) == '"' || text.charAt(i) == '(')) {
            i--;
        }
        return i < 0 || ".!?:;\n".indexOf(text.charAt(i)) >= 0;
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
