package org.residency.deidentification;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For an identifier of a training note another of its kind and form; for a term sometimes another. */
final class TrainingValues {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}']+");
    private static final Pattern PART = Pattern.compile("\\d+|\\p{L}+");
    private static final int PLACE_PART = WordFacts.FACILITY
            | WordFacts.PLACE_NOUN
            | WordFacts.STREET
            | WordFacts.GENERIC_PLACE
            | WordFacts.SERVICE
            | WordFacts.PARTICLE
            | WordFacts.LARGE_PLACE
            | WordFacts.UNIT;
    private static final int TITLES = WordFacts.TITLE | WordFacts.SOFT_TITLE | WordFacts.CREDENTIAL | WordFacts.STAFF;
    private static final int NAMING = WordFacts.FIRST_NAME | WordFacts.SURNAME;

    private final TrainingText text;
    private final WordFacts facts;
    private final Random random;

    TrainingValues(TrainingText text, WordFacts facts, Random random) {
        this.text = text;
        this.facts = facts;
        this.random = random;
    }

    /** The label of a marked value, as a digit. */
    private char label(String kind, String value) {
        return (char) ('0'
                + switch (kind) {
                    case "TERM" -> NameTagger.OTHER;
                    case "NAME", "PATIENT" -> NameTagger.PERSON;
                    case "DATE" -> NameTagger.DATE;
                    case "GEOGRAPHY" -> isTown(value) ? NameTagger.TOWN : NameTagger.FACILITY;
                    case "EMAIL", "URL", "IP_ADDRESS", "BIOMETRIC", "PHOTOGRAPH" -> TrainingText.UNSAID - '0';
                    default -> NameTagger.ID;
                });
    }

    /** The label of each char of what stands for a marked value; of a title within a name nothing is said. */
    String labels(String kind, String value, String other) {
        char label = label(kind, value);
        StringBuilder labels = new StringBuilder(String.valueOf(label).repeat(other.length()));
        if (label == '0' + NameTagger.PERSON) {
            Matcher word = WORD.matcher(other);
            while (word.find()) {
                int of = facts.of(WordFacts.fold(word.group()));
                for (int i = word.start(); i < word.end() && (of & TITLES) != 0; i++) {
                    labels.setCharAt(i, TrainingText.UNSAID);
                }
            }
        }
        return labels.toString();
    }

    /** A town or an address, not a place called by what it is. */
    private boolean isTown(String value) {
        Matcher word = WORD.matcher(value);
        boolean street = false;
        boolean called = false;
        while (word.find()) {
            int of = facts.of(WordFacts.fold(word.group()));
            street |= (of & WordFacts.STREET) != 0;
            called |= (of & (WordFacts.FACILITY | WordFacts.PLACE_NOUN | WordFacts.KNOWN)) != 0;
        }
        return street || !called || value.chars().anyMatch(Character::isDigit);
    }

    /** Another value; {@code people} holds who is called what in the note. */
    String other(String kind, String value, Map<String, String> people) {
        return switch (kind) {
            case "NAME", "PATIENT" -> name(value, people);
            case "GEOGRAPHY" -> place(value);
            case "DATE" -> date(value);
            case "TERM" -> term(value);
            case "EMAIL", "URL", "IP_ADDRESS" -> value;
            default -> number(value);
        };
    }

    private String name(String value, Map<String, String> people) {
        int comma = value.indexOf(',');
        int last = value.lastIndexOf(' ');
        return WORD.matcher(value).replaceAll(word -> {
            String known = WordFacts.fold(word.group());
            boolean family = comma >= 0 ? word.start() < comma : last >= 0 ? word.start() > last : isFamily(known);
            return Matcher.quoteReplacement(
                    people.computeIfAbsent(known + word.group(), w -> word(word.group(), known, family)));
        });
    }

    private boolean isFamily(String known) {
        int of = facts.of(known) & NAMING;
        return of == WordFacts.SURNAME || (of != WordFacts.FIRST_NAME && random.nextBoolean());
    }

    private String word(String word, String known, boolean family) {
        int of = facts.of(known);
        if (word.length() == 1) {
            return likeCase(word, text.value("letter"));
        }
        if ((of & (WordFacts.PARTICLE | TITLES)) != 0) {
            return word;
        }
        // Names that are words stay such, for all else around them was written for it.
        int keep = (of & WordFacts.KNOWN) != 0 ? 45 : 8;
        if (random.nextInt(100) < keep) {
            return word;
        }
        return likeCase(word, text.value(family ? "a-last" : "a-first"));
    }

    private String place(String value) {
        boolean digits = value.chars().anyMatch(Character::isDigit);
        if (isTown(value)
                && !digits
                && random.nextInt(4) != 0
                && WORD.matcher(value).results().count() < 3) {
            return likeCase(value, text.value("city"));
        }
        if (!digits && !isTown(value) && random.nextInt(6) == 0) {
            return likeCase(
                    value,
                    text.value(List.of("hospital", "practice", "home", "school", "employer", "pub")
                            .get(random.nextInt(6))));
        }
        boolean ordinary = random.nextBoolean();
        return PART.matcher(value).replaceAll(part -> {
            String word = part.group();
            if (Character.isDigit(word.charAt(0))) {
                return digits(word);
            }
            int of = facts.of(WordFacts.fold(word));
            boolean kept = word.length() < 4
                    || (of & PLACE_PART) != 0
                    || ((of & WordFacts.KNOWN) != 0 && !ordinary)
                    || random.nextInt(6) == 0;
            if (kept) {
                return Matcher.quoteReplacement(word);
            }
            List<String> slots = (of & WordFacts.KNOWN) != 0
                    ? List.of("landword", "landword", "word", "pubnoun", "landnoun")
                    : List.of("a-last", "a-town", "a-last", "landword");
            return Matcher.quoteReplacement(likeCase(word, text.value(slots.get(random.nextInt(slots.size())))));
        });
    }

    private String date(String value) {
        return PART.matcher(value).replaceAll(part -> {
            String word = part.group();
            if (Character.isDigit(word.charAt(0))) {
                return dayOrYear(word);
            }
            for (String month : MonthNames.FULL) {
                boolean whole = month.equalsIgnoreCase(word);
                if (whole || (word.length() == 3 && month.regionMatches(true, 0, word, 0, 3))) {
                    String other = MonthNames.FULL.get(random.nextInt(12));
                    return likeCase(word, whole ? other : other.substring(0, 3));
                }
            }
            return Matcher.quoteReplacement(word);
        });
    }

    private String dayOrYear(String digits) {
        int length = digits.length();
        if (length > 4) {
            return length == 6
                    ? String.format(
                            Locale.ROOT,
                            "%02d%02d%02d",
                            1 + random.nextInt(12),
                            1 + random.nextInt(28),
                            random.nextInt(100))
                    : digits;
        }
        int value = Integer.parseInt(digits);
        if (length == 4) {
            return value >= 1900 && value < 2100 ? Integer.toString(1930 + random.nextInt(97)) : digits;
        }
        if (length == 1) {
            return Integer.toString(1 + random.nextInt(9));
        }
        int most = value <= 12 ? 12 : value <= 31 ? 31 : 99;
        return digits.charAt(0) == '0'
                ? "0" + (1 + random.nextInt(9))
                : Integer.toString(10 + random.nextInt(Math.max(1, most - 9)));
    }

    private String number(String value) {
        boolean letters = random.nextInt(3) != 0;
        return PART.matcher(value).replaceAll(part -> {
            String word = part.group();
            if (Character.isDigit(word.charAt(0))) {
                return digits(word);
            }
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < word.length(); i++) {
                out.append(letters && word.length() <= 3 ? text.value("letter") : word.substring(i, i + 1));
            }
            return Matcher.quoteReplacement(likeCase(word, out.toString()));
        });
    }

    private String digits(String word) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            out.append((char) ('0' + (i == 0 && word.charAt(0) != '0' ? 1 + random.nextInt(9) : random.nextInt(10))));
        }
        return out.toString();
    }

    private String term(String value) {
        boolean word = value.length() > 4 && value.chars().allMatch(Character::isLetter);
        if (!word || random.nextInt(4) != 0) {
            return value;
        }
        boolean eponym = (facts.of(WordFacts.fold(value)) & WordFacts.EPONYM) != 0;
        return likeCase(value, text.value(eponym ? "eponym" : random.nextBoolean() ? "clin" : "brand"));
    }

    /** In capitals, in small letters or as it is, as the former is. */
    private static String likeCase(String former, String other) {
        if (former.equals(former.toLowerCase(Locale.ROOT))) {
            return other.toLowerCase(Locale.ROOT);
        }
        boolean shouted = former.length() > 1 && former.equals(former.toUpperCase(Locale.ROOT));
        if (shouted) {
            return other.toUpperCase(Locale.ROOT);
        }
        return Character.toUpperCase(other.charAt(0)) + other.substring(1);
    }
}
