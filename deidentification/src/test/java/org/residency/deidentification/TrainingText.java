package org.residency.deidentification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Notes that nobody wrote, with the label of each char. A template's <code>{slot}</code> becomes one of the slot's
 * values, <code>[a|b]</code> one of the two, {@code \n} a line's end; values may hold slots again, and the outermost slot
 * that has a label gives it to all within. {@code slots.txt} holds slots, the other files templates.
 */
final class TrainingText {
    /** A text, the label of each char as a digit, and whether somebody wrote it, not a template. */
    record Labelled(String text, String labels, boolean written) {
        Labelled(String text, String labels) {
            this(text, labels, false);
        }
    }

    private record Slot(int label, List<String> values) {}

    private static final List<String> TEMPLATES = List.of(
            "people.txt",
            "people.txt",
            "places.txt",
            "forms.txt",
            "templates.txt",
            "medicine.txt",
            "medicine.txt",
            "prose.txt",
            "prose.txt",
            "abroad.txt");
    private static final int MOST_LINES = 5;

    /** The label of what may be either. */
    static final char UNSAID = '9';

    private final Random random;
    private final TrainingHand hand;
    private final TrainingNames names;
    private final Map<String, Slot> slots = new HashMap<>();
    private final List<List<String>> templates = new ArrayList<>();
    private final List<String> clinical = words("clinical-words.txt");
    private final List<String> ordinary = words("vocabulary.txt");
    private final List<String> nameLike = words("common-words.txt");
    private final List<String> eponyms = WordList.words("eponyms.txt");
    private StringBuilder text;
    private StringBuilder labels;

    TrainingText(Path folder, TrainingNames names, Random random) throws IOException {
        this.names = names;
        this.random = random;
        this.hand = new TrainingHand(random);
        for (String line : lines(folder.resolve("slots.txt"))) {
            int equals = line.indexOf(" = ");
            String[] head = line.substring(0, equals).split(" ", 2);
            slots.merge(
                    head[1],
                    new Slot(label(head[0]), List.of(line.substring(equals + 3).split(" \\| ", -1))),
                    TrainingText::both);
        }
        for (String file : TEMPLATES) {
            templates.add(lines(folder.resolve(file)));
        }
    }

    private static Slot both(Slot a, Slot b) {
        List<String> values = new ArrayList<>(a.values());
        values.addAll(b.values());
        return new Slot(a.label(), values);
    }

