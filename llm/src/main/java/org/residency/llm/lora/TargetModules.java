package org.residency.llm.lora;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.residency.llm.folder.ModelFormatException;

/**
 * Which modules of which layers carry an adapter, as PEFT's {@code target_modules} says: names, each the end of a module's
 * path or all of it, or one regular expression that fits whole paths.
 */
final class TargetModules {
    private static final String FIELD = "target_modules";
    private static final int MOST_PATTERN = 1000;

    private final Predicate<String> module;
    private final Set<Integer> layers;

    private TargetModules(Predicate<String> module, Set<Integer> layers) {
        this.module = module;
        this.layers = layers;
    }

    /** The same projections in every layer. */
    static TargetModules everywhere(Set<Projection> projections) {
        List<String> names = projections.stream().map(Projection::moduleName).toList();
        return new TargetModules(path -> named(names, path), Set.of());
    }

    static TargetModules read(Path file, JsonNode config) {
        JsonNode targets = config.path(FIELD);
        Set<Integer> layers = layers(file, config.path("layers_to_transform"));
        if (targets.isTextual()) {
            return targets.asText().equals("all-linear")
                    ? new TargetModules(path -> true, layers)
                    : new TargetModules(pattern(file, targets.asText()), layers);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode target : targets) {
            String name = target.asText();
            String last = name.substring(name.lastIndexOf('.') + 1);
            if (!Projection.names().contains(last)) {
                throw new ModelFormatException(
                        file,
                        "target module " + (name.length() > 100 ? "of a long name" : name),
                        "some of " + Projection.names(),
                        "train the adapter on these alone");
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            throw new ModelFormatException(
                    file, "no " + FIELD, "names or a pattern", "use an adapter as PEFT writes it");
        }
        return new TargetModules(path -> named(names, path), layers);
    }

    boolean include(int layer, Projection projection) {
        return (layers.isEmpty() || layers.contains(layer)) && module.test(path(layer, projection));
    }

    /** Projections that carry an adapter in at least one of so many layers. */
    Set<Projection> projections(int layerCount) {
        Set<Projection> found = EnumSet.noneOf(Projection.class);
        for (int layer = 0; layer < layerCount; layer++) {
            for (Projection projection : Projection.values()) {
                if (include(layer, projection)) {
                    found.add(projection);
                }
            }
        }
        return found;
    }

    /** What PEFT reads the same from: last names where all layers are alike, else whole paths. */
    Set<String> names(int layerCount) {
        Set<String> lastNames = new TreeSet<>();
        Set<String> paths = new TreeSet<>();
        for (Projection projection : projections(layerCount)) {
            lastNames.add(projection.moduleName());
            for (int layer = 0; layer < layerCount; layer++) {
                if (include(layer, projection)) {
                    paths.add(path(layer, projection));
                }
            }
        }
        return paths.size() == lastNames.size() * layerCount ? lastNames : paths;
    }

    private static String path(int layer, Projection projection) {
        return "model.layers." + layer + "." + projection.path();
    }

    private static boolean named(List<String> names, String path) {
        return names.stream().anyMatch(name -> path.equals(name) || path.endsWith("." + name));
    }

    private static Predicate<String> pattern(Path file, String text) {
        if (text.length() > MOST_PATTERN) {
            throw new ModelFormatException(
                    file, FIELD + " of " + text.length() + " characters", "at most " + MOST_PATTERN, "shorten it");
        }
        try {
            Pattern pattern = Pattern.compile(text);
            return path -> fits(file, pattern, path);
        } catch (PatternSyntaxException e) {
            throw new ModelFormatException(
                    file, FIELD + ", no regular expression", "names or a pattern", "copy the adapter again", e);
        }
    }

    private static boolean fits(Path file, Pattern pattern, String path) {
        try {
            return pattern.matcher(new PatienceText(path)).matches();
        } catch (PatienceText.LostException | StackOverflowError e) {
            throw new ModelFormatException(
                    file, FIELD + ", a pattern that takes for ever", "a simple pattern or names", "use names", e);
        }
    }

    private static Set<Integer> layers(Path file, JsonNode node) {
        Set<Integer> layers = new TreeSet<>();
        for (JsonNode layer : node.isArray() ? node : List.of(node)) {
            if (layer.isInt()) {
                layers.add(layer.asInt());
            } else if (!layer.isMissingNode() && !layer.isNull()) {
                throw new ModelFormatException(
                        file, "layers_to_transform that are no numbers", "numbers of layers", "copy the adapter again");
            }
        }
        return layers;
    }
}
