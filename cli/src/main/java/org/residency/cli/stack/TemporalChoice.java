package org.residency.cli.stack;

import java.util.Objects;

/**
 * Which Temporal the stack uses.
 *
 * @param address host and port of its gRPC endpoint
 * @param ui address of its UI; empty if it has none that we know of
 * @param program the {@code temporal} program; empty but for the dev server
 */
public record TemporalChoice(Kind kind, String address, String ui, String program) {

    /** Where the server comes from. */
    public enum Kind {
        /** {@code TEMPORAL_ADDRESS} names it; it is not ours to start or stop. */
        GIVEN("the server at TEMPORAL_ADDRESS"),
        /** The real server's program, with its UI and a database file. */
        DEV_SERVER("dev server, with a UI and a database file"),
        /** The server of Temporal's test kit, inside the supervisor. */
        IN_PROCESS("in-process server");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What a user of the in-process server should know. */
    public static final String WHAT_IN_PROCESS_LACKS =
            "Temporal runs inside this stack: no UI, no list of past runs (visibility), no schedules, and its runs are gone"
                    + " when it stops. ./residency temporal install gets the real server.";

    public TemporalChoice {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(ui, "ui");
        Objects.requireNonNull(program, "program");
    }

    public static TemporalChoice given(String address) {
        return new TemporalChoice(Kind.GIVEN, address, "", "");
    }

    public static TemporalChoice devServer(String program, int port, int uiPort) {
        return new TemporalChoice(
                Kind.DEV_SERVER, Ports.LOOPBACK + ":" + port, "http://" + Ports.LOOPBACK + ":" + uiPort, program);
    }

    public static TemporalChoice inProcess(int port) {
        return new TemporalChoice(Kind.IN_PROCESS, Ports.LOOPBACK + ":" + port, "", "");
    }

    public int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
