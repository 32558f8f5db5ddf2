package org.residency.cli.services;

import java.util.concurrent.Callable;
import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.stack.LocalStack;
import org.residency.cli.stack.Supervisor;
import picocli.CommandLine.Command;

@Command(
        name = LocalStack.SUPERVISE,
        hidden = true,
        description = "Keep the stack alive: run by up, never by a person.")
public final class SuperviseCommand implements Callable<Integer> {

    private final Context context;

    SuperviseCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logger.getLogger("").addHandler(new ConsoleHandler());
        String plan = context.environment().getOrDefault(LocalStack.PLAN_VARIABLE, "");
        Supervisor supervisor =
                new Supervisor(LocalStack.plan(plan), context.home(), context.installation(), context.environment());
        return supervisor.run() ? ExitCode.DONE.number() : ExitCode.FAULT.number();
    }
}
