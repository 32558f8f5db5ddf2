package org.residency.deidentification;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is known about a word, as bits. A word that no list has is tried without its ending: "visited" is as ordinary as
 * "visit". Immutable after it was made.
 */
final class WordFacts {
    static final int FIRST_NAME = 1;
    static final int SURNAME = 1 << 1;
    /** Ordinary English or a function word. */
    static final int COMMON = 1 << 2;

    static final int CLINICAL = 1 << 3;
    /** Ordinary words that are names as well. */
    static final int NAME_LIKE = 1 << 4;

    static final int EPONYM = 1 << 5;
    static final int FRAME = 1 << 6;
    static final int MONTH = 1 << 7;
    static final int NUMBER_WORD = 1 << 8;
    static final int TITLE = 1 << 9;
    static final int CREDENTIAL = 1 << 10;
    static final int RELATION = 1 << 11;
    static final int STAFF = 1 << 12;
    static final int FACILITY = 1 << 13;
    static final int STREET = 1 << 14;
    static final int LARGE_PLACE = 1 << 15;
    static final int PARTICLE = 1 << 16;
    static final int WEEKDAY = 1 << 17;
    /** A verb in the third person, as stands behind the name of somebody. */
    static final int VERB = 1 << 18;

    static final int PLACE_PREPOSITION = 1 << 19;
    static final int UNIT = 1 << 20;
    static final int GENERIC_PLACE = 1 << 21;
    static final int SERVICE = 1 << 22;
    static final int LABEL = 1 << 23;
    static final int HOLIDAY = 1 << 24;
    static final int SOFT_TITLE = 1 << 25;
    static final int DENIED = 1 << 26;
    static final int STREET_SURE = 1 << 27;

    /** May end the name of a place; says nothing else, so that most words need no second look. */
    static final int PLACE_NOUN = 1 << 28;
    /** May stand before a number that is somebody's. */
    static final int CODE_WORD = 1 << 29;

    /** A rule of some detector may begin at it, so that for all other words no detector asks its sets. */
    static final int TRIGGER = 1 << 30;

    private static final int MARKERS = PLACE_NOUN | CODE_WORD | TRIGGER;

    static final int KNOWN = COMMON | CLINICAL;

    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/word-facts.txt");
    private static final List<String> CLINICAL_ENDINGS = List.copyOf(LISTS.get("clinical-endings"));
    private static final List<String> ENGLISH_ENDINGS = List.copyOf(LISTS.get("english-endings"));

    private static final List<String> TOWN_ENDINGS = List.copyOf(LISTS.get("town-endings"));
    private static final List<String> PREFIXES = List.copyOf(LISTS.get("prefixes"));

    private final WordTable facts;

    /** The listed words with all that is known of each, read from a text as they stand there. */
    private final Vocabulary listed;

    private final NameHashes names;
    private final Affixes clinicalEndings = Affixes.behind(CLINICAL_ENDINGS);
    private final Affixes englishEndings = Affixes.behind(ENGLISH_ENDINGS);
    private final Affixes townEndings = Affixes.behind(TOWN_ENDINGS);
    private final Affixes prefixes = Affixes.before(PREFIXES);

    /** With the names that come with the library. */
    WordFacts() {
        this(WordFacts.class.getResourceAsStream("names.bin"));
    }

    /** With other names. */
    WordFacts(Path names) throws IOException {
        this(Files.newInputStream(names));
    }

