package org.residency.deidentification;

/**
 * A text with typographic variants made plain, character for character, so that offsets into one are offsets into the
 * other: dashes, quotes, blanks and full-width digits come in many code points, and rules should need one.
 */
final class PlainForm {
    private PlainForm() {}

    static String of(String text) {
        int first = firstOther(text);
        if (first == text.length()) {
            return text;
        }
        char[] chars = text.toCharArray();
        for (int i = first; i < chars.length; i++) {
            chars[i] = plain(chars[i]);
        }
        return new String(chars);
    }

    /** Most notes have none of these characters, or their first one late. */
    private static int firstOther(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) != '\t' && text.charAt(i) != '`' && text.charAt(i) < 128) {
            i++;
        }
        return i;
    }

    /** The plain form in small letters, character for character as well. */
    static String folded(String text) {
        char[] chars = of(text).toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = Character.toLowerCase(chars[i]);
        }
        return new String(chars);
    }

    private static char plain(char c) {
        if (c >= '\uFF10' && c <= '\uFF19') {
            return (char) ('0' + c - '\uFF10');
        }
        return switch (c) {
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\uFE58', '\uFF0D' -> '-';
            case '\u2018', '\u2019', '\u02BC', '`', '\u00B4' -> '\'';
            case '\u201C', '\u201D' -> '"';
            case '\u00A0', '\u2007', '\u2009', '\u202F', '\u200A', '\u2002', '\u2003', '\t' -> ' ';
            case '\uFF20' -> '@';
            default -> c;
        };
    }
}
