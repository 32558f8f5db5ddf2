package org.residency.deidentification;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells "Parkinson disease" from "Dr. Parkinson": a name is a medical term when a word of disease, sign or procedure
 * follows it, with up to two other words between. The name alone is never protected.
 */
final class Eponyms {
    private static final Pattern FOLLOWING = Pattern.compile("(?:'s?|-| and| or)? ?-?(\\p{L}++)");
    private static final int REACH = 3;

    private Eponyms() {}

    /** Whether the name between these offsets is part of a term. */
    static boolean isFramed(String text, int start, int end, Lexicon lexicon) {
        if (endsInFrame(text.substring(start, end), lexicon)) {
            return true;
        }
        Matcher following = FOLLOWING.matcher(text);
        int position = end;
        for (int i = 0; i < REACH && following.region(position, text.length()).lookingAt(); i++) {
            String word = following.group(1);
            if (lexicon.isFrame(word)) {
                return true;
            }
            // Between the eponym and its frame there are only more eponyms ("Stevens-Johnson syndrome").
            if (!Character.isUpperCase(word.charAt(0)) || !lexicon.isEponym(word)) {
                return false;
            }
            position = following.end();
        }
        return false;
    }

    /** "Parkinson Disease" with a capital: the frame is among the words, right behind an eponym. */
    private static boolean endsInFrame(String name, Lexicon lexicon) {
        String[] words = name.split("[ ,.'-]+", -1);
        for (int i = 1; i < words.length; i++) {
            if (lexicon.isFrame(words[i]) && lexicon.isEponym(words[i - 1])) {
                return true;
            }
        }
        return false;
    }
}
