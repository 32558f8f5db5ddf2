package org.residency.cli.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.WithdrawalTrace;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.cli.stack.LocalStack;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;
import org.residency.deidentification.DeidentificationKey;
import org.residency.identity.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "withdraw",
        description = {
            "Enter patients who withdrew: list every dataset, model and deployment that has something of theirs, and block"
                    + " its further use. The patients' keys are read from a file or standard input, never from a flag, and"
                    + " are written nowhere."
        },
        exitCodeList = {"0:entered, or listed", "1:a fault", "2:bad input: a file, key or flag"})
final class DataWithdrawCommand implements Callable<Integer> {

    private final Context context;

    @Option(
            names = "--patients",
            required = true,
            paramLabel = "FILE",
            description = "The patients' keys, one a line, as the notes' patient column has them; - is standard input.")
    private String patients;

    @Option(names = "--dry-run", description = "List only; nothing is entered and nothing blocked.")
    private boolean dryRun;

    @Option(
            names = "--as",
            paramLabel = "PERSON",
            description = "Who enters them: a data steward whose private key is on this machine.")
    private String steward;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A key of de-identification under which datasets were made; the local stack's unless told. Give it"
                            + " once for each key that was in use.")
    private List<Path> keys = new ArrayList<>();

    @Mixin
    private StoreOption storeOption;

    DataWithdrawCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<DeidentificationKey> known = readKeys();
        List<String> rawNames = readPatients();
        People people = new People(context);
        String signer = dryRun ? "" : people.choose("--as", steward, Role.DATA_STEWARD, false);
        ArtifactStore store = storeOption.open(context);
        WithdrawalRegister register = new WithdrawalRegister(store);
        Terminal terminal = context.terminal();
        boolean inService = false;
        for (int i = 0; i < rawNames.size(); i++) {
            String raw = rawNames.get(i);
            SortedMap<String, String> names = new TreeMap<>();
            known.forEach(key -> names.put(key.check(), key.pseudonym(raw)));
            WithdrawalTrace trace = WithdrawalTrace.of(store, new HashSet<>(names.values()), Set.of(raw));
            terminal.line(terminal.bold("Patient %d of %d".formatted(i + 1, rawNames.size())));
            TraceTable.show(trace, terminal);
            inService |= trace.inService();
            if (!dryRun) {
                terminal.line(enter(register, people, signer, names, trace));
            }
        }
        if (inService) {
            terminal.line(
                    "The model in service is among them. It stays in service: roll it back, or put one to service that"
                            + " was trained without them.");
        }
        if (dryRun) {
            terminal.line("Nothing was entered.");
        }
        return ExitCode.DONE.number();
    }

    private static String enter(
            WithdrawalRegister register,
            People people,
            String signer,
            SortedMap<String, String> names,
            WithdrawalTrace trace) {
        Optional<Withdrawal> earlier = register.entries().stream()
                .filter(entry -> entry.patient().entrySet().containsAll(names.entrySet())
                        && entry.datasets().containsAll(trace.datasets())
                        && entry.models().containsAll(trace.models()))
                .findFirst();
        if (earlier.isPresent()) {
            return "Withdrawal " + earlier.get().number() + " says so already.";
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Withdrawal entered = register.append(
                number -> people.withdrawal(number, names, trace.datasets(), trace.models(), signer, now));
        return "Entered as withdrawal " + entered.number() + ", signed by " + signer + ": "
                + Amount.of(entered.datasets().size(), "dataset", "datasets") + " and "
                + Amount.of(entered.models().size(), "adapter or model", "adapters and models")
                + " may be used no longer, and ingest leaves the patient's rows out.";
    }

    private List<DeidentificationKey> readKeys() throws IOException {
        List<Path> files = keys.isEmpty() ? List.of(LocalStack.deidentificationKey(context.home())) : keys;
        List<DeidentificationKey> read = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw CommandException.badInput(
                        "--key: found nothing at " + file + ", expected a file of random bytes");
            }
            try {
                read.add(DeidentificationKey.read(file));
            } catch (IllegalArgumentException e) {
                throw CommandException.badInput("--key: " + file + ": " + e.getMessage(), e);
            }
        }
        return read;
    }

    /** As ingest reads a cell: NFC, without blanks at the ends. */
    private List<String> readPatients() throws IOException {
        boolean piped = patients.equals("-");
        if (!piped && !Files.isRegularFile(Path.of(patients))) {
            // What was given is not repeated: it may be a patient's key after all.
            throw CommandException.badInput(
                    "--patients: found no such file, expected one with a patient's key on each line, or -");
        }
        Set<String> names = new LinkedHashSet<>();
        try (BufferedReader lines = piped
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(patients))) {
            lines.lines()
                    .map(line -> Normalizer.normalize(line, Normalizer.Form.NFC).strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(names::add);
        }
        if (names.isEmpty()) {
            throw CommandException.badInput("--patients: found no line, expected a patient's key on each");
        }
        return List.copyOf(names);
    }
}
