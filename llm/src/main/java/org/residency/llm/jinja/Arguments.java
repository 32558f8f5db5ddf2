package org.residency.llm.jinja;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a call was given, by place and by name. */
record Arguments(List<Object> positional, Map<String, Object> named) {
    static Arguments of(Object... values) {
        return new Arguments(Arrays.asList(values), Map.of());
    }

    int size() {
        return positional.size();
    }

    /** The argument at that place or of that name, else what it is by default. */
    Object get(int place, String name, Object otherwise) {
        if (place < positional.size()) {
            return positional.get(place);
        }
        return named.containsKey(name) ? named.get(name) : otherwise;
    }

    Object require(int place, String name) {
        if (place >= positional.size() && !named.containsKey(name)) {
            throw new JinjaException("a call without its argument " + name);
        }
        return get(place, name, null);
    }

    /** Those from that place on. */
    Arguments from(int place) {
        return new Arguments(positional.subList(Math.min(place, positional.size()), positional.size()), named);
    }
}
