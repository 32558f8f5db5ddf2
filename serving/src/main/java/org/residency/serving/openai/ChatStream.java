package org.residency.serving.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.residency.serving.PendingAnswer;

/**
 * Writes an answer as server-sent events while it is made. While there is nothing to write, a comment goes out each second,
 * so that proxies in between see that the answer is still to come.
 */
final class ChatStream implements StreamingOutput {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final PendingAnswer pending;
    private final String id;
    private final long created;
    private final ObjectMapper json;

    ChatStream(PendingAnswer pending, String id, long created, ObjectMapper json) {
        this.pending = pending;
        this.id = id;
        this.created = created;
        this.json = json;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try {
            send(out, ChatChunk.opening(id, created));
            ReasoningSplitter splitter = new ReasoningSplitter(
                    text -> sendPiece(out, ChatChunk.reasoning(id, created, text)),
                    text -> sendPiece(out, ChatChunk.content(id, created, text)));
            while (!pending.isOver()) {
                Optional<String> piece = pending.nextPiece(PATIENCE);
                if (piece.isPresent()) {
                    splitter.add(piece.get());
                } else if (!pending.isOver()) {
                    write(out, ": waiting\n\n");
                }
            }
            splitter.finish();
            send(out, ChatChunk.closing(id, created, pending.await()));
            write(out, "data: [DONE]\n\n");
        } catch (CancellationException e) {
            // The client has gone: there is nobody to tell.
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pending.cancel();
        }
    }

    private void sendPiece(OutputStream out, ChatChunk chunk) {
        try {
            send(out, chunk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(OutputStream out, ChatChunk chunk) throws IOException {
        write(out, "data: " + json.writeValueAsString(chunk) + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
