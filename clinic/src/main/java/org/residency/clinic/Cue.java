package org.residency.clinic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One finding.
 *
 * @param name what reasoning calls it
 * @param wordings other ways in which a note may say it
 * @param laboratory whether it is a test's result rather than a complaint or a sign
 */
record Cue(String name, List<String> wordings, boolean laboratory) {
    Cue {
        if (name.isBlank() || wordings.isEmpty()) {
            throw new IllegalArgumentException("cue: found \"" + name + "\" with " + wordings.size()
                    + " wordings, expected a name and at least one wording");
        }
        wordings = List.copyOf(wordings);
    }

    List<String> spellings() {
        List<String> all = new ArrayList<>();
        all.add(name);
        all.addAll(wordings);
        return all;
    }

    String spelling(Random random) {
        List<String> all = spellings();
        return all.get(random.nextInt(all.size()));
    }
}
