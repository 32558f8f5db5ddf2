package org.residency.cli.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Terminal;
import org.residency.llm.verification.ModelCheck;
import org.residency.llm.verification.ModelVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify-model",
        description = {
            "Look a model folder over: its config, weights, digests and shapes, its tokenizer there and back, its chat"
                    + " template, finite numbers, and the cache against the whole forward pass.",
            "A file SHA256SUMS in the folder is held against its files."
        },
        exitCodeList = {"0:every check passed", "2:a file cannot be used", "3:the files read, but a check failed"})
public final class VerifyModelCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "DIR", description = "A model folder in Hugging Face layout.")
    private Path folder;

    @Mixin
    private DeviceOptions device;

    @Option(names = "--json", description = "Print the checks as JSON.")
    private boolean json;

    VerifyModelCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Terminal terminal = context.terminal();
        List<ModelCheck> checks = new ArrayList<>();
        boolean passed = new ModelVerification(folder, device.options()).run(check -> {
            checks.add(check);
            if (!json) {
                terminal.line((check.passed() ? terminal.tick() : terminal.cross()) + " " + check.name() + ": "
                        + check.detail());
            }
        });
        if (json) {
            terminal.line(new JsonMapper().writeValueAsString(Map.of("passed", passed, "checks", checks)));
        }
        if (passed) {
            return ExitCode.DONE.number();
        }
        ModelCheck failed =
                checks.stream().filter(check -> !check.passed()).findFirst().orElseThrow();
        if (List.of("config", "weights", "load").contains(failed.name())) {
            throw CommandException.badInput(failed.detail());
        }
        return ExitCode.REFUSED.number();
    }
}
