package org.residency.workflows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.merge.MergedAdapter;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.MergedModel;

/** From a merged model to leave to serve it: the evaluation, the rule over it, and the people. */
final class JudgementStages {

    private final RunContext run;

    JudgementStages(RunContext run) {
        this.run = run;
    }

    EvaluationReport evaluate(
            BaseModel baseModel, Adapter supervised, Adapter adapter, MergedAdapter merged, Dataset dataset) {
        run.enter(Stage.EVALUATION);
        Evaluation evaluation = new Evaluation(run, dataset);
        evaluation.add(ModelRole.CANDIDATE, merged.model().ref(), Optional.empty());
        evaluation.add(ModelRole.BASE, baseModel.ref(), Optional.empty());
        if (!supervised.equals(adapter)) {
            evaluation.add(ModelRole.AFTER_SFT, baseModel.ref(), Optional.of(supervised));
        }
        evaluation.addModelInService(merged.model());
        run.budget().require();
        List<Done<ModelEvaluation>> parts = evaluation.measure();
        EvaluationReport report = evaluation.compare(parts);
        run.budget().look();
        run.journal().evaluated(report);
        SortedMap<String, ArtifactRef> inputs = new TreeMap<>(Map.of("dataset", dataset.ref()));
        SortedMap<String, ArtifactRef> outputs = new TreeMap<>(Map.of("report", report.ref()));
        for (ModelEvaluation measured : report.evaluations()) {
            inputs.put("model/" + measured.role(), measured.model());
            outputs.put("answers/" + measured.role(), measured.answers());
        }
        if (!supervised.equals(adapter)) {
            inputs.put("adapter/" + ModelRole.AFTER_SFT, supervised.ref());
        }
        run.provenance()
                .record(
                        Stage.EVALUATION,
                        inputs,
                        FlatSettings.of("evaluation", run.settings().evaluation()),
                        outputs,
                        List.copyOf(parts));
        return report;
    }

    Verdict gate(EvaluationReport report, MergedAdapter merged) {
        run.enter(Stage.GATE);
        Verdict verdict = Gate.judge(report, merged, run.settings().gate());
        run.journal().judged(verdict);
        SortedMap<String, String> asked = FlatSettings.of("gate", run.settings().gate());
        asked.put("gate.loweredBar", String.valueOf(verdict.loweredBar()));
        asked.put("gate.verdict", verdict.result().name());
        run.provenance()
                .record(
                        Stage.GATE,
                        Map.of("report", report.ref(), "equivalence", merged.equivalence()),
                        asked,
                        Map.of());
        return verdict;
    }

    SignOffResult signOff(SignOffDesk desk, EvaluationReport report, MergedModel model) {
        run.enter(Stage.SIGN_OFF);
        SignOffResult result = desk.awaitStatements(report.ref(), model.ref(), run.journal()::show);
        SortedMap<String, String> asked =
                FlatSettings.of("signoff", run.settings().signoff());
        asked.put("signoff.requester", run.request().requester());
        asked.put("signoff.ending", result.ending().name());
        SortedMap<String, ArtifactRef> outputs = new TreeMap<>();
        result.receipts().forEach(receipt -> outputs.put("statement/" + receipt.signer(), receipt.statement()));
        run.provenance().record(Stage.SIGN_OFF, Map.of("report", report.ref(), "model", model.ref()), asked, outputs);
        return result;
    }
}
