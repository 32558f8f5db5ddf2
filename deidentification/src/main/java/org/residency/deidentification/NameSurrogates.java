package org.residency.deidentification;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Other names for names, word by word: who is John Ames once and Mr. Ames then stays one person. */
final class NameSurrogates {
    private static final Pattern WORD = Pattern.compile("\\p{L}++(?:'\\p{Lu}\\p{L}++)?+");

    private final KeyedChoice choice;
    private final Lexicon lexicon;

    NameSurrogates(KeyedChoice choice, Lexicon lexicon) {
        this.choice = choice;
        this.lexicon = lexicon;
    }

    String surrogate(String name, NoteScope scope) {
        return WORD.matcher(name).replaceAll(word -> word(word.group(), scope));
    }

    private String word(String word, NoteScope scope) {
        String folded = word.toLowerCase(Locale.ROOT);
        if (word.length() == 1) {
            return choice.likeCharacters(scope.patientKey(), PhiClass.NAME, word);
        }
        if (KnownNames.isParticle(word) && Character.isLowerCase(word.charAt(0))) {
            return word;
        }
        String surrogate = choice.pick(listFor(word, scope), scope.patientKey(), PhiClass.NAME, folded, scope.words());
        if (word.equals(word.toUpperCase(Locale.ROOT))) {
            return surrogate.toUpperCase(Locale.ROOT);
        }
        return word.equals(folded) ? surrogate.toLowerCase(Locale.ROOT) : surrogate;
    }

    private List<String> listFor(String word, NoteScope scope) {
        boolean isFirst = scope.firstNames().contains(word.toLowerCase(Locale.ROOT));
        if (lexicon.isFemaleFirstName(word) && (isFirst || !lexicon.isSurname(word))) {
            return lexicon.femaleFirstNames();
        }
        if (lexicon.isMaleFirstName(word) && (isFirst || !lexicon.isSurname(word))) {
            return lexicon.maleFirstNames();
        }
        if (isFirst) {
            return choice.number(scope.patientKey(), PhiClass.NAME, "list " + word, 2) == 0
                    ? lexicon.femaleFirstNames()
                    : lexicon.maleFirstNames();
        }
        return lexicon.surnames();
    }
}
