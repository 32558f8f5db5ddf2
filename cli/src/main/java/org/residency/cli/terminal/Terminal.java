package org.residency.cli.terminal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a command writes and asks. On a terminal there is one live line at the bottom, drawn over again and again; where
 * the output goes to a file or a pipe, live lines are left out.
 */
public final class Terminal {

    private static final int BAR_CELLS = 20;

    private final PrintStream out;
    private final PrintStream err;
    private final BufferedReader in;
    private final Looks looks;
    private boolean lineIsLive;
    private boolean hushed;

    /**
     * How the terminal may be written to.
     *
     * @param live whether a line can be drawn over
     * @param asks whether a person can answer
     * @param width in columns
     */
    public record Looks(boolean live, boolean asks, boolean unicode, boolean colour, int width) {

        /** Output to a file or pipe, with nobody to ask. */
        public static final Looks PLAIN = new Looks(false, false, true, false, 100);
    }

    public Terminal(PrintStream out, PrintStream err, BufferedReader in, Looks looks) {
        this.out = Objects.requireNonNull(out, "out");
        this.err = Objects.requireNonNull(err, "err");
        this.in = Objects.requireNonNull(in, "in");
        this.looks = Objects.requireNonNull(looks, "looks");
    }

    /** Says nothing and asks nobody. */
    public static Terminal silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Terminal(nowhere, nowhere, new BufferedReader(Reader.nullReader()), Looks.PLAIN);
    }

    /** This process's own. The script tells by {@code RESIDENCY_TERMINAL} which of input and output a person sees. */
    public static Terminal ofProcess(Map<String, String> environment) {
        String seen = environment.getOrDefault("RESIDENCY_TERMINAL", "");
        boolean live = seen.contains("out") && !"dumb".equals(environment.get("TERM"));
        String locale = environment.getOrDefault(
                "LC_ALL", environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "")));
        boolean unicode = locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
        Charset charset = unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        boolean colour = live && !environment.containsKey("NO_COLOR");
        Looks looks = new Looks(live, seen.contains("in"), unicode, colour, columns(environment.get("COLUMNS")));
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                looks);
    }

    private static int columns(String text) {
        return text != null && text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : 100;
    }

    public boolean isLive() {
        return looks.live();
    }

    /** Whether a person is there to answer a question. */
    public boolean canAsk() {
        return looks.asks();
    }

    /** For what writes by itself, such as a command's usage. */
    public PrintWriter outWriter() {
        return writer(out);
    }

    public PrintWriter errWriter() {
        return writer(err);
    }

    private PrintWriter writer(PrintStream stream) {
        Charset charset = looks.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        return new PrintWriter(new OutputStreamWriter(stream, charset), true);
    }

    /** Writes a line that stays. */
    public synchronized void line(String text) {
        if (!hushed) {
            clearLive();
            out.println(plain(text));
        }
    }

    /** Writes a last line; whatever else still writes is not heard from then on. */
    public synchronized void lastLine(String text) {
        if (!hushed) {
            clearLive();
            hushed = true;
        }
        out.println(plain(text));
    }

    public void blank() {
        line("");
    }

    /** Draws the live line; nothing where there is none. */
    public synchronized void live(String text) {
        if (looks.live() && !hushed) {
            String shown = plain(text);
            int most = Math.max(10, looks.width() - 1);
            out.print("\r\033[2K" + (shown.length() > most ? shown.substring(0, most) : shown));
            out.flush();
            lineIsLive = true;
        }
    }

    public synchronized void clearLive() {
        if (lineIsLive) {
            out.print("\r\033[2K");
            out.flush();
            lineIsLive = false;
        }
    }

    public synchronized void error(String text) {
        if (!hushed) {
            clearLive();
            err.println(plain(text));
        }
    }

    /** Asks and waits for a line; empty where nobody can answer. */
    public Optional<String> ask(String question) {
        if (!looks.asks()) {
            return Optional.empty();
        }
        synchronized (this) {
            clearLive();
            out.print(plain(question));
            out.flush();
        }
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** All of the standard input. */
    public String readAll() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    public String tick() {
        return coloured("32", looks.unicode() ? "✔" : "+");
    }

    public String cross() {
        return coloured("31", looks.unicode() ? "✘" : "x");
    }

    public String warning() {
        return coloured("33", "!");
    }

    public String bold(String text) {
        return coloured("1", text);
    }

    public String faint(String text) {
        return coloured("2", text);
    }

    /** In the colour of an ANSI code such as {@code 31}, where the terminal has colours. */
    public String coloured(String code, String text) {
        return looks.colour() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    /** @param share 0 to 1 */
    public String bar(double share) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR_CELLS);
        String on = looks.unicode() ? "█" : "#";
        String off = looks.unicode() ? "░" : ".";
        return on.repeat(full) + off.repeat(BAR_CELLS - full);
    }

    private String plain(String text) {
        return looks.unicode()
                ? text
                : text.replace('·', '-').replace("…", "...").replace("→", "->").replace('–', '-');
    }
}
