package org.residency.cli.signoff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.residency.cli.client.ApiClient;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.context.Context;
import org.residency.cli.people.People;
import org.residency.cli.terminal.Terminal;
import org.residency.cli.watch.RunTeller;
import org.residency.identity.Decision;
import org.residency.identity.Role;
import org.residency.identity.SignedStatement;
import org.residency.identity.Statement;

/** Where a clinician reads what is to be signed, and signs or refuses. */
public final class SignOffDesk {

    private final Context context;
    private final ApiClient api;
    private final String clinician;
    private final boolean signsByItself;
    private final boolean elsewhere;

    /**
     * @param clinician null if nobody is named
     * @param elsewhere whether the register of people is another machine's
     */
    public SignOffDesk(Context context, ApiClient api, String clinician, boolean signsByItself, boolean elsewhere) {
        this.context = context;
        this.api = api;
        this.clinician = clinician;
        this.signsByItself = signsByItself;
        this.elsewhere = elsewhere;
    }

    /**
     * Sees to it, before the run starts, that somebody may sign: a run that comes to its sign-off asks the register who may,
     * and keeps to the answer.
     */
    public void prepare() {
        People people = new People(context);
        if (!elsewhere
                && (signsByItself
                        || clinician != null
                        || people.with(Role.CLINICIAN).isEmpty())) {
            people.choose("--sign-as", clinician, Role.CLINICIAN, false);
        }
    }

    /** Shows what waits and has it decided, if somebody is there to decide. */
    public void open(String run) {
        Terminal terminal = context.terminal();
        if (signsByItself) {
            String signer = signer();
            sign(run, signer, Decision.APPROVED);
            terminal.line("    signed by itself, as " + signer + ", because of --yes: no clinician has looked at this");
        } else if (terminal.canAsk()) {
            show(run);
            decision()
                    .ifPresentOrElse(
                            decision -> {
                                String signer = signer();
                                sign(run, signer, decision);
                                terminal.line("    signed as " + signer);
                            },
                            () -> tellHow(run));
        } else {
            tellHow(run);
        }
    }

    /** What a clinician should read before signing. */
    void show(String run) {
        Terminal terminal = context.terminal();
        JsonNode page = api.get("runs/" + run + "/sign-off");
        terminal.blank();
        terminal.line(terminal.bold("To be signed: the evaluation of " + run));
        RunTeller.evaluation(new RunSnapshot(api.get("runs/" + run)), terminal);
        terminal.line("    evaluation report  sha256 "
                + page.path("evaluationReportSha256").asText());
        terminal.line("    merged model       sha256 "
                + page.path("mergedModelSha256").asText());
        terminal.blank();
    }

    /** Signs what the run waits for. */
    JsonNode sign(String run, String signer, Decision decision) {
        JsonNode page = api.get("runs/" + run + "/sign-off");
        SignedStatement signed = new People(context)
                .sign(new Statement(
                        run,
                        page.path("evaluationReportSha256").asText(),
                        page.path("mergedModelSha256").asText(),
                        decision,
                        signer,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        return api.post("runs/" + run + "/sign-off", asJson(signed));
    }

    private String signer() {
        People people = new People(context);
        String named = clinician;
        if (named == null && !elsewhere && people.with(Role.CLINICIAN).size() > 1) {
            named = context.terminal()
                    .ask("Who signs? ")
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .orElse(null);
        }
        return people.choose("--sign-as", named, Role.CLINICIAN, elsewhere);
    }

    private Optional<Decision> decision() {
        while (true) {
            String answer = context.terminal()
                    .ask("Approve (a), reject (r), or leave it to another time (l)? ")
                    .map(String::strip)
                    .orElse("l");
            if (answer.equals("a")) {
                return Optional.of(Decision.APPROVED);
            }
            if (answer.equals("r")) {
                return Optional.of(Rejection.ask(context.terminal()));
            }
            if (answer.equals("l")) {
                return Optional.empty();
            }
            context.terminal().line("Please answer a, r or l.");
        }
    }

    private void tellHow(String run) {
        context.terminal()
                .line("    a clinician reads and signs at " + api.address().resolve("sign-off/" + run)
                        + " or with ./residency sign-off " + run + " --as PERSON --approve; the run waits");
    }

    private static ObjectNode asJson(SignedStatement signed) {
        Statement statement = signed.statement();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("statement")
                .put("run", statement.run())
                .put("evaluationReportSha256", statement.evaluationReportSha256())
                .put("mergedModelSha256", statement.mergedModelSha256())
                .put("decision", statement.decision().name())
                .put("signer", statement.signer())
                .put("signedAt", statement.signedAt().toString());
        return json.put("keyFingerprint", signed.keyFingerprint()).put("signature", signed.signature());
    }
}