    private WordFacts(InputStream resource) {
        try (InputStream in = resource) {
            if (in == null) {
                throw new IllegalStateException("resource names.bin is missing from the deidentification jar");
            }
            names = NameHashes.read(new BufferedInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource names.bin", e);
        }
        Map<String, Integer> all = new HashMap<>(1 << 15);
        add(all, COMMON, WordList.words("vocabulary.txt"));
        add(all, CLINICAL, WordList.words("clinical-words.txt"));
        add(all, CLINICAL, WordList.words("medical-words.txt"));
        add(all, CLINICAL, WordList.words("more-medicine.txt"));
        add(all, COMMON, WordList.words("english-words.txt"));
        add(all, COMMON, WordList.words("more-english.txt"));
        add(all, COMMON, WordList.words("foreign-words.txt"));
        add(all, COMMON, WordList.words("organisations.txt"));
        add(all, COMMON, WordList.words("not-names.txt"));
        add(all, DENIED, WordList.words("not-names.txt"));
        add(all, NAME_LIKE | COMMON, WordList.words("common-words.txt"));
        add(all, FIRST_NAME, WordList.words("female-first-names.txt"));
        add(all, FIRST_NAME, WordList.words("male-first-names.txt"));
        add(all, SURNAME, WordList.words("surnames.txt"));
        Map<String, Set<String>> more = WordList.roles("more-names.txt");
        add(all, FIRST_NAME, List.copyOf(more.get("first")));
        add(all, SURNAME, List.copyOf(more.get("last")));
        add(all, EPONYM, WordList.words("eponyms.txt"));
        add(all, FRAME | CLINICAL, WordList.words("frames.txt"));
        add(all, STREET, WordList.words("street-suffixes.txt"));
        for (String place : WordList.lines("states.txt")) {
            if (place.indexOf(' ') < 0) {
                add(all, LARGE_PLACE, List.of(place));
            }
        }
        List<String> roles = new ArrayList<>(WordList.lines("roles.txt"));
        roles.addAll(WordList.lines("people.txt"));
        for (String line : roles) {
            int colon = line.indexOf(':');
            add(
                    all,
                    bit(line.substring(0, colon)),
                    Arrays.asList(line.substring(colon + 1).strip().split("\\s+")));
        }
        Map<String, Set<String>> places = WordList.roles("place-nouns.txt");
        for (String role : List.of("sure", "soft", "lower-behind")) {
            add(all, PLACE_NOUN, List.copyOf(places.get(role)));
        }
        Map<String, Set<String>> codes = WordList.roles("code-words.txt");
        for (String role : List.of("numbering", "national", "online", "other")) {
            add(all, CODE_WORD, List.copyOf(codes.get(role)));
        }
        for (Set<String> words : List.of(
                PlaceLabelDetector.ADDRESS_LABELS,
                KnownPlaces.ofTheLibrary().firstWords(),
                WrittenDateRules.STARTS,
                AgeDetector.WORDS,
                MonthReader.OTHER_CALENDARS,
                RosterDetector.STARTS,
                TownDetector.STARTS)) {
            add(all, TRIGGER, List.copyOf(words));
        }
        facts = new WordTable(all);
        listed = new Vocabulary(all.keySet(), this::of);
    }

    private static int bit(String name) {
        return switch (name) {
            case "month" -> MONTH;
            case "number" -> NUMBER_WORD | COMMON;
            case "title" -> TITLE;
            case "soft-title" -> SOFT_TITLE | COMMON;
            case "credential" -> CREDENTIAL;
            case "relation" -> RELATION | COMMON;
            case "staff" -> STAFF | COMMON;
            case "facility" -> FACILITY | COMMON;
            case "particle" -> PARTICLE;
            case "weekday" -> WEEKDAY | COMMON;
            case "verb" -> VERB | COMMON;
            case "place-preposition" -> PLACE_PREPOSITION | COMMON;
            case "unit" -> UNIT | CLINICAL;
            case "generic-place" -> GENERIC_PLACE | COMMON;
            case "service" -> SERVICE | CLINICAL;
            case "label" -> LABEL | COMMON;
            case "holiday" -> HOLIDAY;
            case "street" -> STREET_SURE | STREET;
            default -> throw new IllegalStateException("roles.txt has the unknown role " + name);
        };
    }

    private static void add(Map<String, Integer> all, int bits, List<String> words) {
        for (String word : words) {
            all.merge(fold(word), bits, (a, b) -> a | b);
        }
    }

    Vocabulary listed() {
        return listed;
    }

    /** The bits of a folded word. */
    int of(String folded) {
        int ofNames = names.of(folded);
        int known = ofNames | ofLists(folded, ofNames);
        // Wenckebach is nobody but the one of the block: where no trigger stands it is a term.
        boolean termOnly = (known & (EPONYM | FIRST_NAME | SURNAME | NAME_LIKE | COMMON)) == EPONYM;
        return termOnly ? known | CLINICAL : known;
    }

    private int ofLists(String folded, int ofNames) {
        int known = facts.of(folded);
        if (folded.length() < 4 || (known & (KNOWN | FIRST_NAME | SURNAME)) != 0) {
            return known;
        }
        int base = ofBase(folded);
        // Josephine ends as a drug does.
        return known | ((known & ~MARKERS) != 0 || base != 0 || ofNames != 0 ? base : byEnding(folded));
    }

    private int ofBase(String word) {
        int n = word.length();
        int bits = 0;
        switch (word.charAt(n - 1)) {
            case 's' -> {
                if (word.charAt(n - 2) == '\'') {
                    return of(word.substring(0, n - 2));
                }
                bits |= vocabulary(word, n - 1);
                if (word.endsWith("es")) {
                    bits |= vocabulary(word, n - 2);
                }
                if (word.endsWith("ies")) {
                    bits |= vocabulary(word, n - 3, 'y');
                }
            }
            case 'd' -> {
                if (word.endsWith("ed")) {
                    bits |= verb(word, n - 2) | vocabulary(word, n - 1);
                    if (word.endsWith("ied")) {
                        bits |= vocabulary(word, n - 3, 'y');
                    }
                }
            }
            case 'g' -> {
                if (word.endsWith("ing")) {
                    bits |= verb(word, n - 3);
                }
            }
            case 'r' -> {
                if (word.endsWith("er") && n > 5) {
                    bits |= verb(word, n - 2) | vocabulary(word, n - 1);
                }
            }
            case 't' -> {
                if (word.endsWith("est") && n > 6) {
                    bits |= vocabulary(word, n - 3);
                }
            }
            case 'y' -> {
                if (word.endsWith("ly") && n > 5) {
                    bits |= vocabulary(word, n - 2) | (facts.of(word.substring(0, n - 2) + "le") & KNOWN);
                    if (word.endsWith("ily")) {
                        bits |= vocabulary(word, n - 3, 'y');
                    }
                }
            }
            default -> {}
        }
        for (String prefix : prefixes.candidates(word)) {
            if (word.startsWith(prefix) && n > prefix.length() + 4) {
                bits |= facts.of(word, prefix.length(), n) & KNOWN;
            }
        }
        return bits;
    }

    /** A verb's stem, or the stem before its last letter was doubled. */
    private int verb(String word, int stem) {
        int bits = vocabulary(word, stem) | vocabulary(word, stem, 'e');
        if (stem > 3 && word.charAt(stem - 1) == word.charAt(stem - 2)) {
            bits |= vocabulary(word, stem - 1);
        }
        return bits;
    }

    /** Only what makes it an ordinary or a medical word is inherited by its forms, not what makes it a name. */
    private int vocabulary(String word, int to) {
        return to < 3 ? 0 : facts.of(word, 0, to) & KNOWN;
    }

    private int vocabulary(String word, int to, char last) {
        return to < 2 ? 0 : facts.of(word, to, last) & KNOWN;
    }

    private int byEnding(String word) {
        if (word.length() < 7) {
            return 0;
        }
        // Riverside and Northgate end as a salt does.
        for (String ending : townEndings.candidates(word)) {
            if (word.endsWith(ending)) {
                return 0;
            }
        }
        for (String ending : clinicalEndings.candidates(word)) {
            if (word.endsWith(ending) && (ending.length() > 3 || word.length() >= 9)) {
                return CLINICAL;
            }
        }
        for (String ending : englishEndings.candidates(word)) {
            if (word.endsWith(ending)) {
                return COMMON;
            }
        }
        return 0;
    }

    /** Small letters without accents. */
    static String fold(String word) {
        boolean plain = true;
        for (int i = 0; i < word.length() && plain; i++) {
            plain = word.charAt(i) < 128;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        if (plain) {
            return lower;
        }
        StringBuilder out = new StringBuilder(lower.length());
        Normalizer.normalize(lower, Normalizer.Form.NFD).codePoints().forEach(c -> {
            if (Character.getType(c) == Character.NON_SPACING_MARK) {
                return;
            }
            switch (c) {
                case '\u0142' -> out.append('l');
                case '\u00f8' -> out.append('o');
                case '\u0111', '\u00f0' -> out.append('d');
                case '\u0131' -> out.append('i');
                case '\u00df' -> out.append("ss");
                case '\u00e6' -> out.append("ae");
                case '\u0153' -> out.append("oe");
                case '\u00fe' -> out.append("th");
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
