package org.residency.cli.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.residency.cli.exit.CommandException;
import org.residency.cli.review.FileDigest;

/**
 * {@code README.md} of a merged model in the form of Hugging Face's model cards: front matter in YAML, then what is known of
 * how it was made. What is not known is not guessed, and nothing of a case's text enters it.
 */
public final class ModelCard {
    public static final String NAME = "README.md";

    private final Path baseModel;
    private final Path adapter;
    private final Optional<Path> evaluation;
    private final Optional<String> license;

    /**
     * The card of this base model with this adapter.
     *
     * @param evaluation a JSON object of metrics by their name, each a number or an object with {@code value}, {@code low}
     *     and {@code high}
     * @param license as Hugging Face writes it, such as {@code llama3.1} or {@code mit}
     */
    public ModelCard(Path baseModel, Path adapter, Optional<Path> evaluation, Optional<String> license) {
        this.baseModel = baseModel;
        this.adapter = adapter;
        this.evaluation = evaluation;
        this.license = license;
    }

    /** The card itself. */
    public String text() throws IOException {
        Optional<TrainingRecord> training = TrainingRecord.read(adapter);
        String base = nameOf(baseModel);
        StringBuilder card = new StringBuilder("---\n");
        card.append("base_model: ").append(quoted(base)).append('\n');
        card.append("base_model_relation: finetune\n");
        license.ifPresent(id -> card.append("license: ").append(quoted(id)).append('\n'));
        card.append("library_name: transformers\n");
        card.append("pipeline_tag: text-generation\n");
        card.append("tags:\n- medical\n- reasoning\n- lora\n");
        training.ifPresent(record -> card.append("- ").append(record.kind()).append('\n'));
        card.append("---\n\n");
        card.append("# ").append(base).append(", retrained\n\n");
        card.append(
                "A LoRA adapter merged into its base model by Residency: `W + scaling · B · A`, computed in float32.\n");
        card.append(
                "It answers with `<think>`, its reasoning, `</think>` and the answer. It is no medical device; whoever\n");
        card.append("uses it for patients must have evaluated and approved it first.\n\n");
        table(card, "How it was made", made(base, training));
        training.ifPresent(record -> table(card, "Settings", record.settings()));
        Map<String, String> metrics = metrics();
        if (metrics.isEmpty()) {
            card.append("## Evaluation\n\nNone was given when this card was written.\n");
        } else {
            table(card, "Evaluation", metrics);
        }
        return card.toString();
    }

    private Map<String, String> made(String base, Optional<TrainingRecord> training) throws IOException {
        Map<String, String> made = new LinkedHashMap<>();
        made.put("base model", base);
        JsonNode lora = json(adapter.resolve("adapter_config.json"), "--adapter");
        made.put(
                "adapter",
                "LoRA, rank %s, alpha %s%s"
                        .formatted(
                                lora.path("r").asText(),
                                lora.path("lora_alpha").asText(),
                                lora.path("use_rslora").asBoolean() ? ", rank-stabilized" : ""));
        made.put("adapter, SHA-256", "`" + FileDigest.of(adapter.resolve("adapter_model.safetensors")) + "`");
        training.ifPresent(record -> {
            made.put(
                    "training",
                    "%s, %d %s%s, %s"
                            .formatted(
                                    record.kind(),
                                    record.done(),
                                    record.unit(),
                                    record.done() == 1 ? "" : "s",
                                    record.result()));
            made.put("examples", Integer.toString(record.examples()));
            made.put("data, SHA-256", "`" + record.dataSha256() + "`");
            if (!record.baseModel().equals(base)) {
                made.put("trained on the base model", record.baseModel());
            }
        });
        return made;
    }

    private Map<String, String> metrics() throws IOException {
        Map<String, String> metrics = new LinkedHashMap<>();
        if (evaluation.isPresent()) {
            JsonNode read = json(evaluation.get(), "--evaluation");
            read.fields().forEachRemaining(field -> {
                JsonNode value = field.getValue();
                if (value.isNumber()) {
                    metrics.put(field.getKey(), value.asText());
                } else if (value.path("value").isNumber()) {
                    metrics.put(field.getKey(), value.path("value").asText() + interval(value));
                }
            });
            if (metrics.isEmpty()) {
                throw CommandException.badInput("--evaluation: " + evaluation.get()
                        + ": found no metric, expected a JSON object of numbers by their name");
            }
        }
        return metrics;
    }

    private static String interval(JsonNode value) {
        return value.path("low").isNumber() && value.path("high").isNumber()
                ? " (95 %: " + value.path("low").asText() + " to "
                        + value.path("high").asText() + ")"
                : "";
    }

    private static JsonNode json(Path file, String flag) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandException.badInput(flag + ": found nothing at " + file + ", expected a JSON file");
        }
        try {
            return new JsonMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw CommandException.badInput(flag + ": " + file + " is no JSON; put it right there", e);
        }
    }

    private static void table(StringBuilder card, String title, Map<String, String> rows) {
        card.append("## ").append(title).append("\n\n| | |\n| --- | --- |\n");
        rows.forEach((name, value) -> card.append("| ")
                .append(name)
                .append(" | ")
                .append(value.replace("|", "\\|"))
                .append(" |\n"));
        card.append('\n');
    }

    private static String nameOf(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
