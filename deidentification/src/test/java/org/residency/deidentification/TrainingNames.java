package org.residency.deidentification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.datafaker.Faker;

/** First and last names and towns of many countries, that Datafaker makes and that {@code names.txt} adds. */
final class TrainingNames {
    private static final List<String> LOCALES = List.of(
            "en", "es", "es-MX", "fr", "de", "it", "pl", "pt-BR", "nl", "sv", "nb-NO", "da-DK", "fi-FI", "tr", "vi",
            "en-NG", "en-IN", "en-PK", "en-PH", "en-UG", "en-NEP", "hu", "cs-CZ", "hr", "id", "ca", "en-ZA", "fr-CA");
    private static final Pattern LATIN = Pattern.compile("[\\p{IsLatin}'-]{2,24}");

    final List<String> first;
    final List<String> last;
    final List<String> towns;

    private TrainingNames(Set<String> first, Set<String> last, Set<String> towns) {
        this.first = List.copyOf(first);
        this.last = List.copyOf(last);
        this.towns = List.copyOf(towns);
    }

    static TrainingNames gather(Path folder) throws IOException {
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
        for (String line : Files.readAllLines(folder.resolve("names.txt"), StandardCharsets.UTF_8)) {
            if (line.startsWith("first: ")) {
                Collections.addAll(firsts, line.substring(7).split(" ", -1));
            } else if (line.startsWith("last: ")) {
                Collections.addAll(lasts, line.substring(6).split(" ", -1));
            }
        }
        return new TrainingNames(new TreeSet<>(firsts), new TreeSet<>(lasts), towns);
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

    /** For {@code names.bin}. */
    static Set<Integer> hashes(List<String> names) {
        Set<Integer> hashes = new HashSet<>();
        List<String> parts = new ArrayList<>();
        names.forEach(name -> Collections.addAll(parts, WordFacts.fold(name).split("-", -1)));
        parts.stream().filter(part -> part.length() > 1).forEach(part -> hashes.add(NameHashes.hash(part)));
        return hashes;
    }
}
