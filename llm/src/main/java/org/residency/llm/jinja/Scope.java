package org.residency.llm.jinja;

import java.util.HashMap;
import java.util.Map;

/** Names seen at one place of a template, those of the places around it behind them. */
final class Scope {
    /** Far more than any conversation takes; a template that loops for ever ends here. */
    private static final long MOST_STEPS = 2_000_000;

    private static final int MOST_CHARACTERS = 64_000_000;
    private static final int MOST_DEPTH = 100;

    private final Scope outer;
    private final Map<String, Object> names = new HashMap<>();
    private final Budget budget;

    private Scope(Scope outer, Budget budget) {
        this.outer = outer;
        this.budget = budget;
    }

    static Scope root(Map<String, Object> names) {
        Scope scope = new Scope(null, new Budget());
        scope.names.putAll(names);
        return scope;
    }

    Scope inner() {
        return new Scope(this, budget);
    }

    /** Goes into a macro; a template whose macros call themselves for ever ends here. */
    void enter() {
        if (++budget.depth > MOST_DEPTH) {
            throw new JinjaException("macros more than " + MOST_DEPTH + " deep");
        }
    }

    void leave() {
        budget.depth--;
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.names.containsKey(name)) {
                return scope.names.get(name);
            }
        }
        return Undefined.UNDEFINED;
    }

    void set(String name, Object value) {
        names.put(name, value);
    }

    /** Counts one step of work, which has written so many characters. */
    void step(int characters) {
        if (++budget.steps > MOST_STEPS || characters > MOST_CHARACTERS) {
            throw new JinjaException("a template without an end: more than %d steps or %d characters"
                    .formatted(MOST_STEPS, MOST_CHARACTERS));
        }
    }

    private static final class Budget {
        private long steps;
        private int depth;
    }
}
