package org.residency.cli.context;

import java.util.Map;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.cli.stack.LocalStack;
import org.residency.cli.terminal.Terminal;

/** What every subcommand is given. */
public record Context(Terminal terminal, Installation installation, Home home, Map<String, String> environment) {

    public Context {
        environment = Map.copyOf(environment);
    }

    public static Context ofProcess(Map<String, String> environment) {
        Installation installation = Installation.find(environment);
        return new Context(Terminal.ofProcess(environment), installation, installation.home(environment), environment);
    }

    /** The same, but nothing is told on the way: the output is for a program. */
    public Context silenced() {
        return new Context(Terminal.silent(), installation, home, environment);
    }

    public LocalStack stack() {
        return new LocalStack(home, installation, environment);
    }
}
