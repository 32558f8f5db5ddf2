package org.residency.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows with everything that decides about a case: duplicates near and exact, patients, given splits, quoted questions. */
final class HardRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HardRows() {}

    /** JSON lines, the same for the same seed. */
    static List<String> of(int count, long seed) {
        Random random = new Random(seed);
        List<String> questions = new ArrayList<>();
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode row = JSON.createObjectNode();
            if (i > 20 && random.nextInt(30) == 0) {
                rows.add(rows.get(random.nextInt(rows.size())).deepCopy());
                continue;
            }
            String question = words(random, 30 + random.nextInt(40));
            if (i > 20 && random.nextInt(10) == 0) {
                question = questions.get(random.nextInt(questions.size())).replaceFirst("w[0-9]+$", "other");
            }
            String reasoning = words(random, 20 + random.nextInt(60));
            if (i > 20 && random.nextInt(25) == 0) {
                reasoning += " " + questions.get(random.nextInt(questions.size())) + " " + words(random, 5);
            }
            questions.add(question);
            row.put("question", question).put("reasoning", reasoning).put("answer", words(random, 3));
            if (random.nextInt(3) == 0) {
                row.put("patient", "patient " + random.nextInt(count / 4));
            }
            if (random.nextInt(20) == 0) {
                row.put("split", List.of("train", "validation", "test").get(random.nextInt(3)));
            }
            if (random.nextInt(2) == 0) {
                row.put("groups.ward", random.nextBoolean() ? "north" : "süd");
                row.put("cues", "w1\nw2");
            }
            rows.add(row);
        }
        return rows.stream().map(ObjectNode::toString).toList();
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "w" : " w").append(random.nextInt(2_000));
        }
        return words.toString();
    }
}
