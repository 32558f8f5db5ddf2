package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jinja2's filters, as far as chat templates use them; {@code tojson} is Transformers'. */
final class Filters {
    private static final Map<String, Filter> FILTERS = Map.ofEntries(
            Map.entry("abs", (value, a) -> PythonValue.number(value) < 0 ? Arithmetic.subtract(0L, value) : value),
            Map.entry("capitalize", (value, a) -> Methods.capitalize(PythonValue.text(value))),
            Map.entry("count", (value, a) -> PythonValue.length(value)),
            Map.entry("d", Filters::otherwise),
            Map.entry("default", Filters::otherwise),
            Map.entry("dictsort", (value, a) -> sorted(Methods.pairs(map(value)), 0L, a)),
            Map.entry("first", (value, a) -> ofList(PythonValue.items(value), 0)),
            Map.entry("float", (value, a) -> real(value, a)),
            Map.entry("indent", Filters::indent),
            Map.entry("int", Filters::integer),
            Map.entry("items", (value, a) -> Methods.pairs(map(value))),
            Map.entry("join", Filters::join),
            Map.entry("last", (value, a) -> ofList(PythonValue.items(value), -1)),
            Map.entry("length", (value, a) -> PythonValue.length(value)),
            Map.entry("list", (value, a) -> new ArrayList<Object>(PythonValue.items(value))),
            Map.entry("lower", (value, a) -> PythonValue.text(value).toLowerCase(Locale.ROOT)),
            Map.entry("map", Filters::mapped),
            Map.entry("max", (value, a) -> Collections.max(PythonValue.items(value), PythonValue::compare)),
            Map.entry("min", (value, a) -> Collections.min(PythonValue.items(value), PythonValue::compare)),
            Map.entry("reject", (value, a) -> chosen(value, a, false)),
            Map.entry("rejectattr", (value, a) -> chosenByAttribute(value, a, false)),
            Map.entry("replace", Filters::replace),
            Map.entry("reverse", (value, a) -> Access.slice(value, null, null, -1L)),
            Map.entry("round", Filters::round),
            Map.entry("safe", (value, a) -> PythonValue.text(value)),
            Map.entry("select", (value, a) -> chosen(value, a, true)),
            Map.entry("selectattr", (value, a) -> chosenByAttribute(value, a, true)),
            Map.entry("sort", (value, a) -> sorted(PythonValue.items(value), a.get(3, "attribute", null), a)),
            Map.entry("string", (value, a) -> PythonValue.text(value)),
            Map.entry("sum", Filters::sum),
            Map.entry("title", (value, a) -> Methods.title(PythonValue.text(value))),
            Map.entry("tojson", Filters::toJson),
            Map.entry(
                    "trim", (value, a) -> Methods.strip(PythonValue.text(value), a.get(0, "chars", null), true, true)),
            Map.entry("unique", (value, a) -> unique(value)),
            Map.entry("upper", (value, a) -> PythonValue.text(value).toUpperCase(Locale.ROOT)));

    private Filters() {}

    static Filter named(String name) {
        Filter filter = FILTERS.get(name);
        if (filter == null) {
            throw new JinjaException("filter " + name + ", which is not among " + sortedNames());
        }
        return filter;
    }

    private static List<String> sortedNames() {
        return FILTERS.keySet().stream().sorted().toList();
    }

    private static Object otherwise(Object value, Arguments arguments) {
        boolean falseToo = PythonValue.isTrue(arguments.get(1, "boolean", false));
        boolean missing = value == Undefined.UNDEFINED || (falseToo && !PythonValue.isTrue(value));
        return missing ? arguments.get(0, "default_value", "") : value;
    }