    private static int label(String name) {
        return switch (name) {
            case "plain" -> NameTagger.OTHER;
            case "person" -> NameTagger.PERSON;
            case "town" -> NameTagger.TOWN;
            case "facility" -> NameTagger.FACILITY;
            case "unsaid" -> UNSAID - '0';
            default -> throw new IllegalStateException("slots.txt has the unknown label " + name);
        };
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static List<String> words(String resource) {
        return WordList.words(resource).stream()
                .filter(word -> word.length() > 2 && word.chars().allMatch(Character::isLetter))
                .toList();
    }

    /** Some templates one behind the other, written in one of the ways in which people write. */
    Labelled note() {
        text = new StringBuilder();
        labels = new StringBuilder();
        int lines = 1 + random.nextInt(MOST_LINES);
        boolean telegraphic = random.nextInt(12) == 0;
        for (int k = 0; k < lines; k++) {
            fill(pick(pick(templates)), NameTagger.OTHER);
            if (telegraphic && text.length() > 0 && text.charAt(text.length() - 1) == '.') {
                text.setLength(text.length() - 1);
                labels.setLength(labels.length() - 1);
            }
            put(
                    random.nextInt(3) == 0 ? "\n" : telegraphic ? pick(List.of(", ", "; ", " - ", " ")) : " ",
                    NameTagger.OTHER);
        }
        for (int i = 0; i < text.length(); i++) {
            // Whether a number of a template is somebody's nobody has said.
            if (labels.charAt(i) == '0' && Character.isDigit(text.charAt(i))) {
                labels.setCharAt(i, UNSAID);
            }
        }
        return new Labelled(hand.write(text.toString(), labels.toString()), labels.toString());
    }

    /** One value of a slot, alone. */
    String value(String slot) {
        text = new StringBuilder();
        labels = new StringBuilder();
        slot(slot, NameTagger.OTHER);
        return text.toString();
    }

    private void put(String piece, int label) {
        text.append(piece);
        labels.append(String.valueOf((char) ('0' + label)).repeat(piece.length()));
    }

    private void fill(String template, int label) {
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c == '{') {
                int close = template.indexOf('}', at);
                slot(template.substring(at + 1, close), label);
                at = close + 1;
            } else if (c == '[') {
                int close = closing(template, at);
                fill(pick(choices(template.substring(at + 1, close))), label);
                at = close + 1;
            } else if (template.startsWith("\\t", at)) {
                put("\t", label);
                at += 2;
            } else if (template.startsWith("\\n", at)) {
                put("\n", label);
                at += 2;
            } else {
                put(String.valueOf(c), label);
                at++;
            }
        }
    }

    private static int closing(String template, int open) {
        int depth = 0;
        for (int at = open; at < template.length(); at++) {
            depth += template.charAt(at) == '[' ? 1 : template.charAt(at) == ']' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        throw new IllegalStateException("a [ is not closed in the template: " + template);
    }

    private static List<String> choices(String inner) {
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < inner.length(); at++) {
            char c = inner.charAt(at);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == '|' && depth == 0) {
                choices.add(inner.substring(from, at));
                from = at + 1;
            }
        }
        choices.add(inner.substring(from));
        return choices;
    }

    private void slot(String name, int outer) {
        String folded = name.toLowerCase(Locale.ROOT);
        int start = text.length();
        Slot slot = slots.get(folded);
        if (slot == null) {
            put(basic(folded), outer);
        } else {
            fill(pick(slot.values()), outer == NameTagger.OTHER ? slot.label() : outer);
        }
        if (name.equals(name.toUpperCase(Locale.ROOT)) && name.length() > 1) {
            for (int i = start; i < text.length(); i++) {
                text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
            }
        } else if (Character.isUpperCase(name.charAt(0)) && start < text.length()) {
            text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
        }
    }

    /** Slots that no file lists; those of names are labelled by the slot around them. */
    private String basic(String slot) {
        return switch (slot) {
            case "a-first" ->
                switch (random.nextInt(20)) {
                    case 0, 1, 2 -> blend(names.first, 0);
                    case 3 -> capital(pick(nameLike));
                    default -> pick(names.first);
                };
            case "a-last" ->
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3 -> blend(names.last, 0);
                    case 4, 5 -> capital(pick(nameLike));
                    case 6 -> capital(pick(random.nextBoolean() ? ordinary : eponyms));
                    default -> pick(names.last);
                };
            case "a-town" -> random.nextInt(4) == 0 ? blend(names.towns, 0) : pick(names.towns);
            case "letter" -> String.valueOf((char) ('A' + random.nextInt(26)));
            case "d" -> Integer.toString(random.nextInt(10));
            case "n" -> Integer.toString(1 + random.nextInt(89));
            case "n3" -> Integer.toString(100 + random.nextInt(900));
            case "n4" -> Integer.toString(1000 + random.nextInt(9000));
            case "clin" -> random.nextInt(6) == 0 ? blend(clinical, 0) : pick(clinical);
            case "word" -> pick(ordinary);
            case "eponym" -> pick(eponyms);
            default -> throw new IllegalStateException("the templates have the unknown slot " + slot);
        };
    }

    /** The beginning of one word and the end of another: a word that no list has and that yet sounds like its kind. */
    private String blend(List<String> words, int tries) {
        String a = pick(words);
        String b = pick(words);
        int cut = 2 + random.nextInt(3);
        if (tries < 8 && (a.length() < cut + 1 || b.length() < 5 || a.indexOf(' ') >= 0 || b.indexOf(' ') >= 0)) {
            return blend(words, tries + 1);
        }
        int keep = Math.min(cut, a.length());
        return a.substring(0, keep)
                + b.substring(Math.min(b.length() / 2, b.length() - 1)).toLowerCase(Locale.ROOT);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Fails where a template has a slot that nobody fills, before an hour of training does. */
    int check() {
        text = new StringBuilder();
        labels = new StringBuilder();
        int count = 0;
        for (List<String> file : templates) {
            for (String template : file) {
                fill(template, NameTagger.OTHER);
                count++;
            }
        }
        return count;
    }

    static TrainingText of(Path folder, TrainingNames names, long seed) {
        try {
            return new TrainingText(folder, names, new Random(seed));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the templates in " + folder, e);
        }
    }
}
