package org.residency.cli.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.WithdrawalTrace;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.cli.terminal.Terminal;
import org.residency.identity.Role;
import org.residency.identity.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "withdrawals",
        description =
                "List the withdrawals, whether each is signed by a data steward, and what each patient has touched by now.",
        exitCodeList = {"0:listed", "1:a fault", "2:bad input", "3:an entry is not signed by a data steward"})
final class DataWithdrawalsCommand implements Callable<Integer> {

    private final Context context;

    @Mixin
    private StoreOption storeOption;

    DataWithdrawalsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Terminal terminal = context.terminal();
        ArtifactStore store = storeOption.open(context);
        List<Withdrawal> entries = new WithdrawalRegister(store).entries();
        if (entries.isEmpty()) {
            terminal.line("Nobody withdrew.");
        }
        boolean signed = true;
        for (Withdrawal entry : entries) {
            Verification verification = new People(context).verify(entry, Role.DATA_STEWARD);
            signed &= verification.refusal().isEmpty();
            terminal.line(terminal.bold("Withdrawal " + entry.number()) + " · " + entry.signedAt() + " · "
                    + verification
                            .refusal()
                            .map(refusal -> terminal.cross() + " " + refusal + "; it counts all the same")
                            .orElseGet(() -> terminal.tick() + " signed by " + entry.steward()));
            TraceTable.show(
                    WithdrawalTrace.of(store, new HashSet<>(entry.patient().values()), Set.of()), terminal);
        }
        return (signed ? ExitCode.DONE : ExitCode.REFUSED).number();
    }
}
