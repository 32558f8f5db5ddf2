package org.residency.serving;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An answer that is being made, or waits to be. */
public final class PendingAnswer {

    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private volatile boolean cancelled;

    /** Nobody waits for it any more: it is not begun, or ends where it is. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The next piece of text, as it is made; empty where none comes within {@code patience}. */
    public Optional<String> nextPiece(Duration patience) throws InterruptedException {
        return Optional.ofNullable(pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Whether all pieces were made and taken. */
    public boolean isOver() {
        return answer.isDone() && pieces.isEmpty();
    }

    /** Waits for the whole answer. */
    public Answer await() {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an answer was made", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        }
    }

    void add(String piece) {
        pieces.add(piece);
    }

    void complete(Answer finished) {
        answer.complete(finished);
    }

    void fail(Throwable problem) {
        answer.completeExceptionally(problem);
    }
}
