package org.residency.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void linesItsColumnsUpWhateverTheirColour() {
        Table table = new Table().row("\033[32m+\033[0m", "api", "ready").row("x", "worker-cpu", "starting");

        assertThat(table.lines()).containsExactly("  \033[32m+\033[0m  api         ready", "  x  worker-cpu  starting");
    }
}
