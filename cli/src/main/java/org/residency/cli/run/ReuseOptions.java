package org.residency.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.residency.cli.exit.CommandException;
import picocli.CommandLine.Option;

/** What a run takes from earlier ones, by flags. */
final class ReuseOptions {

    private static final Map<String, String> STAGES = Map.of(
            "deidentification", "DEIDENTIFICATION",
            "sft", "SFT",
            "grpo", "GRPO",
            "merge", "MERGE",
            "evaluation", "EVALUATION",
            "gate", "GATE",
            "signoff", "SIGN_OFF");

    @Option(names = "--fresh", description = "Make everything again, also what an earlier run made of the very same.")
    private boolean fresh;

    @Option(
            names = "--from",
            paramLabel = "STAGE",
            description =
                    "With --of: the first stage that is done anew (deidentification, sft, grpo, merge, evaluation, gate,"
                            + " signoff); what came before is taken.")
    private String from;

    @Option(
            names = "--of",
            paramLabel = "RUN",
            description =
                    "With --from: the run whose results are taken. Its notes, base model and settings hold where this"
                            + " command names no others; its approval does not.")
    private String of;

    /** Whether another run says what is not told here. */
    boolean takesFromARun() {
        return of != null;
    }

    /** @throws CommandException naming the flag that is wrong or missing */
    void check() {
        if ((of == null) != (from == null)) {
            throw CommandException.badInput(
                    "--from and --of: found one, expected both, as in --from gate --of run-20261123-101500-ab12");
        }
        if (from != null && !STAGES.containsKey(from)) {
            throw CommandException.badInput("--from: found '" + from
                    + "', expected deidentification, sft, grpo, merge, evaluation, gate or signoff"
                    + (from.equals("ingest") ? "; every run reads the notes" : ""));
        }
    }

    void tell(ObjectNode request) {
        if (!fresh && of == null) {
            return;
        }
        ObjectNode reuse = request.putObject("reuse").put("fresh", fresh);
        if (of != null) {
            reuse.put("of", of).put("from", STAGES.get(from));
        }
    }
}
