package org.residency.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.client.RunSnapshot.Progress;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;

/**
 * Tells a run as it goes by: a line that stays for each finished stage, and a live line for the one that runs. Where no
 * line can be drawn over, progress comes as lines, a few a stage.
 */
public final class RunTeller {

    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(15);
    private static final String INDENT = " ".repeat(18);

    private final Terminal terminal;
    private final Supplier<Duration> clock;
    private final TimeLeft timeLeft = new TimeLeft();
    private final TimeLeft roundsLeft = new TimeLeft();

    private final Set<String> retriesTold = new HashSet<>();

    private RunStage current;
    private boolean sawBeginning;
    private Duration stageBegan = Duration.ZERO;
    private Duration lastPlainLine = Duration.ZERO;
    private int stagesTold;
    private int roundsTold;
    private boolean waitingTold;

    /** @param clock time on a clock that only goes forward */
    public RunTeller(Terminal terminal, Supplier<Duration> clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    public static RunTeller on(Terminal terminal) {
        return new RunTeller(terminal, () -> Duration.ofNanos(System.nanoTime()));
    }

    /** The evaluation alone, for a clinician to read. */
    public static void evaluation(RunSnapshot snapshot, Terminal terminal) {
        for (RunStage stage : List.of(RunStage.EVALUATION, RunStage.GATE)) {
            StageSummary.of(stage, snapshot.status()).forEach(line -> terminal.line("    " + line));
        }
    }

    public void tell(RunSnapshot snapshot) {
        Optional<RunStage> stage = RunStage.of(snapshot.stage());
        if (stage.isEmpty()) {
            terminal.live("  waiting for a worker…");
            return;
        }
        enter(stage.get(), snapshot.status());
        if (snapshot.isEnded()) {
            terminal.clearLive();
            tellEnd(snapshot);
        } else {
            tellRounds(snapshot.status());
            tellRetries(snapshot);
            tellProgress(snapshot);
        }
    }

    /** Says that the api does not answer; the run goes on without it. */
    public void silence() {
        terminal.live("  the api does not answer; the run goes on, asking again…");
    }

    private void enter(RunStage stage, JsonNode status) {
        if (stage == current) {
            return;
        }
        // A stage that was seen to begin has a duration; one that had ended before this command looked has none.
        while (stagesTold < stage.number() - 1) {
            finished(RunStage.numbered(stagesTold + 1), status, terminal.tick());
        }
        sawBeginning = current != null || stage == RunStage.INGEST;
        current = stage;
        stageBegan = clock.get();
        lastPlainLine = stageBegan;
        waitingTold = false;
        if (!terminal.isLive()) {
            terminal.line("  … " + stage.label() + " " + stage.purpose());
        }
    }

    private void finished(RunStage stage, JsonNode status, String mark) {
        List<String> summary = StageSummary.of(stage, status);
        if (stage == RunStage.GRPO) {
            tellRounds(status);
        }
        boolean timed = stage == current && sawBeginning;
        String time = timed ? terminal.faint("  " + Amount.of(clock.get().minus(stageBegan))) : "";
        terminal.line("  " + mark + " " + terminal.bold(stage.label()) + " "
                + (summary.isEmpty() ? stage.purpose() : summary.get(0)) + time);
        summary.stream().skip(1).forEach(line -> terminal.line(INDENT + line));
        StageSummary.reused(stage, status).forEach(line -> terminal.line(INDENT + line));
        stagesTold = stage.number();
    }

    private void tellEnd(RunSnapshot snapshot) {
        if (stagesTold < current.number()) {
            boolean deployed = snapshot.conclusion().filter("DEPLOYED"::equals).isPresent();
            finished(current, snapshot.status(), deployed ? terminal.tick() : terminal.cross());
        }
    }

    private void tellRetries(RunSnapshot snapshot) {
        for (String retry : snapshot.retries()) {
            if (retriesTold.add(retry)) {
                terminal.line(INDENT + "tried again: " + retry);
            }
        }
    }

    private void tellRounds(JsonNode status) {
        JsonNode rounds = status.path("rounds");
        int total = status.path("request")
                .path("settings")
                .path("grpo")
                .path("rounds")
                .asInt(0);
        while (roundsTold < rounds.size()) {
            JsonNode round = rounds.get(roundsTold);
            roundsTold++;
            terminal.line(INDENT + "round " + roundsTold + (total > 0 ? " of " + total : "") + ": "
                    + StageSummary.round(round));
        }
    }

    private void tellProgress(RunSnapshot snapshot) {
        Optional<String> waiting = snapshot.waiting();
        if (waiting.isPresent()) {
            tellWaiting(waiting.get());
            return;
        }
        List<String> parts = new ArrayList<>();
        progress(snapshot).ifPresent(parts::add);
        if (current == RunStage.GRPO) {
            roundsPart(snapshot.status()).ifPresent(part -> parts.add(0, part));
        }
        String detail = parts.isEmpty() ? current.purpose() : String.join(" · ", parts);
        Duration passed = clock.get().minus(stageBegan);
        terminal.live("  … " + current.label() + " " + detail + "  " + Amount.of(passed));
        boolean due = clock.get().minus(lastPlainLine).compareTo(PLAIN_INTERVAL) >= 0;
        if (!terminal.isLive() && due && !parts.isEmpty()) {
            lastPlainLine = clock.get();
            terminal.line("  … " + current.label() + " " + detail);
        }
    }

    private void tellWaiting(String waiting) {
        String text = waiting.equals("sign-off") ? "waits for a clinician's decision" : waiting;
        terminal.live("  … " + current.label() + " " + text + "  "
                + Amount.of(clock.get().minus(stageBegan)));
        if (!terminal.isLive() && !waitingTold) {
            terminal.line("  … " + current.label() + " " + text);
        }
        waitingTold = true;
    }

    private Optional<String> roundsPart(JsonNode status) {
        int total = status.path("request")
                .path("settings")
                .path("grpo")
                .path("rounds")
                .asInt(0);
        int done = status.path("rounds").size();
        if (total == 0) {
            return Optional.empty();
        }
        String left = roundsLeft
                .of("rounds", done, total, clock.get())
                .map(time -> ", about " + Amount.of(time) + " left")
                .orElse("");
        return Optional.of("round " + Math.min(done + 1, total) + " of " + total + left);
    }

    /**
     * Activities side by side that count the same thing are told as one. A dataset's shards come and go, so there the child
     * workflow's own count, which is the last, says how far it is.
     */
    private Optional<String> progress(RunSnapshot snapshot) {
        List<Progress> all = snapshot.progress().stream()
                .filter(progress -> progress.stage().equals(current.name()))
                .filter(progress -> progress.done() > 0 || progress.total() > 0)
                // Which round it is stands before this already.
                .filter(progress -> !progress.unit().equals("rounds"))
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Progress told = all.get(current == RunStage.DEIDENTIFICATION ? all.size() - 1 : 0);
        List<Progress> same = all.stream()
                .filter(progress -> progress.unit().equals(told.unit()))
                .toList();
        long done = same.stream().mapToLong(Progress::done).sum();
        long total = same.stream().mapToLong(Progress::total).sum();
        List<String> parts = new ArrayList<>();
        parts.add(
                total > 0
                        ? terminal.bar(done / (double) total) + " " + Amount.of(done) + "/" + Amount.of(total) + " "
                                + told.unit()
                        : Amount.of(done) + " " + told.unit());
        parts.addAll(StageSummary.measurements(told.values()));
        if (current != RunStage.GRPO) {
            timeLeft.of(current + told.unit(), done, total, clock.get())
                    .ifPresent(time -> parts.add(Amount.of(time) + " left"));
        }
        return Optional.of(String.join(" · ", parts));
    }
}
