package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Python's ways with values, of which templates know null (None), {@link Undefined}, Boolean, Long, Double, String, List,
 * Map, {@link Namespace} and {@link Callable}.
 */
final class PythonValue {
    private PythonValue() {}

    /** The value in the forms named above. */
    static Object of(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(of(key), of(item)));
            return copy;
        }
        if (value instanceof Iterable<?> items) {
            List<Object> copy = new ArrayList<>();
            items.forEach(item -> copy.add(of(item)));
            return copy;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        boolean known = value == null
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Double
                || value instanceof String
                || value instanceof Undefined
                || value instanceof Namespace
                || value instanceof Callable;
        return known ? value : value.toString();
    }

    static boolean isTrue(Object value) {
        if (value == null || value == Undefined.UNDEFINED) {
            return false;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        return !(value instanceof Map<?, ?> map) || !map.isEmpty();
    }

    /** For messages: what a value is, never what it says. */
    static String kind(Object value) {
        if (value == null) {
            return "none";
        }
        return value == Undefined.UNDEFINED
                ? "something undefined"
                : "a " + value.getClass().getSimpleName().replace("LinkedHashMap", "mapping");
    }

    /** Python's {@code str}. */
    static String text(Object value) {
        if (value == null) {
            return "None";
        }
        if (value == Undefined.UNDEFINED) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        return quoted(value);
    }

    /** Python's {@code repr}. */
    private static String quoted(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof Double number) {
            return JsonText.number(number);
        }
        if (value instanceof String text) {
            boolean doubled = text.contains("'") && !text.contains("\"");
            String quote = doubled ? "\"" : "'";
            String escaped = text.replace("\\", "\\\\")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r")
                    .replace("\t", "\\t");
            return quote + (doubled ? escaped : escaped.replace("'", "\\'")) + quote;
        }
        if (value instanceof List<?> list) {
            return "["
                    + String.join(", ", list.stream().map(PythonValue::quoted).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            return "{"
                    + String.join(
                            ", ",
                            map.entrySet().stream()
                                    .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
                                    .toList())
                    + "}";
        }
        if (value instanceof Namespace || value instanceof Callable) {
            throw new JinjaException("a namespace or function where text is wanted");
        }
        return value == null ? "None" : value == Undefined.UNDEFINED ? "Undefined" : value.toString();
    }

    static boolean equal(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return number(left) == number(right);
        }
        if (left instanceof List<?> first && right instanceof List<?> second) {
            if (first.size() != second.size()) {
                return false;
            }
            for (int i = 0; i < first.size(); i++) {
                if (!equal(first.get(i), second.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(left, right);
    }

    static int compare(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(number(left), number(right));
        }
        if (left instanceof String first && right instanceof String second) {
            return first.compareTo(second);
        }
        throw new JinjaException("a comparison of " + kind(left) + " with " + kind(right));
    }

    /** Numbers, with true for 1 and false for 0. */
    static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static double number(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new JinjaException(kind(value) + " where a number is wanted");
    }

    static int integer(Object value) {
        double number = number(value);
        if (number != Math.rint(number) || Math.abs(number) > 1e9) {
            throw new JinjaException("a number that is not whole or too large, where a small whole one is wanted");
        }
        return (int) number;
    }

    /** What a loop over the value goes through. */
    static List<?> items(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.keySet());
        }
        if (value instanceof String text) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        if (value == Undefined.UNDEFINED) {
            return List.of();
        }
        throw new JinjaException("a loop over " + kind(value));
    }

    static long length(Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        return value instanceof Map<?, ?> map ? map.size() : items(value).size();
    }

    static boolean contains(Object whole, Object part) {
        if (whole instanceof String text) {
            if (part instanceof String piece) {
                return text.contains(piece);
            }
            throw new JinjaException("a search for " + kind(part) + " in text");
        }
        return items(whole).stream().anyMatch(item -> equal(item, part));
    }

    /** White space as Python's {@code str.isspace} sees it. */
    static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }
}
