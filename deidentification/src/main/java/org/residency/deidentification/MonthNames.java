package org.residency.deidentification;

import java.util.List;
import java.util.Locale;

/** Names of months as notes write them. */
final class MonthNames {
    /** Matches one month, full or short; a capital letter is required so that "may" and "march" stay words. */
    static final String EXPRESSION =
            "(?:January|February|March|April|May|June|July|August|September|October|November|December"
                    + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST"
                    + "|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)";

    /** January first. */
    static final List<String> FULL = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private static final int SHORT_LENGTH = 3;

    private MonthNames() {}

    /** 1 to 12. */
    static int number(String name) {
        String prefix = name.substring(0, SHORT_LENGTH).toLowerCase(Locale.ROOT);
        for (int i = 0; i < FULL.size(); i++) {
            if (FULL.get(i).toLowerCase(Locale.ROOT).startsWith(prefix)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("no month begins as this name does");
    }

    /** The month's name, as long and in the same case as the model's. */
    static String like(String model, int number) {
        String full = FULL.get(number - 1);
        boolean isShort = model.length() <= SHORT_LENGTH + 1
                && !model.equalsIgnoreCase("June")
                && !model.equalsIgnoreCase("July")
                && !model.equalsIgnoreCase("May");
        String name = isShort ? full.substring(0, SHORT_LENGTH) : full;
        return model.equals(model.toUpperCase(Locale.ROOT)) ? name.toUpperCase(Locale.ROOT) : name;
    }
}