    private static Map<?, ?> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (value == Undefined.UNDEFINED) {
            return Map.of();
        }
        throw new JinjaException(PythonValue.kind(value) + " where a mapping is wanted");
    }

    private static Object ofList(List<?> items, int place) {
        return items.isEmpty() ? Undefined.UNDEFINED : items.get(place < 0 ? items.size() - 1 : place);
    }

    private static Object real(Object value, Arguments arguments) {
        try {
            return value instanceof String text ? Double.parseDouble(text.strip()) : PythonValue.number(value);
        } catch (NumberFormatException e) {
            return arguments.get(0, "default", 0.0);
        }
    }

    private static Object integer(Object value, Arguments arguments) {
        try {
            return value instanceof String text ? Long.parseLong(text.strip()) : (long) PythonValue.number(value);
        } catch (NumberFormatException e) {
            return arguments.get(0, "default", 0L);
        }
    }

    private static Object indent(Object value, Arguments arguments) {
        Object width = arguments.get(0, "width", 4L);
        String blanks = width instanceof String text ? text : " ".repeat(Math.max(0, PythonValue.integer(width)));
        boolean first = PythonValue.isTrue(arguments.get(1, "first", false));
        boolean empty = PythonValue.isTrue(arguments.get(2, "blank", false));
        List<String> lines = List.of(PythonValue.text(value).split("\n", -1));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            boolean moved =
                    (i > 0 || first) && (empty || i == 0 || !lines.get(i).isEmpty());
            text.append(i > 0 ? "\n" : "").append(moved ? blanks : "").append(lines.get(i));
        }
        return text.toString();
    }

    private static Object join(Object value, Arguments arguments) {
        Object attribute = arguments.get(1, "attribute", null);
        return String.join(
                PythonValue.text(arguments.get(0, "d", "")),
                PythonValue.items(value).stream()
                        .map(item -> PythonValue.text(attribute == null ? item : path(item, attribute)))
                        .toList());
    }

    private static Object path(Object item, Object attribute) {
        if (attribute instanceof Long) {
            return Access.item(item, attribute);
        }
        Object value = item;
        for (String name : PythonValue.text(attribute).split("\\.", -1)) {
            value = Access.item(value, name);
        }
        return value;
    }

    private static Object mapped(Object value, Arguments arguments) {
        List<Object> mapped = new ArrayList<>();
        if (arguments.named().containsKey("attribute")) {
            Object otherwise = arguments.get(9, "default", Undefined.UNDEFINED);
            for (Object item : PythonValue.items(value)) {
                Object field = path(item, arguments.named().get("attribute"));
                mapped.add(field == Undefined.UNDEFINED ? otherwise : field);
            }
            return mapped;
        }
        Filter filter = named(PythonValue.text(arguments.require(0, "filter")));
        PythonValue.items(value).forEach(item -> mapped.add(filter.apply(item, arguments.from(1))));
        return mapped;
    }

    private static Object chosen(Object value, Arguments arguments, boolean kept) {
        Test test = arguments.size() == 0
                ? (item, none) -> PythonValue.isTrue(item)
                : Tests.named(PythonValue.text(arguments.get(0, "test", null)));
        List<Object> chosen = new ArrayList<>();
        for (Object item : PythonValue.items(value)) {
            if (test.holds(item, arguments.from(1)) == kept) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    private static Object chosenByAttribute(Object value, Arguments arguments, boolean kept) {
        Object attribute = arguments.require(0, "attribute");
        Test test = arguments.size() < 2
                ? (item, none) -> PythonValue.isTrue(item)
                : Tests.named(PythonValue.text(arguments.get(1, "test", null)));
        List<Object> chosen = new ArrayList<>();
        for (Object item : PythonValue.items(value)) {
            if (test.holds(path(item, attribute), arguments.from(2)) == kept) {
                chosen.add(item);
            }
        }
        return chosen;
    }

    private static Object replace(Object value, Arguments arguments) {
        Object count = arguments.get(2, "count", null);
        return Methods.replace(
                PythonValue.text(value),
                PythonValue.text(arguments.require(0, "old")),
                PythonValue.text(arguments.require(1, "new")),
                count == null ? -1 : PythonValue.integer(count));
    }

    private static Object round(Object value, Arguments arguments) {
        double scale = Math.pow(10, PythonValue.integer(arguments.get(0, "precision", 0L)));
        return Math.rint(PythonValue.number(value) * scale) / scale;
    }

    private static Object sorted(List<?> items, Object attribute, Arguments arguments) {
        List<Object> sorted = new ArrayList<>(items);
        sorted.sort((left, right) -> {
            Object first = attribute == null ? left : path(left, attribute);
            Object second = attribute == null ? right : path(right, attribute);
            // Upper and lower case are alike unless the template asks, as in Jinja2.
            return first instanceof String a && second instanceof String b
                    ? a.toLowerCase(Locale.ROOT).compareTo(b.toLowerCase(Locale.ROOT))
                    : PythonValue.compare(first, second);
        });
        if (PythonValue.isTrue(arguments.get(0, "reverse", false))) {
            Collections.reverse(sorted);
        }
        return sorted;
    }

    private static Object sum(Object value, Arguments arguments) {
        Object attribute = arguments.get(0, "attribute", null);
        Object sum = arguments.get(1, "start", 0L);
        for (Object item : PythonValue.items(value)) {
            sum = Arithmetic.add(sum, attribute == null ? item : path(item, attribute));
        }
        return sum;
    }

    private static Object toJson(Object value, Arguments arguments) {
        Object indent = arguments.get(1, "indent", null);
        return JsonText.of(value, indent == null ? 0 : PythonValue.integer(indent));
    }

    private static Object unique(Object value) {
        Map<Object, Object> seen = new LinkedHashMap<>();
        for (Object item : PythonValue.items(value)) {
            seen.putIfAbsent(item instanceof String text ? text.toLowerCase(Locale.ROOT) : item, item);
        }
        return new ArrayList<>(seen.values());
    }
}
