package org.residency.llm.fuzzing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;

/** Seeded damage to files: to their bytes, and to JSON with the syntax kept. */
final class Mutation {
    // Deeper than what may be read.
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(5000).build())
            .build());
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SplittableRandom random;

    Mutation(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One to three bytes changed, or a piece cut out, doubled or cut off. */
    byte[] ofBytes(byte[] whole) {
        if (whole.length < 2) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int from = random.nextInt(whole.length);
        int to = Math.min(whole.length, from + 1 + random.nextInt(16));
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(whole, from);
            case 1 -> joined(whole, 0, from, to, whole.length);
            case 2 -> joined(whole, 0, to, from, whole.length);
            default -> {
                byte[] changed = whole.clone();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                yield changed;
            }
        };
    }

    /** One to three values of the tree replaced, removed, doubled or renamed; mostly still JSON. */
    byte[] ofJson(byte[] text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            for (int i = 0; i <= random.nextInt(3); i++) {
                change(tree);
            }
            byte[] changed = MAPPER.writeValueAsBytes(tree);
            return random.nextInt(8) == 0 ? ofBytes(changed) : changed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void change(JsonNode tree) {
        List<ContainerNode<?>> places = new ArrayList<>();
        collect(tree, places);
        ContainerNode<?> place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode object) {
            changeObject(object);
        } else if (place instanceof ArrayNode array) {
            changeArray(array);
        }
    }

    private void changeObject(ObjectNode object) {
        List<String> names = StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
        if (names.isEmpty()) {
            object.set("unexpected", value());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "_", object.remove(name));
            case 2 ->
                object.set(
                        name,
                        object.get(names.get(random.nextInt(names.size()))).deepCopy());
            default -> object.set(name, value());
        }
    }

    private void changeArray(ArrayNode array) {
        if (array.isEmpty()) {
            array.add(value());
            return;
        }
        int at = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            default -> array.set(at, value());
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(-1);
            case 3 -> NODES.numberNode(0);
            case 4 -> NODES.numberNode(random.nextInt(1, 64));
            case 5 -> NODES.numberNode(Integer.MAX_VALUE);
            case 6 -> NODES.numberNode(Long.MAX_VALUE - random.nextInt(9));
            case 7 -> NODES.numberNode(BigInteger.TWO.pow(200));
            case 8 -> NODES.numberNode(random.nextDouble() * 3);
            case 9 -> NODES.numberNode(1e308);
            case 10 -> NODES.textNode("");
            case 11 -> NODES.textNode("\u0000/../\uffff");
            case 12 -> NODES.textNode("x".repeat(random.nextInt(3000)));
            case 13 -> NODES.arrayNode().add(NODES.numberNode(1)).add(NODES.nullNode());
            case 14 -> NODES.objectNode().set("type", NODES.textNode("other"));
            default -> deep();
        };
    }

    private JsonNode deep() {
        JsonNode node = NODES.numberNode(1);
        for (int depth = random.nextInt(1200); depth > 0; depth--) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> container) {
            places.add(container);
            container.forEach(child -> collect(child, places));
        }
    }

    private static byte[] joined(byte[] whole, int start, int firstEnd, int secondStart, int end) {
        byte[] result = new byte[firstEnd - start + end - secondStart];
        System.arraycopy(whole, start, result, 0, firstEnd - start);
        System.arraycopy(whole, secondStart, result, firstEnd - start, end - secondStart);
        return result;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
