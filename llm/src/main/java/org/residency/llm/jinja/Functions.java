package org.residency.llm.jinja;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The functions of Jinja2 and the two that Transformers adds. */
final class Functions {
    /** As Jinja2's sandbox. */
    private static final int MOST_RANGE = 100_000;

    private Functions() {}

    static Map<String, Object> all(Supplier<LocalDateTime> now) {
        Map<String, Object> functions = new HashMap<>();
        functions.put("range", (Callable) Functions::range);
        functions.put("namespace", (Callable) arguments -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            if (arguments.size() > 0 && arguments.positional().get(0) instanceof Map<?, ?> start) {
                start.forEach((name, value) -> fields.put(PythonValue.text(name), value));
            }
            fields.putAll(arguments.named());
            return new Namespace(fields);
        });
        functions.put("dict", (Callable) arguments -> new LinkedHashMap<Object, Object>(arguments.named()));
        functions.put("raise_exception", (Callable) arguments -> {
            throw new RefusalException(PythonValue.text(arguments.require(0, "message")));
        });
        functions.put("strftime_now", (Callable)
                arguments -> formatted(now.get(), PythonValue.text(arguments.require(0, "format"))));
        return functions;
    }

    private static Object range(Arguments arguments) {
        int first = PythonValue.integer(arguments.require(0, "start"));
        int begin = arguments.size() > 1 ? first : 0;
        int end = arguments.size() > 1
                ? PythonValue.integer(arguments.positional().get(1))
                : first;
        int step = arguments.size() > 2
                ? PythonValue.integer(arguments.positional().get(2))
                : 1;
        if (step == 0 || ((long) end - begin) / step > MOST_RANGE) {
            throw new JinjaException("a range of step 0 or of more than " + MOST_RANGE);
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = begin; step > 0 ? i < end : i > end; i += step) {
            numbers.add(i);
        }
        return numbers;
    }

    private static String formatted(LocalDateTime now, String format) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) == '%' && i + 1 < format.length()) {
                text.append(field(now, format.charAt(++i)));
            } else {
                text.append(format.charAt(i));
            }
        }
        return text.toString();
    }

    private static String field(LocalDateTime now, char field) {
        return switch (field) {
            case 'd' -> "%02d".formatted(now.getDayOfMonth());
            case 'm' -> "%02d".formatted(now.getMonthValue());
            case 'y' -> "%02d".formatted(now.getYear() % 100);
            case 'Y' -> Integer.toString(now.getYear());
            case 'H' -> "%02d".formatted(now.getHour());
            case 'M' -> "%02d".formatted(now.getMinute());
            case 'S' -> "%02d".formatted(now.getSecond());
            case 'b' -> month(now).substring(0, 3);
            case 'B' -> month(now);
            case 'a' -> day(now).substring(0, 3);
            case 'A' -> day(now);
            case '%' -> "%";
            default -> throw new JinjaException("strftime_now with %" + field + ", which is not among dmyYHMSbBaA%");
        };
    }

    private static String month(LocalDateTime now) {
        return Methods.capitalize(now.getMonth().name().toLowerCase(Locale.ROOT));
    }

    private static String day(LocalDateTime now) {
        return Methods.capitalize(now.getDayOfWeek().name().toLowerCase(Locale.ROOT));
    }
}
