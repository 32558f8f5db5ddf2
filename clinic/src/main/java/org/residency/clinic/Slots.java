package org.residency.clinic;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the {@code {slots}} of a phrase. */
final class Slots {
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    private Slots() {}

    static String fill(String phrase, Map<String, String> texts) {
        return SLOT.matcher(phrase).replaceAll(match -> Matcher.quoteReplacement(text(match.group(1), texts)));
    }

    private static String text(String slot, Map<String, String> texts) {
        String plain = Character.toLowerCase(slot.charAt(0)) + slot.substring(1);
        String text = texts.get(plain);
        if (text == null) {
            throw new IllegalStateException(
                    "phrases.json: found the slot {" + slot + "}, expected one of " + texts.keySet());
        }
        return plain.equals(slot) ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
