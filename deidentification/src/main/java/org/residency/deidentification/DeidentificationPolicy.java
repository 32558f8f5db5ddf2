package org.residency.deidentification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * What a hospital decided: the mode, what becomes of each class, patterns and words of its own, and how much the audit may
 * see. The form of the file is that of {@code deidentification-policy.schema.json} beside this class; anything else in it
 * is refused, so that nothing is configured and then not done.
 *
 * @param mode what stands in an identifier's place unless its class says otherwise
 * @param classes classes that are treated in another way
 * @param patterns own identifiers
 * @param words own names, looked for in any case
 * @param maxFindings findings of the audit in a note above which it is left out
 * @param strictness whether words go that no list knows
 */
public record DeidentificationPolicy(
        ReplacementMode mode,
        Map<PhiClass, Treatment> classes,
        List<OwnPattern> patterns,
        List<String> words,
        int maxFindings,
        Strictness strictness) {
    private static final Set<String> FIELDS =
            WordSet.of("mode", "classes", "patterns", "words", "maxFindings", "strictness");
    private static final Set<String> PATTERN_FIELDS = WordSet.of("name", "class", "expression");

    /** What becomes of words that neither a rule nor a list knows. */
    public enum Strictness {
        /** They stay unless they stand as a name would. */
        USUAL,
        /** They go: fewer names are left, and more medicine is lost. */
        STRICT
    }

    /** What becomes of a class. */
    public enum Treatment {
        /** It stays. The result is then neither Safe Harbor nor fit to leave the hospital without an expert's word. */
        KEEP,
        /** Its name in brackets. */
        MASK,
        /** Another value of the same form. */
        SURROGATE
    }

    /**
     * An identifier of the hospital's own.
     *
     * @param name of the rule, for reports
     * @param phiClass its class
     * @param expression a regular expression that is tried where a word or number begins
     */
    public record OwnPattern(String name, PhiClass phiClass, String expression) {
        public OwnPattern {
            PatternRule.of(name, phiClass, "(" + expression + ")");
        }
    }

    public DeidentificationPolicy {
        Map<PhiClass, Treatment> copy = new EnumMap<>(PhiClass.class);
        copy.putAll(classes);
        classes = java.util.Collections.unmodifiableMap(copy);
        patterns = List.copyOf(patterns);
        words = List.copyOf(words);
        if (maxFindings < 0) {
            throw new IllegalArgumentException("maxFindings is " + maxFindings + ", expected 0 or more");
        }
    }

    /** A mode for all classes, and nothing of one's own. */
    public static DeidentificationPolicy of(ReplacementMode mode) {
        return new DeidentificationPolicy(mode, Map.of(), List.of(), List.of(), 0, Strictness.USUAL);
    }

    /** The same with another mode. */
    public DeidentificationPolicy withMode(ReplacementMode other) {
        return new DeidentificationPolicy(other, classes, patterns, words, maxFindings, strictness);
    }

    /**
     * Reads a YAML file.
     *
     * @throws InvalidFileException with every fault found, by its place in the file
     */
    public static DeidentificationPolicy read(Path file) throws IOException {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidFileException(
                    file,
                    "line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                    "broken YAML; mend the file at this place");
        }
        List<String> faults = new ArrayList<>();
        DeidentificationPolicy policy = parse(root, faults);
        if (!faults.isEmpty()) {
            throw new InvalidFileException(file, "", String.join("; ", faults));
        }
        return policy;
    }

    private static DeidentificationPolicy parse(JsonNode root, List<String> faults) {
        if (root == null || !root.isObject()) {
            faults.add("expected a mapping with any of " + String.join(", ", sorted(FIELDS)));
            return of(ReplacementMode.SURROGATE);
        }
        refuseUnknown(root, "", FIELDS, faults);
        ReplacementMode mode = ReplacementMode.SURROGATE;
        if (root.has("mode")) {
            try {
                mode = ReplacementMode.named(root.get("mode").asText());
            } catch (IllegalArgumentException e) {
                faults.add(e.getMessage());
            }
        }
        Map<PhiClass, Treatment> classes = new EnumMap<>(PhiClass.class);
        root.path("classes").fields().forEachRemaining(entry -> {
            PhiClass phiClass = phiClass(entry.getKey(), "classes", faults);
            Treatment treatment = treatment(entry.getValue().asText(), entry.getKey(), faults);
            if (phiClass != null && treatment != null) {
                classes.put(phiClass, treatment);
            }
        });
        List<OwnPattern> patterns = new ArrayList<>();
        for (JsonNode each : root.path("patterns")) {
            pattern(each, "patterns[" + patterns.size() + "]", patterns, faults);
        }
        List<String> words = new ArrayList<>();
        root.path("words").forEach(word -> words.add(word.asText()));
        int maxFindings = root.path("maxFindings").asInt(0);
        if (root.has("maxFindings") && (!root.get("maxFindings").isInt() || maxFindings < 0)) {
            faults.add("maxFindings: expected a whole number of 0 or more");
            maxFindings = 0;
        }
        Strictness strictness = Strictness.USUAL;
        if (root.has("strictness")) {
            String named = root.get("strictness").asText();
            if (named.equals("strict")) {
                strictness = Strictness.STRICT;
            } else if (!named.equals("usual")) {
                faults.add("strictness: " + named + ", expected usual or strict");
            }
        }
        return new DeidentificationPolicy(mode, classes, patterns, words, maxFindings, strictness);
    }

    private static void pattern(JsonNode node, String place, List<OwnPattern> patterns, List<String> faults) {
        refuseUnknown(node, place + ".", PATTERN_FIELDS, faults);
        PhiClass phiClass = phiClass(node.path("class").asText(), place + ".class", faults);
        if (!node.hasNonNull("name") || !node.hasNonNull("expression") || phiClass == null) {
            faults.add(place + ": expected name, class and expression");
            return;
        }
        try {
            patterns.add(new OwnPattern(
                    "own." + node.get("name").asText(),
                    phiClass,
                    node.get("expression").asText()));
        } catch (PatternSyntaxException e) {
            faults.add(place + ".expression: " + e.getDescription() + " at " + e.getIndex());
        }
    }

    private static void refuseUnknown(JsonNode node, String place, Set<String> fields, List<String> faults) {
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!fields.contains(name)) {
                faults.add(place + name + ": unknown, expected any of " + String.join(", ", sorted(fields)));
            }
        }
    }

    private static PhiClass phiClass(String name, String place, List<String> faults) {
        try {
            return PhiClass.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            faults.add(place + ": " + name + " is no class, expected any of "
                    + Arrays.stream(PhiClass.values())
                            .map(phiClass ->
                                    phiClass.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(", ")));
            return null;
        }
    }

    private static Treatment treatment(String name, String place, List<String> faults) {
        try {
            return Treatment.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            faults.add("classes." + place + ": " + name + ", expected keep, mask or surrogate");
            return null;
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
