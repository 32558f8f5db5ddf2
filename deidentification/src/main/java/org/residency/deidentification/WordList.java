package org.residency.deidentification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A list kept as a text resource; lines that begin with a hash are comments. */
final class WordList {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private WordList() {}

    /** Words, any number a line. */
    static List<String> words(String resource) {
        return lines(resource).stream()
                .flatMap(BLANKS::splitAsStream)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Words under their role, in any number of lines, {@code role: word word}; roles in the order of the file. */
    static Map<String, Set<String>> roles(String resource) {
        Map<String, Set<String>> roles = new LinkedHashMap<>();
        for (String line : lines(resource)) {
            int colon = line.indexOf(':');
            roles.computeIfAbsent(line.substring(0, colon), role -> new HashSet<>())
                    .addAll(List.of(BLANKS.split(line.substring(colon + 1).strip(), -1)));
        }
        roles.replaceAll((role, words) -> WordSet.copyOf(words));
        // A copy would have another order in each process, and with it other results where a word has two roles.
        return Collections.unmodifiableMap(roles);
    }

    /** Entries, one a line. */
    static List<String> lines(String resource) {
        try (InputStream in = WordList.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the deidentification jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource " + resource, e);
        }
    }
}
