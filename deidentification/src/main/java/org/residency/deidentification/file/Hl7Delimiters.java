package org.residency.deidentification.file;

import java.util.Optional;

/**
 * The characters that part a message, as its MSH says: field, component, repetition, escape, subcomponent. Escape sequences
 * are those of HL7 v2.5.1, chapter 2.7.
 */
record Hl7Delimiters(char field, char component, char repetition, char escape, char subcomponent) {

    static Optional<Hl7Delimiters> of(String header) {
        int at = header.indexOf("MSH") + 3;
        if (header.length() < at + 5) {
            return Optional.empty();
        }
        return Optional.of(new Hl7Delimiters(
                header.charAt(at),
                header.charAt(at + 1),
                header.charAt(at + 2),
                header.charAt(at + 3),
                header.charAt(at + 4)));
    }

    /** A field's text with its escape sequences read; a repetition is a new line. */
    EncodedText text(String notation) {
        EncodedText text = new EncodedText(this::escaped);
        int from = 0;
        for (int at = 0; at < notation.length(); at++) {
            char c = notation.charAt(at);
            int end = c == escape ? notation.indexOf(escape, at + 1) : -1;
            if (c == repetition || c == component || c == subcomponent || end >= 0) {
                plain(text, notation.substring(from, at));
                if (end >= 0) {
                    sequence(text, notation.substring(at, end + 1));
                    at = end;
                } else {
                    text.markup(Character.toString(c), c == repetition ? "\n" : " ");
                }
                from = at + 1;
            }
        }
        plain(text, notation.substring(from));
        return text;
    }

    private static void plain(EncodedText text, String part) {
        if (!part.isEmpty()) {
            text.text(part, part);
        }
    }

    private void sequence(EncodedText text, String notation) {
        String name = notation.substring(1, notation.length() - 1);
        switch (name) {
            case "F" -> text.text(notation, Character.toString(field));
            case "S" -> text.text(notation, Character.toString(component));
            case "T" -> text.text(notation, Character.toString(subcomponent));
            case "R" -> text.text(notation, Character.toString(repetition));
            case "E" -> text.text(notation, Character.toString(escape));
            case "H", "N" -> text.markup(notation, "");
            default -> text.markup(notation, name.startsWith(".") ? "\n" : " ");
        }
    }

    String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String name = c == field
                    ? "F"
                    : c == component ? "S" : c == subcomponent ? "T" : c == repetition ? "R" : c == escape ? "E" : "";
            out.append(name.isEmpty() ? Character.toString(c) : escape + name + escape);
        }
        return out.toString();
    }
}
