package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The methods that templates may call on text, lists and mappings: those of Python that change nothing. */
final class Methods {
    private Methods() {}

    static Object ofMap(Map<?, ?> map, String name) {
        return switch (name) {
            case "get" ->
                (Callable) arguments -> {
                    Object key = arguments.require(0, "key");
                    return map.containsKey(key) ? map.get(key) : arguments.get(1, "default", null);
                };
            case "items" -> (Callable) arguments -> pairs(map);
            case "keys" -> (Callable) arguments -> new ArrayList<Object>(map.keySet());
            case "values" -> (Callable) arguments -> new ArrayList<Object>(map.values());
            default -> Undefined.UNDEFINED;
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> {
            List<Object> pair = new ArrayList<>();
            pair.add(key);
            pair.add(value);
            pairs.add(pair);
        });
        return pairs;
    }

    static Object ofList(List<?> list, String name) {
        return switch (name) {
            case "count" ->
                (Callable) arguments -> list.stream()
                        .filter(item -> PythonValue.equal(item, arguments.require(0, "value")))
                        .count();
            case "index" ->
                (Callable) arguments -> {
                    for (int i = 0; i < list.size(); i++) {
                        if (PythonValue.equal(list.get(i), arguments.require(0, "value"))) {
                            return (long) i;
                        }
                    }
                    throw new JinjaException("index of what is not in the list");
                };
            case "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse" ->
                throw new JinjaException("method " + name + ", which changes a list; templates change nothing");
            default -> Undefined.UNDEFINED;
        };
    }

    static Object ofText(String text, String name) {
        Callable method = switch (name) {
            case "strip" -> a -> strip(text, a.get(0, "chars", null), true, true);
            case "lstrip" -> a -> strip(text, a.get(0, "chars", null), true, false);
            case "rstrip" -> a -> strip(text, a.get(0, "chars", null), false, true);
            case "split" -> a -> split(text, a.get(0, "sep", null), a.get(1, "maxsplit", -1L));
            case "rsplit" -> a -> splitFromTheEnd(text, a.get(0, "sep", null), a.get(1, "maxsplit", -1L));
            case "splitlines" -> a -> new ArrayList<Object>(text.lines().toList());
            case "partition" -> a -> partition(text, text(a.require(0, "sep")));
            case "startswith" -> a -> anyOf(a.require(0, "prefix")).stream().anyMatch(text::startsWith);
            case "endswith" -> a -> anyOf(a.require(0, "suffix")).stream().anyMatch(text::endsWith);
            case "removeprefix" ->
                a -> {
                    String prefix = text(a.require(0, "prefix"));
                    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
                };
            case "removesuffix" ->
                a -> {
                    String suffix = text(a.require(0, "suffix"));
                    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
                };
            case "replace" ->
                a -> replace(
                        text,
                        text(a.require(0, "old")),
                        text(a.require(1, "new")),
                        PythonValue.integer(a.get(2, "count", -1L)));
            case "upper" -> a -> text.toUpperCase(Locale.ROOT);
            case "lower" -> a -> text.toLowerCase(Locale.ROOT);
            case "title" -> a -> title(text);
            case "capitalize" -> a -> capitalize(text);
            case "find" -> a -> place(text, text.indexOf(text(a.require(0, "sub"))));
            case "rfind" -> a -> place(text, text.lastIndexOf(text(a.require(0, "sub"))));
            case "count" -> a -> (long) split(text, a.require(0, "sub"), -1L).size() - 1;
            case "join" ->
                a -> String.join(
                        text,
                        PythonValue.items(a.require(0, "iterable")).stream()
                                .map(Methods::text)
                                .toList());
            case "isdigit" -> a -> !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
            case "isalpha" -> a -> !text.isEmpty() && text.codePoints().allMatch(Character::isLetter);
            case "isspace" -> a -> !text.isEmpty() && text.codePoints().allMatch(PythonValue::isSpace);
            default -> null;
        };
        return method == null ? Undefined.UNDEFINED : method;
    }

    static String strip(String text, Object characters, boolean left, boolean right) {
        String set = characters == null ? null : text(characters);
        int begin = 0;
        int end = text.length();
        while (left && begin < end && strips(set, text.codePointAt(begin))) {
            begin += Character.charCount(text.codePointAt(begin));
        }
        while (right && begin < end && strips(set, text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(begin, end);
    }

    static String replace(String text, String old, String replacement, int count) {
        if (count < 0) {
            return text.replace(old, replacement);
        }
        String result = text;
        int from = 0;
        for (int i = 0; i < count; i++) {
            int at = result.indexOf(old, from);
            if (at < 0) {
                break;
            }
            result = result.substring(0, at) + replacement + result.substring(at + old.length());
            from = at + replacement.length();
        }
        return result;
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean within = false;
        for (int codePoint : text.codePoints().toArray()) {
            title.appendCodePoint(within ? Character.toLowerCase(codePoint) : Character.toTitleCase(codePoint));
            within = Character.isLetter(codePoint);
        }
        return title.toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    private static boolean strips(String set, int codePoint) {
        return set == null ? PythonValue.isSpace(codePoint) : set.indexOf(codePoint) >= 0;
    }

    private static List<Object> split(String text, Object separator, Object most) {
        int limit = PythonValue.integer(most);
        if (separator == null) {
            String stripped = strip(text, null, true, limit < 0);
            return stripped.isEmpty()
                    ? List.of()
                    : new ArrayList<>(List.of(stripped.split("[\\s\\u0085\\p{Z}]+", limit < 0 ? -1 : limit + 1)));
        }
        return new ArrayList<>(List.of(
                Pattern.compile(separator(separator), Pattern.LITERAL).split(text, limit < 0 ? -1 : limit + 1)));
    }

    private static List<Object> splitFromTheEnd(String text, Object separator, Object most) {
        int limit = PythonValue.integer(most);
        if (limit < 0 || separator == null) {
            return split(text, separator, most);
        }
        List<Object> parts = new ArrayList<>();
        String rest = text;
        for (int i = 0; i < limit; i++) {
            int at = rest.lastIndexOf(separator(separator));
            if (at < 0) {
                break;
            }
            parts.add(0, rest.substring(at + separator(separator).length()));
            rest = rest.substring(0, at);
        }
        parts.add(0, rest);
        return parts;
    }

    private static String separator(Object separator) {
        String text = text(separator);
        if (text.isEmpty()) {
            throw new JinjaException("a split at nothing");
        }
        return text;
    }

    private static List<Object> partition(String text, String separator) {
        int at = text.indexOf(separator);
        return at < 0
                ? List.of(text, "", "")
                : List.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static Object place(String text, int at) {
        return at < 0 ? -1L : (long) text.codePointCount(0, at);
    }

    private static List<String> anyOf(Object value) {
        return value instanceof List<?> list ? list.stream().map(Methods::text).toList() : List.of(text(value));
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new JinjaException(PythonValue.kind(value) + " where text is wanted");
    }
}
