package org.residency.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What is wrong with a body, in one sentence: field, found, expected, what to do. */
final class JsonComplaint {
    private static final int FAR = 4;
    private static final Pattern COERCED = Pattern.compile("Cannot coerce [^(]*\\((.{1,80}?)\\) to ");
    private static final Pattern TOKEN = Pattern.compile("JsonToken\\.(\\w+)");
    private static final Map<String, String> FOUND = Map.of(
            "START_ARRAY", "a list",
            "START_OBJECT", "an object",
            "VALUE_STRING", "a text",
            "VALUE_NUMBER_INT", "a number",
            "VALUE_NUMBER_FLOAT", "a number",
            "VALUE_TRUE", "true",
            "VALUE_FALSE", "false",
            "VALUE_NULL", "nothing");

    private JsonComplaint() {}

    static String of(JacksonException problem) {
        if (problem instanceof UnrecognizedPropertyException unknown) {
            return unknownField(unknown);
        }
        if (problem instanceof ValueInstantiationException refused) {
            return refused(refused);
        }
        if (problem instanceof InvalidFormatException format) {
            return path(format) + ": found '" + format.getValue() + "', expected " + expected(format.getTargetType());
        }
        if (problem instanceof MismatchedInputException mismatch) {
            return path(mismatch) + ": found " + found(mismatch) + ", expected " + expected(mismatch.getTargetType());
        }
        if (problem instanceof JsonMappingException mapping && mapping.getCause() instanceof RuntimeException cause) {
            return String.valueOf(cause.getMessage());
        }
        JsonLocation where = problem.getLocation();
        return "body: no valid JSON"
                + (where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr())
                + "; correct it there";
    }

    /** Jackson says it in its own sentence only. */
    private static String found(MismatchedInputException mismatch) {
        String sentence = String.valueOf(mismatch.getOriginalMessage());
        Matcher value = COERCED.matcher(sentence);
        if (value.find()) {
            return value.group(1).replace('"', '\'');
        }
        Matcher token = TOKEN.matcher(sentence);
        return token.find() ? FOUND.getOrDefault(token.group(1), "something else") : "something else";
    }

    private static String unknownField(UnrecognizedPropertyException unknown) {
        String found = unknown.getPropertyName();
        Collection<Object> ids = unknown.getKnownPropertyIds();
        List<String> known = ids == null
                ? List.of()
                : ids.stream()
                        .map(String::valueOf)
                        .sorted(Comparator.comparingInt((String name) -> distance(found, name))
                                .thenComparing(Comparator.naturalOrder()))
                        .toList();
        String nearest = !known.isEmpty() && distance(found, known.get(0)) <= FAR
                ? "did you mean '" + known.get(0) + "'?"
                : "expected one of " + known.stream().sorted().collect(Collectors.joining(", "));
        return path(unknown) + ": there is no such setting; " + nearest;
    }

    private static int distance(String found, String known) {
        return LevenshteinDistance.getDefaultInstance().apply(lower(found), lower(known));
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    /** A record said no in its constructor: its own sentence, or the name of the field that is missing. */
    private static String refused(ValueInstantiationException refused) {
        Throwable cause = refused.getCause();
        if (cause instanceof NullPointerException missing && missing.getMessage() != null) {
            String parent = path(refused);
            String field = missing.getMessage();
            return (parent.equals("body") ? field : parent + "." + field) + ": found nothing, expected a value";
        }
        String message = cause == null ? refused.getOriginalMessage() : String.valueOf(cause.getMessage());
        return message.contains(": found") || message.contains("; found") ? message : path(refused) + ": " + message;
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "another type";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (type == Double.class || type == double.class) {
            return "a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return switch (type.getSimpleName()) {
            case "Duration" -> "a duration such as PT48H or P21D";
            case "Instant" -> "a time such as 2026-01-31T12:00:00Z";
            case "URI" -> "a location such as file:///data/notes.jsonl or s3://bucket/notes.jsonl";
            default -> "an object (" + type.getSimpleName() + ")";
        };
    }

    private static String path(JsonMappingException problem) {
        String path = problem.getPath().stream()
                .map(reference -> reference.getFieldName() == null
                        ? "[" + reference.getIndex() + "]"
                        : "." + reference.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "body" : path.startsWith(".") ? path.substring(1) : path;
    }
}
