package org.residency.deidentification;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a date as a note writes it, moves it, and writes it in the same form. */
final class DateShift {
    private static final String MONTH = "(?<name>" + MonthNames.EXPRESSION + ")\\.?";
    private static final String DAY = "(?<day>\\d{1,2})(?<ordinal>st|nd|rd|th)?";
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("(?<year>\\d{4})(?<separator>[-/.])(?<month>\\d{1,2})\\k<separator>(?<day>\\d{1,2})"),
            Pattern.compile("(?<first>\\d{1,2})[-/.](?<second>\\d{1,2})[-/.](?<year>\\d{4}|\\d{2})"),
            Pattern.compile(MONTH + " {0,2}-?" + DAY + "(?:[, '-]{1,3}(?<year>\\d{4}|\\d{2}))?"),
            Pattern.compile(DAY + "(?: {1,2}of)?[ -]{0,2}" + MONTH + "(?:[, '-]{1,3}(?<year>\\d{4}|\\d{2}))?"),
            Pattern.compile(MONTH + "(?:,? (?:of )?|-|/)(?<year>\\d{4})"),
            Pattern.compile("(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})"),
            Pattern.compile("(?<month>\\d{1,2})/(?<year>\\d{4})"),
            Pattern.compile("(?<first>\\d{1,2})[-/](?<second>\\d{1,2})"),
            Pattern.compile(DAY),
            Pattern.compile(MONTH),
            Pattern.compile("(?<year>\\d{4})"));
    private static final Pattern YEAR =
            Pattern.compile("(?<!\\d)((?:18|19|20)\\d{2})(?!\\d)|^((?:19|20)\\d{2})\\d{4}$");
    /** Dates without a year are moved within this one; it is a leap year, so every day of the year exists. */
    private static final int YEAR_UNKNOWN = 2024;

    private static final int CENTURY_PIVOT = 40;
    /** Who was born before it may be over 89, so no earlier year is shown. */
    private static final int EARLIEST_YEAR = 1940;

    private DateShift() {}

    /** The year of a date, where it shows one with four digits that does not give an age over 89 away. */
    static OptionalInt shownYear(String date) {
        Matcher matcher = YEAR.matcher(date);
        if (!matcher.find()) {
            return OptionalInt.empty();
        }
        int year = Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        return year < EARLIEST_YEAR ? OptionalInt.empty() : OptionalInt.of(year);
    }

    /** The date so many days earlier in the form it had, or empty for a form that is not known. */
    static Optional<String> earlier(String date, int days) {
        for (Pattern form : FORMS) {
            Matcher matcher = form.matcher(date);
            if (matcher.matches()) {
                return Optional.of(moved(date, new Groups(matcher, form.pattern()), days));
            }
        }
        return Optional.empty();
    }

    private static String moved(String date, Groups groups, int days) {
        OptionalInt first = groups.number("first");
        boolean dayFirst = first.isPresent() && first.getAsInt() > 12;
        String monthGroup = first.isPresent() ? (dayFirst ? "second" : "first") : "month";
        String dayGroup = first.isPresent() ? (dayFirst ? "first" : "second") : "day";
        int year = groups.number("year").isPresent()
                ? fullYear(groups.number("year").getAsInt())
                : YEAR_UNKNOWN;
        int month = groups.text("name")
                .map(MonthNames::number)
                .orElseGet(() -> groups.number(monthGroup).orElse(7));
        int day = groups.number(dayGroup).orElse(15);
        LocalDate earlier = date(year, month, day).minusDays(days);
        if (earlier.getYear() < EARLIEST_YEAR) {
            earlier = earlier.withYear(EARLIEST_YEAR);
        }
        Rewriter out = new Rewriter(date, groups);
        out.put("year", earlier.getYear());
        out.put(monthGroup, earlier.getMonthValue());
        out.put(dayGroup, earlier.getDayOfMonth());
        out.putText("ordinal", ordinal(earlier.getDayOfMonth()));
        LocalDate result = earlier;
        groups.text("name").ifPresent(name -> out.putText("name", MonthNames.like(name, result.getMonthValue())));
        return out.text();
    }

    /** A day that its month does not have, as a slip of the pen leaves it, becomes the month's last. */
    private static LocalDate date(int year, int month, int day) {
        try {
            YearMonth in = YearMonth.of(year, Math.max(1, Math.min(12, month)));
            return in.atDay(Math.max(1, Math.min(in.lengthOfMonth(), day)));
        } catch (DateTimeException e) {
            return LocalDate.of(YEAR_UNKNOWN, 7, 1);
        }
    }

    private static int fullYear(int year) {
        if (year >= 100) {
            return year;
        }
        return year < CENTURY_PIVOT ? 2000 + year : 1900 + year;
    }

    private static String ordinal(int day) {
        if (day >= 11 && day <= 13) {
            return "th";
        }
        return switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    /** The named groups of a match; asking for one that the form lacks is no error here. */
    private record Groups(Matcher matcher, String form) {
        Optional<String> text(String name) {
            return form.contains("(?<" + name + ">") ? Optional.ofNullable(matcher.group(name)) : Optional.empty();
        }

        OptionalInt number(String name) {
            return text(name)
                    .map(text -> OptionalInt.of(Integer.parseInt(text)))
                    .orElse(OptionalInt.empty());
        }
    }

    /** Puts new text in the place of groups, keeping what is between; lengths change, so it works on parts. */
    private static final class Rewriter {
        private final String[] parts;
        private final Groups groups;

        Rewriter(String date, Groups groups) {
            this.groups = groups;
            this.parts = date.split("", -1);
        }

        void put(String group, int number) {
            groups.text(group).ifPresent(former -> {
                int width = former.length();
                int value = width == 2 && group.equals("year") ? number % 100 : number;
                boolean padded = width == 4 || former.startsWith("0") || group.equals("year") || isPaddedForm();
                String digits = Integer.toString(value);
                putText(group, padded ? "0".repeat(Math.max(0, width - digits.length())) + digits : digits);
            });
        }

        /** Two digits each and a separator, as in 12/11/2024, tell nothing; as in 2024-12-11 they do. */
        private boolean isPaddedForm() {
            return groups.form().startsWith("(?<year>");
        }

        void putText(String group, String text) {
            if (groups.text(group).isPresent()) {
                int start = groups.matcher().start(group);
                parts[start] = text;
                for (int i = start + 1; i < groups.matcher().end(group); i++) {
                    parts[i] = "";
                }
            }
        }

        String text() {
            return String.join("", parts);
        }
    }
}
