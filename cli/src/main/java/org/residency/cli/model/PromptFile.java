package org.residency.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.residency.cli.exit.CommandException;
import org.residency.llm.tokenizer.ChatMessage;

/** Prompts, one JSON object a line: {@code prompt}, a text, or {@code messages}, turns with role and content. */
final class PromptFile {

    private PromptFile() {}

    /**
     * One line of the file.
     *
     * @param line counted from 1
     * @param messages the conversation; of a plain prompt, one turn of the user
     */
    record Entry(int line, List<ChatMessage> messages, boolean conversation) {

        Entry {
            messages = List.copyOf(messages);
        }

        String text() {
            return messages.get(0).content();
        }
    }

    static List<Entry> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandException.badInput("--prompts: found nothing at " + file + ", expected a file of JSON lines");
        }
        List<Entry> entries = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    entries.add(entry(file, i + 1, lines.get(i)));
                }
            }
        } catch (CharacterCodingException e) {
            throw CommandException.badInput("--prompts: " + file + " is not text in UTF-8; save it as such", e);
        }
        if (entries.isEmpty()) {
            throw CommandException.badInput("--prompts: " + file + " is empty, expected one JSON object a line");
        }
        return entries;
    }

    private static Entry entry(Path file, int line, String text) {
        JsonNode node;
        try {
            node = new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            // The parser's own words would quote the prompt.
            throw wrong(file, line, "text that is no JSON");
        }
        if (node.path("prompt").isTextual() && !node.get("prompt").asText().isEmpty()) {
            return new Entry(line, List.of(ChatMessage.user(node.get("prompt").asText())), false);
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : node.path("messages")) {
            if (!message.path("role").isTextual() || !message.path("content").isTextual()) {
                throw wrong(file, line, "a message without role or content");
            }
            messages.add(new ChatMessage(
                    message.get("role").asText(), message.get("content").asText()));
        }
        if (messages.isEmpty()) {
            throw wrong(file, line, "neither a prompt nor messages");
        }
        return new Entry(line, messages, true);
    }

    private static CommandException wrong(Path file, int line, String found) {
        return CommandException.badInput("--prompts: " + file + ", line " + line + ": found " + found
                + "; expected {\"prompt\": \"...\"} or {\"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}");
    }
}
