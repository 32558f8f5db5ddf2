package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import net.datafaker.Faker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Not a test but the command that makes {@code names.bin} and {@code tagger.bin}: <code>mvn test -pl deidentification
 * -Dtest=TrainNameTaggerTest -Dtagger.out=src/main/resources/org/residency/deidentification</code>. All
 * text is generated here from templates, the word lists of the library and names that Datafaker makes; the marked notes
 * that measure the result are never read.
 */
class TrainNameTaggerTest {
    private static final int SENTENCES = Integer.getInteger("tagger.sentences", 90_000);
    private static final int ROUNDS = 4;
    private static final List<String> LOCALES = List.of(
            "en", "es", "es-MX", "fr", "de", "it", "pl", "pt-BR", "nl", "sv", "nb-NO", "da-DK", "fi-FI", "tr", "vi",
            "en-NG", "en-IN", "en-PK", "en-PH", "en-UG", "en-NEP", "hu", "cs-CZ", "hr", "id", "ca", "en-ZA", "fr-CA");
    private static final Pattern LATIN = Pattern.compile("[\\p{IsLatin}'-]{2,24}");
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    private final Random random = new Random(20_261_123);
    private final List<String> first = new ArrayList<>();
    private final List<String> last = new ArrayList<>();
    private final List<String> cities = new ArrayList<>();
    private final List<String> clinical = words("clinical-words.txt");
    private final List<String> ordinary = words("vocabulary.txt");
    private final List<String> eponyms = WordList.words("eponyms.txt");

