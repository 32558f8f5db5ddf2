package org.residency.deidentification;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Short forms of first names: a Robert of the record is Bob in the note. */
final class Nicknames {
    private final Map<String, Set<String>> others = new HashMap<>();

    Nicknames() {
        for (String line : WordList.lines("nicknames.txt")) {
            List<String> forms = List.of(line.split(" ", -1));
            forms.forEach(
                    form -> others.computeIfAbsent(form, key -> new HashSet<>()).addAll(forms));
        }
    }

    /** All forms of a folded name, itself among them. */
    Set<String> of(String folded) {
        return others.getOrDefault(folded, Set.of(folded));
    }
}
