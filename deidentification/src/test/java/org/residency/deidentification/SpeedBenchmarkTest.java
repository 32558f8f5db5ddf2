package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs {@link SpeedBenchmark}; docs/deidentification.md has the command. */
class SpeedBenchmarkTest {
    private static final String ARGUMENTS = "jmh.arguments";

    @Test
    @EnabledIfSystemProperty(
            named = ARGUMENTS,
            matches = ".+",
            disabledReason = "measures the speed for minutes; ask for it with -P jmh -Djmh.arguments=SpeedBenchmark")
    void measures() throws RunnerException, CommandLineOptionException {
        CommandLineOptions options =
                new CommandLineOptions(System.getProperty(ARGUMENTS).split(" ", -1));

        assertThat(new Runner(options).run()).isNotEmpty();
    }
}
