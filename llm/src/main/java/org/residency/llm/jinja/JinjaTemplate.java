package org.residency.llm.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A parsed template; it may be rendered by several threads at once. */
public final class JinjaTemplate {
    private final List<Statement> statements;
    private final Supplier<LocalDateTime> now;

    private JinjaTemplate(List<Statement> statements, Supplier<LocalDateTime> now) {
        this.statements = statements;
        this.now = now;
    }

    /** @throws JinjaException where the template does not parse, or uses what is not supported */
    public static JinjaTemplate parse(String template) {
        return parse(template, LocalDateTime::now);
    }

    /** @param now what {@code strftime_now} tells */
    public static JinjaTemplate parse(String template, Supplier<LocalDateTime> now) {
        return new JinjaTemplate(new Parser(Lexer.tokens(template)).template(), now);
    }

    /**
     * Renders with these names beside Jinja2's own.
     *
     * @param variables text, numbers, truth values, null, lists and maps of them
     * @throws JinjaException where an expression fails
     * @throws RefusalException where the template itself refuses what it is given
     */
    public String render(Map<String, Object> variables) {
        Map<String, Object> names = new HashMap<>(Functions.all(now));
        variables.forEach((name, value) -> names.put(name, PythonValue.of(value)));
        StringBuilder output = new StringBuilder();
        Statement.all(statements, Scope.root(names), output);
        return output.toString();
    }
}
