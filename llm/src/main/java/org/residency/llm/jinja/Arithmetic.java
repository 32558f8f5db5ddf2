package org.residency.llm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Python's operators on numbers, text and lists. */
final class Arithmetic {
    private static final int MOST_REPEATED = 1_000_000;

    private Arithmetic() {}

    static Object add(Object left, Object right) {
        if (left instanceof String first && right instanceof String second) {
            return first + second;
        }
        if (left instanceof List<?> first && right instanceof List<?> second) {
            List<Object> joined = new ArrayList<>(first);
            joined.addAll(second);
            return joined;
        }
        return whole(left, right)
                ? exact(() -> Math.addExact(integer(left), integer(right)))
                : (Object) (real("+", left, right) + PythonValue.number(right));
    }

    static Object subtract(Object left, Object right) {
        return whole(left, right)
                ? exact(() -> Math.subtractExact(integer(left), integer(right)))
                : (Object) (real("-", left, right) - PythonValue.number(right));
    }

    static Object multiply(Object left, Object right) {
        if (left instanceof String || left instanceof List<?>) {
            return repeat(left, right);
        }
        if (right instanceof String || right instanceof List<?>) {
            return repeat(right, left);
        }
        return whole(left, right)
                ? exact(() -> Math.multiplyExact(integer(left), integer(right)))
                : (Object) (real("*", left, right) * PythonValue.number(right));
    }

    static Object divide(Object left, Object right) {
        return real("/", left, right) / notZero(right);
    }

    static Object floorDivide(Object left, Object right) {
        notZero(right);
        return whole(left, right)
                ? (Object) Math.floorDiv(integer(left), integer(right))
                : (Object) Math.floor(real("//", left, right) / PythonValue.number(right));
    }

    static Object remainder(Object left, Object right) {
        if (left instanceof String) {
            throw new JinjaException("text % values, which is not supported; join with ~");
        }
        double divisor = notZero(right);
        if (whole(left, right)) {
            return Math.floorMod(integer(left), integer(right));
        }
        double dividend = real("%", left, right);
        return dividend - Math.floor(dividend / divisor) * divisor;
    }

    static Object power(Object left, Object right) {
        double power = Math.pow(real("**", left, right), PythonValue.number(right));
        return whole(left, right) && Math.abs(power) < 1e15 && power == Math.rint(power)
                ? (Object) (long) power
                : power;
    }

    static Object join(Object left, Object right) {
        return PythonValue.text(left) + PythonValue.text(right);
    }

    private static Object repeat(Object value, Object times) {
        int count = Math.max(0, PythonValue.integer(times));
        if ((long) count * PythonValue.length(value) > MOST_REPEATED) {
            throw new JinjaException("a repetition to more than " + MOST_REPEATED);
        }
        if (value instanceof String text) {
            return text.repeat(count);
        }
        List<Object> joined = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            joined.addAll(PythonValue.items(value));
        }
        return joined;
    }

    private static boolean whole(Object left, Object right) {
        return isWhole(left) && isWhole(right);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Boolean;
    }

    private static long integer(Object value) {
        return value instanceof Boolean truth ? (truth ? 1 : 0) : (Long) value;
    }

    private static double real(String operator, Object left, Object right) {
        if (!PythonValue.isNumber(left) || !PythonValue.isNumber(right)) {
            throw new JinjaException("%s %s %s".formatted(PythonValue.kind(left), operator, PythonValue.kind(right)));
        }
        return PythonValue.number(left);
    }

    private static double notZero(Object value) {
        double number = PythonValue.number(value);
        if (number == 0) {
            throw new JinjaException("a division by zero");
        }
        return number;
    }

    private static Object exact(LongSupplier sum) {
        try {
            return sum.getAsLong();
        } catch (ArithmeticException e) {
            throw new JinjaException("a whole number beyond 64 bits");
        }
    }
}
