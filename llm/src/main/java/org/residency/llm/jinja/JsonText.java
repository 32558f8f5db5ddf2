package org.residency.llm.jinja;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** JSON as Python's {@code json.dumps(value, ensure_ascii=False)} writes it, which is what Transformers' tojson does. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private final int indent;

    private JsonText(int indent) {
        this.indent = indent;
    }

    /** @param indent blanks a level; 0 for one line */
    static String of(Object value, int indent) {
        JsonText json = new JsonText(indent);
        json.write(value, 1);
        return json.text.toString();
    }

    /** Python's {@code repr} of a float. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            String written = Double.toString(value);
            int mark = written.indexOf('E');
            int exponent = Integer.parseInt(written.substring(mark + 1));
            return written.substring(0, mark).replaceAll("\\.0$", "")
                    + (exponent < 0 ? "e-" : "e+")
                    + (Math.abs(exponent) < 10 ? "0" : "")
                    + Math.abs(exponent);
        }
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    private void write(Object value, int level) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof Boolean || value instanceof Long) {
            text.append(value);
        } else if (value instanceof Double number) {
            text.append(number(number));
        } else if (value instanceof String string) {
            string(string);
        } else if (value instanceof List<?> list) {
            open('[', list.isEmpty(), level);
            for (int i = 0; i < list.size(); i++) {
                separate(i, level);
                write(list.get(i), level + 1);
            }
            close(']', list.isEmpty(), level);
        } else if (value instanceof Map<?, ?> map) {
            open('{', map.isEmpty(), level);
            int i = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                separate(i++, level);
                string(PythonValue.text(entry.getKey()));
                text.append(": ");
                write(entry.getValue(), level + 1);
            }
            close('}', map.isEmpty(), level);
        } else {
            throw new JinjaException("tojson of " + PythonValue.kind(value));
        }
    }

    private void open(char bracket, boolean empty, int level) {
        text.append(bracket);
        if (!empty) {
            line(level);
        }
    }

    private void separate(int place, int level) {
        if (place > 0) {
            text.append(indent > 0 ? "," : ", ");
            line(level);
        }
    }

    private void close(char bracket, boolean empty, int level) {
        if (!empty) {
            line(level - 1);
        }
        text.append(bracket);
    }

    private void line(int level) {
        if (indent > 0) {
            text.append('\n').append(" ".repeat(indent * level));
        }
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int named = "\"\\\n\r\t\b\f".indexOf(c);
            if (named >= 0) {
                text.append('\\').append("\"\\nrtbf".charAt(named));
            } else if (c < 0x20) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
