package org.residency.deidentification;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Choices that follow from key, patient, class and value, and from nothing else. */
final class KeyedChoice {
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final int LONGEST = 256;

    private final DeidentificationKey key;

    KeyedChoice(DeidentificationKey key) {
        this.key = key;
    }

    /** 0 to bound - 1. */
    int number(String patientKey, PhiClass phiClass, String value, int bound) {
        byte[] digest = key.digest(patientKey, phiClass.name(), value);
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), bound);
    }

    /** One of the list that is no word to avoid; the list must be longer than the note is likely to use up. */
    String pick(List<String> from, String patientKey, PhiClass phiClass, String value, Set<String> avoid) {
        int first = number(patientKey, phiClass, value, from.size());
        for (int i = 0; i < from.size(); i++) {
            String candidate = from.get((first + i) % from.size());
            if (!avoid.contains(candidate.toLowerCase(Locale.ROOT))) {
                return candidate;
            }
        }
        return from.get(first);
    }

    /** The value with other digits for its digits and other letters for its letters; the rest as it was. */
    String likeCharacters(String patientKey, PhiClass phiClass, String value) {
        String normalized = NOT_LETTERS.matcher(value.toLowerCase(Locale.ROOT)).replaceAll("");
        if (normalized.length() > LONGEST) {
            // Of a value without end the digest stands for it, or each step would read all of it again.
            normalized = HexFormat.of().formatHex(key.digest(patientKey, phiClass.name(), normalized));
        }
        StringBuilder out = new StringBuilder(value.length());
        byte[] digest = new byte[0];
        for (int i = 0; i < value.length(); i++) {
            int at = i % 32;
            if (at == 0) {
                digest = key.digest(patientKey, phiClass.name(), normalized, Integer.toString(i));
            }
            out.append(like(value.charAt(i), digest[at] & 0xFF));
        }
        return out.toString();
    }

    /** Never the same character again: the choice is a step of 1 to 9 or 1 to 25 onwards. */
    private static char like(char c, int random) {
        if (c >= '0' && c <= '9') {
            return (char) ('0' + (c - '0' + 1 + random % 9) % 10);
        }
        if (c >= 'a' && c <= 'z') {
            return (char) ('a' + (c - 'a' + 1 + random % 25) % 26);
        }
        if (c >= 'A' && c <= 'Z') {
            return (char) ('A' + (c - 'A' + 1 + random % 25) % 26);
        }
        return c;
    }
}
