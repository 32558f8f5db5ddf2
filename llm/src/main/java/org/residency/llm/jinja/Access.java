package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fields, items and slices of values. */
final class Access {
    private Access() {}

    static Object attribute(Object value, String name) {
        if (value instanceof Namespace namespace) {
            return namespace.get(name);
        }
        if (value instanceof Map<?, ?> map) {
            Object method = Methods.ofMap(map, name);
            return method != Undefined.UNDEFINED || !map.containsKey(name) ? method : map.get(name);
        }
        if (value instanceof String text) {
            return Methods.ofText(text, name);
        }
        if (value instanceof List<?> list) {
            return Methods.ofList(list, name);
        }
        if (value == Undefined.UNDEFINED) {
            throw new JinjaException("field " + name + " of something undefined");
        }
        return Undefined.UNDEFINED;
    }

    static Object item(Object value, Object key) {
        if (value instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        if (value instanceof List<?> || value instanceof String) {
            if (key instanceof Long || key instanceof Boolean) {
                List<?> items = PythonValue.items(value);
                long place = PythonValue.integer(key);
                place = place < 0 ? place + items.size() : place;
                return place < 0 || place >= items.size() ? Undefined.UNDEFINED : items.get((int) place);
            }
        }
        return key instanceof String name ? attribute(value, name) : undefined(value);
    }

    private static Object undefined(Object value) {
        if (value == Undefined.UNDEFINED) {
            throw new JinjaException("an item of something undefined");
        }
        return Undefined.UNDEFINED;
    }

    /** Python's {@code value[from:to:step]}; null stands for what is left out. */
    static Object slice(Object value, Object from, Object to, Object step) {
        if (!(value instanceof List<?>) && !(value instanceof String)) {
            throw new JinjaException("a slice of " + PythonValue.kind(value));
        }
        List<?> items = PythonValue.items(value);
        int stride = step == null ? 1 : PythonValue.integer(step);
        if (stride == 0) {
            throw new JinjaException("a slice with step 0");
        }
        int size = items.size();
        int least = stride > 0 ? 0 : -1;
        int most = stride > 0 ? size : size - 1;
        int begin = from == null ? (stride > 0 ? 0 : size - 1) : bound(from, size, least, most);
        int end = to == null ? (stride > 0 ? size : -1) : bound(to, size, least, most);
        List<Object> taken = new ArrayList<>();
        for (long i = begin; stride > 0 ? i < end : i > end; i += stride) {
            taken.add(items.get((int) i));
        }
        if (value instanceof String) {
            StringBuilder text = new StringBuilder();
            taken.forEach(text::append);
            return text.toString();
        }
        return taken;
    }

    private static int bound(Object place, int size, int least, int most) {
        long at = PythonValue.integer(place);
        return (int) Math.max(least, Math.min(most, at < 0 ? at + size : at));
    }
}
