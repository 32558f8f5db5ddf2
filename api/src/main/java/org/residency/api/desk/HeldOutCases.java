package org.residency.api.desk;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.api.report.StoredEvidence;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.scoring.ReasonedAnswer;
import org.residency.scoring.ThinkTag;
import org.residency.workflows.RunStatus;

/**
 * The cases that no model was trained on, with the candidate's answers beside those of the model in service (of the base model,
 * where none is), the candidate's faults first: who signs should have seen them.
 */
@Singleton
class HeldOutCases {
    private final StoredEvidence evidence;

    HeldOutCases(StoredEvidence evidence) {
        this.evidence = evidence;
    }

    /** At most {@code each} cases of a group; none where the answers are not in the store. */
    List<CaseGroup> read(RunStatus status, int each) {
        Optional<EvaluationReport> report = status.evaluation();
        Optional<ModelEvaluation> candidate = report.flatMap(found -> found.evaluation(ModelRole.CANDIDATE));
        Optional<ModelEvaluation> other = report.flatMap(
                found -> found.evaluation(ModelRole.IN_SERVICE).or(() -> found.evaluation(ModelRole.BASE)));
        if (candidate.isEmpty() || other.isEmpty() || status.dataset().isEmpty()) {
            return List.of();
        }
        String otherName = other.get().role() == ModelRole.IN_SERVICE ? "the model in service" : "the base model";
        Map<String, JsonNode> others = byCase(other.get());
        Map<String, JsonNode> answers = byCase(candidate.get());
        if (answers.isEmpty()) {
            return List.of();
        }
        Predicate<String> wrong = id -> !isRight(answers.get(id));
        Predicate<String> otherRight = id -> others.containsKey(id) && isRight(others.get(id));
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Wrong, where " + otherName + " is right", ids(answers, wrong.and(otherRight)));
        groups.put("Wrong, as " + otherName + " is", ids(answers, wrong.and(otherRight.negate())));
        groups.put("Right", ids(answers, wrong.negate()));

        Set<String> shown = new LinkedHashSet<>();
        groups.values().forEach(ids -> ids.stream().limit(each).forEach(shown::add));
        Map<String, JsonNode> cases = cases(status, shown);
        List<CaseGroup> read = new ArrayList<>();
        groups.forEach((title, ids) -> read.add(new CaseGroup(
                title,
                ids.size(),
                ids.stream()
                        .limit(each)
                        .filter(cases::containsKey)
                        .map(id -> readCase(
                                cases.get(id), answers.get(id), Optional.ofNullable(others.get(id)), otherName))
                        .toList())));
        return read;
    }

    private static ReadCase readCase(JsonNode known, JsonNode candidate, Optional<JsonNode> other, String otherName) {
        return new ReadCase(
                known.path("id").asText(),
                known.path("question").asText(),
                known.path("answer").asText(),
                Stream.concat(
                                Stream.of(answer("the candidate", candidate)),
                                other.stream().map(found -> answer(otherName, found)))
                        .toList());
    }

    private static ReadCase.Answer answer(String by, JsonNode line) {
        ReasonedAnswer answer = ReasonedAnswer.parse(line.path("greedy").asText(), ThinkTag.IN_PROMPT);
        return new ReadCase.Answer(by, isRight(line), answer.answer(), answer.reasoning());
    }

    private static boolean isRight(JsonNode line) {
        return line.path("greedyCorrect").asBoolean();
    }

    private static List<String> ids(Map<String, JsonNode> answers, Predicate<String> chosen) {
        return answers.keySet().stream().filter(chosen).toList();
    }

    private Map<String, JsonNode> byCase(ModelEvaluation evaluation) {
        Map<String, JsonNode> lines = new LinkedHashMap<>();
        evidence.lines(evaluation.answers())
                .forEach(line -> lines.put(line.path("case").asText(), line));
        return lines;
    }

    /** Shards are read only until all are found: the evaluated cases are the first of their split. */
    private Map<String, JsonNode> cases(RunStatus status, Set<String> ids) {
        Map<String, JsonNode> found = new HashMap<>();
        for (Shard shard : status.dataset().orElseThrow().shards(Split.TEST)) {
            if (found.size() == ids.size()) {
                break;
            }
            evidence.lines(shard.ref()).stream()
                    .filter(line -> ids.contains(line.path("id").asText()))
                    .forEach(line -> found.put(line.path("id").asText(), line));
        }
        return found;
    }
}
