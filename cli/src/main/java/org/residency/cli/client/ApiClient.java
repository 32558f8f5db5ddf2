package org.residency.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.residency.cli.exit.CommandException;

/** HTTP with JSON to one of Residency's processes; its refusals become messages for a person. */
public final class ApiClient {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final URI address;
    private final String name;

    /**
     * @param name of the process, for messages
     * @param setting the flag or variable that gave the address
     * @throws CommandException if the address is no HTTP address
     */
    public ApiClient(String name, String address, String setting) {
        this.name = name;
        if (!address.matches("https?://[^\\s/]+.*")) {
            throw CommandException.badInput(
                    setting + ": found '" + address + "', expected an address such as http://127.0.0.1:8080");
        }
        this.address = URI.create(address.endsWith("/") ? address : address + "/");
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .build();
    }

    public URI address() {
        return address;
    }

    public JsonNode get(String path) {
        return parsed(path, text(path));
    }

    /** The body of the answer as it is. */
    public String text(String path) {
        return send(request(path).GET().build());
    }

    public JsonNode post(String path, JsonNode body) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return parsed(path, send(request));
    }

    public JsonNode post(String path) {
        return parsed(path, send(request(path).POST(BodyPublishers.noBody()).build()));
    }

    public void delete(String path) {
        send(request(path).DELETE().build());
    }

    /**
     * Opens a stream of server-sent events.
     *
     * @throws IOException if the process does not answer now; it may in a moment
     * @throws CommandException if it refuses
     */
    HttpResponse<InputStream> open(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Accept", "text/event-stream")
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() >= FIRST_SERVER_ERROR) {
                response.body().close();
                throw new IOException(name + " answered " + response.statusCode());
            }
            if (response.statusCode() >= FIRST_CLIENT_ERROR) {
                try (InputStream body = response.body()) {
                    throw refusal(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.fault("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER_LIMIT);
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() >= FIRST_CLIENT_ERROR) {
                throw refusal(response.statusCode(), response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw CommandException.fault(
                    name + " does not answer at " + address + " (" + reason(e)
                            + "). See ./residency status; ./residency up starts what is missing",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.fault("interrupted", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private CommandException refusal(int status, String body) {
        String error = "";
        try {
            error = json.readTree(body).path("error").asText("");
        } catch (JsonProcessingException e) {
            // Not our own answer: the status has to say it all.
        }
        if (error.isEmpty()) {
            error = name + " answered " + status + " at " + address;
        }
        return status < FIRST_SERVER_ERROR ? CommandException.badInput(error) : CommandException.fault(error);
    }

    private JsonNode parsed(String path, String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw CommandException.fault(name + " answered no JSON to " + path, e);
        }
    }
}
