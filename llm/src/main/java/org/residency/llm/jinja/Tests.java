package org.residency.llm.jinja;

import java.util.List;
import java.util.Map;

/** Jinja2's tests, as far as chat templates use them. */
final class Tests {
    private static final Map<String, Test> TESTS = Map.ofEntries(
            Map.entry("boolean", (value, a) -> value instanceof Boolean),
            Map.entry("callable", (value, a) -> value instanceof Callable),
            Map.entry("defined", (value, a) -> value != Undefined.UNDEFINED),
            Map.entry(
                    "divisibleby",
                    (value, a) -> PythonValue.equal(Arithmetic.remainder(value, a.require(0, "num")), 0L)),
            Map.entry("eq", (value, a) -> PythonValue.equal(value, a.require(0, "other"))),
            Map.entry("equalto", (value, a) -> PythonValue.equal(value, a.require(0, "other"))),
            Map.entry("==", (value, a) -> PythonValue.equal(value, a.require(0, "other"))),
            Map.entry("even", (value, a) -> PythonValue.integer(value) % 2 == 0),
            Map.entry("false", (value, a) -> Boolean.FALSE.equals(value)),
            Map.entry("float", (value, a) -> value instanceof Double),
            Map.entry("ge", (value, a) -> PythonValue.compare(value, a.require(0, "other")) >= 0),
            Map.entry("gt", (value, a) -> PythonValue.compare(value, a.require(0, "other")) > 0),
            Map.entry("in", (value, a) -> PythonValue.contains(a.require(0, "seq"), value)),
            Map.entry("integer", (value, a) -> value instanceof Long),
            Map.entry("iterable", (value, a) -> isSequence(value) || value == Undefined.UNDEFINED),
            Map.entry("le", (value, a) -> PythonValue.compare(value, a.require(0, "other")) <= 0),
            Map.entry("lt", (value, a) -> PythonValue.compare(value, a.require(0, "other")) < 0),
            Map.entry("mapping", (value, a) -> value instanceof Map<?, ?>),
            Map.entry("ne", (value, a) -> !PythonValue.equal(value, a.require(0, "other"))),
            Map.entry("none", (value, a) -> value == null),
            Map.entry("number", (value, a) -> PythonValue.isNumber(value)),
            Map.entry("odd", (value, a) -> PythonValue.integer(value) % 2 != 0),
            Map.entry("sequence", (value, a) -> isSequence(value) || value == Undefined.UNDEFINED),
            Map.entry("string", (value, a) -> value instanceof String),
            Map.entry("true", (value, a) -> Boolean.TRUE.equals(value)),
            Map.entry("undefined", (value, a) -> value == Undefined.UNDEFINED));

    private Tests() {}

    static Test named(String name) {
        Test test = TESTS.get(name);
        if (test == null) {
            throw new JinjaException("test " + name + ", which is not among "
                    + TESTS.keySet().stream().sorted().toList());
        }
        return test;
    }

    private static boolean isSequence(Object value) {
        return value instanceof String || value instanceof List<?> || value instanceof Map<?, ?>;
    }
}