    @Test
    @EnabledIfSystemProperty(
            named = "tagger.out",
            matches = ".+",
            disabledReason = "trains the tagger; give -Dtagger.out")
    void trains() throws IOException {
        Path out = Path.of(System.getProperty("tagger.out"));
        gatherNames();
        NameHashes.write(out.resolve("names.bin"), hashes(first), hashes(last));
        WordFacts facts = new WordFacts(out.resolve("names.bin"));
        int[][] averaged = learn(facts, sentences(SENTENCES));
        byte[][] quantized = quantize(averaged);
        List<Sentence> held = sentences(4_000);
        int[] margins = new int[2 * (NameTagger.LABELS - 1)];
        for (int label = NameTagger.NAME; label < NameTagger.LABELS; label++) {
            int unknown = margin(facts, quantized, held, label, false);
            margins[2 * label - 2] = unknown;
            margins[2 * label - 1] = Math.max(2 * unknown, margin(facts, quantized, held, label, true));
        }
        try (DataOutputStream stream =
                new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(out.resolve("tagger.bin"))))) {
            for (int margin : margins) {
                stream.writeInt(margin);
            }
            for (byte[] label : quantized) {
                stream.write(label);
            }
        }
        System.out.println("margins " + Arrays.toString(margins) + ", " + first.size() + " first and " + last.size()
                + " last names, " + Files.size(out.resolve("tagger.bin")) + " bytes");
        assertThat(Files.size(out.resolve("tagger.bin"))).isLessThan(2_000_000);
    }

    /** A text and the label of each char. */
    private record Sentence(String text, String labels) {}

    private void gatherNames() throws IOException {
        Set<String> firsts = new TreeSet<>();
        Set<String> lasts = new TreeSet<>();
        Set<String> towns = new TreeSet<>();
        for (String locale : LOCALES) {
            Faker faker = new Faker(Locale.forLanguageTag(locale), new Random(7));
            for (int i = 0; i < 4_000; i++) {
                addWords(faker.name().firstName(), firsts);
                addWords(faker.name().lastName(), lasts);
                if (i < 400) {
                    towns.add(faker.address().city());
                }
            }
        }
        for (String line :
                Files.readAllLines(Path.of("src/test/resources/training/names.txt"), StandardCharsets.UTF_8)) {
            if (line.startsWith("first: ")) {
                Collections.addAll(firsts, line.substring(7).split(" ", -1));
            } else if (line.startsWith("last: ")) {
                Collections.addAll(lasts, line.substring(6).split(" ", -1));
            }
        }
        first.addAll(firsts);
        last.addAll(lasts);
        cities.addAll(towns);
    }

    private static void addWords(String name, Set<String> names) {
        for (String word : name.split(" ", -1)) {
            if (LATIN.matcher(word).matches()
                    && Character.isUpperCase(word.charAt(0))
                    && word.charAt(word.length() - 1) != '.') {
                names.add(word);
            }
        }
    }

    private static List<String> words(String resource) {
        return WordList.words(resource).stream()
                .filter(word -> word.length() > 2 && word.chars().allMatch(Character::isLetter))
                .toList();
    }

    private static Set<Integer> hashes(List<String> names) {
        Set<Integer> hashes = new HashSet<>();
        names.forEach(name -> {
            for (String part : WordFacts.fold(name).split("-", -1)) {
                if (part.length() > 1) {
                    hashes.add(NameHashes.hash(part));
                }
            }
        });
        return hashes;
    }

    private List<Sentence> sentences(int count) throws IOException {
        List<String> templates = Files.readAllLines(Path.of("src/test/resources/training/templates.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<Sentence> sentences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            StringBuilder labels = new StringBuilder();
            int lines = 1 + random.nextInt(3);
            for (int k = 0; k < lines; k++) {
                fill(pick(templates), text, labels);
                text.append(random.nextInt(4) == 0 ? '\n' : ' ');
                labels.append('0');
            }
            int form = random.nextInt(10);
            String whole = text.toString();
            String cased = form < 2 ? upper(whole) : form < 4 ? lower(whole) : whole;
            sentences.add(new Sentence(cased, labels.toString()));
        }
        return sentences;
    }

    /** Char by char, for offsets must stay. */
    private static String upper(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append((char) Character.toUpperCase(c)));
        return out.toString();
    }

    private static String lower(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append((char) Character.toLowerCase(c)));
        return out.toString();
    }

    private void fill(String template, StringBuilder text, StringBuilder labels) {
        Matcher slot = SLOT.matcher(template);
        int from = 0;
        while (slot.find()) {
            put(template.substring(from, slot.start()), NameTagger.OTHER, text, labels);
            String name = slot.group(1);
            int label = switch (name) {
                case "first", "last", "full" -> NameTagger.NAME;
                case "city", "facility", "street", "road", "employer", "school" -> NameTagger.PLACE;
                default -> NameTagger.OTHER;
            };
            put(value(name), label, text, labels);
            from = slot.end();
        }
        put(template.substring(from), NameTagger.OTHER, text, labels);
    }

    private static void put(String piece, int label, StringBuilder text, StringBuilder labels) {
        text.append(piece);
        labels.append(String.valueOf((char) ('0' + label)).repeat(piece.length()));
    }

    private String value(String slot) {
        String folded = slot.toLowerCase(Locale.ROOT);
        String value = switch (folded) {
            case "first" -> pick(first);
            case "last" -> random.nextInt(12) == 0 ? pick(last) + "-" + pick(last) : pick(last);
            case "full" ->
                pick(first)
                        + (random.nextInt(8) == 0 ? " " + (char) ('A' + random.nextInt(26)) + ". " : " ")
                        + pick(last);
            case "city" ->
                random.nextInt(3) == 0
                        ? pick(last)
                                + pick(List.of(
                                        "ville",
                                        "ton",
                                        "burg",
                                        "field",
                                        "ford",
                                        " Springs",
                                        " Falls",
                                        " City",
                                        " Heights"))
                        : pick(cities);
            case "facility" ->
                pick(List.of(
                                pick(last),
                                pick(cities),
                                "St. " + pick(first),
                                capital(pick(ordinary)) + " " + capital(pick(ordinary))))
                        + " "
                        + pick(List.of(
                                "Hospital",
                                "Clinic",
                                "Medical Center",
                                "Rehab",
                                "Manor",
                                "Pharmacy",
                                "Elementary",
                                "Family Practice",
                                "Health",
                                "House",
                                "Dental",
                                "Home Care",
                                "Pediatrics"));
            case "road" ->
                roadName() + " " + pick(List.of("Street", "Ave", "Road", "Lane", "Drive", "Hill", "Way", "Blvd"));
            case "employer" ->
                (random.nextInt(2) == 0
                                ? capital(pick(ordinary)) + " " + capital(pick(ordinary))
                                : pick(List.of(pick(last), pick(cities))))
                        + " "
                        + pick(List.of(
                                "Roofing",
                                "Diner",
                                "Farms",
                                "Motors",
                                "Foods",
                                "Steel",
                                "Bank",
                                "Trucking",
                                "Cafe",
                                "Supply",
                                "Hardware",
                                "& Sons",
                                "Market"));
            case "school" ->
                roadName() + " " + pick(List.of("Elementary", "High", "Middle School", "College", "Academy", "School"));
            case "street" ->
                (1 + random.nextInt(9000)) + " " + pick(last) + " "
                        + pick(List.of("Street", "Ave", "Road", "Lane", "Drive", "Ct"));
            case "n" -> Integer.toString(1 + random.nextInt(89));
            case "dose" -> pick(List.of("5 mg", "10 mg", "25 mg daily", "100 mcg", "2 puffs", "40 mg IV", "10 units"));
            case "sex" -> pick(List.of("man", "woman", "female", "male", "M", "F", "gentleman", "lady"));
            case "relation" ->
                pick(List.of(
                        "wife",
                        "husband",
                        "son",
                        "daughter",
                        "mother",
                        "father",
                        "brother",
                        "sister",
                        "mom",
                        "dad",
                        "niece",
                        "friend",
                        "partner",
                        "neighbor",
                        "aunt"));
            case "service" ->
                pick(List.of(
                        "cardiology",
                        "neurology",
                        "surgery",
                        "ID",
                        "GI",
                        "renal",
                        "urology",
                        "oncology",
                        "psychiatry",
                        "PT",
                        "micro"));
            case "verb" ->
                pick(List.of(
                        "reports",
                        "denies",
                        "states",
                        "complains of",
                        "has",
                        "says",
                        "notes",
                        "describes",
                        "feels",
                        "was seen for",
                        "presents with",
                        "is here for",
                        "tolerated",
                        "returned with",
                        "was given"));
            case "symptom" ->
                pick(List.of(
                        "pain",
                        "chest pain",
                        "cough",
                        "fever",
                        "nausea",
                        "dizziness",
                        "headache",
                        "fatigue",
                        "weakness",
                        "dyspnea",
                        "rash",
                        "swelling",
                        "vomiting",
                        "palpitations",
                        pick(clinical)));
            case "disease" ->
                random.nextInt(3) == 0
                        ? pick(eponyms) + " disease"
                        : pick(clinical)
                                + (random.nextBoolean()
                                        ? ""
                                        : " " + pick(List.of("disease", "syndrome", "infection", "failure")));
            case "test", "procedure" ->
                pick(clinical) + " " + pick(List.of("scan", "biopsy", "imaging", "repair", "test", "study"));
            case "drug", "clin" -> pick(clinical);
            case "word" -> pick(ordinary);
            case "eponym" -> pick(eponyms);
            case "abbr" ->
                pick(List.of(
                        "COPD", "CHF", "CKD", "WBC", "HGB", "MRI", "CT", "ECG", "BNP", "INR", "TSH", "NYHA", "GCS",
                        "BMI"));
            case "month" -> pick(List.of("January", "March", "June", "October", "December"));
            case "country" -> pick(List.of("Mexico", "Texas", "Canada", "Florida", "India", "Ohio"));
            default -> throw new IllegalStateException("the templates have the unknown slot " + slot);
        };
        return Character.isUpperCase(slot.charAt(0)) ? capital(value) : value;
    }

    private String roadName() {
        return random.nextInt(3) == 0
                ? pick(last)
                : capital(pick(ordinary)) + (random.nextBoolean() ? "" : " " + capital(pick(ordinary)));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private int[][] learn(WordFacts facts, List<Sentence> sentences) {
        int size = 1 << TaggerFeatures.BITS;
        int[][] weights = new int[NameTagger.LABELS][size];
        long[][] totals = new long[NameTagger.LABELS][size];
        TaggerFeatures features = new TaggerFeatures();
        long step = 0;
        long steps = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(sentences, random);
            for (Sentence sentence : sentences) {
                Tokens t = new Tokens(PlainForm.of(sentence.text()), sentence.text(), facts);
                int former = NameTagger.OTHER;
                for (int i = 0; i < t.count(); i++) {
                    if (!t.isWord(i)) {
                        former = NameTagger.OTHER;
                        continue;
                    }
                    step++;
                    // Lists end somewhere: half the time a word is judged as if none had it.
                    int forgotten = random.nextInt(2) == 0 ? 0 : -1;
                    features.read(t, i, forgotten, former);
                    int truth = sentence.labels().charAt(t.start(i)) - '0';
                    int best = best(weights, features);
                    if (best != truth) {
                        for (int k = 0; k < features.count; k++) {
                            weights[truth][features.at[k]]++;
                            totals[truth][features.at[k]] += step;
                            weights[best][features.at[k]]--;
                            totals[best][features.at[k]] -= step;
                        }
                    }
                    former = best;
                }
            }
            steps = step;
        }
        int[][] averaged = new int[NameTagger.LABELS][size];
        for (int label = 0; label < NameTagger.LABELS; label++) {
            for (int k = 0; k < size; k++) {
                averaged[label][k] =
                        (int) Math.round(100 * (weights[label][k] - (double) totals[label][k] / (steps + 1)));
            }
        }
        return averaged;
    }

    private static int best(int[][] weights, TaggerFeatures features) {
        int best = 0;
        int most = Integer.MIN_VALUE;
        for (int label = 0; label < NameTagger.LABELS; label++) {
            int sum = 0;
            for (int k = 0; k < features.count; k++) {
                sum += weights[label][features.at[k]];
            }
            if (sum > most) {
                most = sum;
                best = label;
            }
        }
        return best;
    }

    private static byte[][] quantize(int[][] weights) {
        int most = 1;
        for (int[] label : weights) {
            int[] sorted = label.clone();
            Arrays.sort(sorted);
            most = Math.max(most, Math.max(sorted[sorted.length - 40], -sorted[40]));
        }
        byte[][] bytes = new byte[weights.length][weights[0].length];
        for (int label = 0; label < weights.length; label++) {
            for (int k = 0; k < weights[label].length; k++) {
                long scaled = Math.round(127.0 * weights[label][k] / most);
                bytes[label][k] = (byte) Math.max(-127, Math.min(127, scaled));
            }
        }
        return bytes;
    }

    /**
     * The margin for a label above which at most one word in two hundred of those that are neither name nor place is taken
     * for it, and of words that a list has one in two thousand.
     */
    private static int margin(WordFacts facts, byte[][] weights, List<Sentence> sentences, int wanted, boolean shown) {
        List<Integer> margins = new ArrayList<>();
        TaggerFeatures features = new TaggerFeatures();
        for (Sentence sentence : sentences) {
            Tokens t = new Tokens(PlainForm.of(sentence.text()), sentence.text(), facts);
            for (int i = 0; i < t.count(); i++) {
                if (t.isWord(i) && t.length(i) > 2 && sentence.labels().charAt(t.start(i)) - '0' == NameTagger.OTHER) {
                    features.read(t, i, shown ? 0 : -1, NameTagger.OTHER);
                    int[] sums = new int[NameTagger.LABELS];
                    for (int k = 0; k < features.count; k++) {
                        for (int label = 0; label < sums.length; label++) {
                            sums[label] += weights[label][features.at[k]];
                        }
                    }
                    margins.add(sums[wanted] - sums[NameTagger.OTHER]);
                }
            }
        }
        Collections.sort(margins);
        return Math.max(0, margins.get((int) (margins.size() * (shown ? 0.9995 : 0.995))));
    }
}
