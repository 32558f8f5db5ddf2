package org.residency.serving;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.Prompt;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.scoring.ReasonedAnswer;
import org.residency.scoring.ThinkTag;

/**
 * Makes one answer at a time, for the model has the whole device; a few requests may wait, more are turned away. Answers
 * are decoded with the settings that the model was evaluated and signed with, whatever a request asks for.
 */
@Singleton
public final class AnswerQueue {

    private final ModelShelf shelf;
    private final ServingMetrics metrics;
    private final AnswerThread thread;

    AnswerQueue(ModelShelf shelf, ServingMetrics metrics, AnswerThread thread) {
        this.shelf = shelf;
        this.metrics = metrics;
        this.thread = thread;
    }

    /**
     * Asks the model in service.
     *
     * @param endpoint where the question came in, for the metrics
     * @throws NoModelException if nothing is in service
     * @throws InvalidRequestException if question and answer together are longer than the model's context
     * @throws QueueFullException if too many wait already
     */
    public PendingAnswer ask(String endpoint, Question question) {
        return ask(
                endpoint,
                shelf.borrowInService()
                        .orElseThrow(() -> new NoModelException("No model is in service yet; deploy one first")),
                question);
    }

    /** Asks the candidate; otherwise as {@link #ask(String, Question)}. */
    public PendingAnswer askCandidate(String endpoint, Question question) {
        return ask(
                endpoint,
                shelf.borrowCandidate()
                        .orElseThrow(() ->
                                new NoModelException("No candidate is loaded; PUT one to /admin/candidate first")),
                question);
    }

    private PendingAnswer ask(String endpoint, ServedModel model, Question question) {
        try {
            Decoding decoding = Decoding.of(model, question);
            PendingAnswer pending = new PendingAnswer();
            long arrival = System.nanoTime();
            thread.execute(() -> make(endpoint, model, decoding, pending, arrival));
            return pending;
        } catch (RuntimeException e) {
            model.giveBack();
            throw e;
        }
    }

    private void make(String endpoint, ServedModel model, Decoding decoding, PendingAnswer pending, long arrival) {
        String outcome = "failed";
        try {
            Answer answer = answer(model, decoding, pending);
            outcome = pending.isCancelled() ? "cancelled" : "answered";
            pending.complete(answer);
        } catch (CancellationException e) {
            outcome = "cancelled";
            pending.fail(e);
        } catch (RuntimeException | Error e) {
            pending.fail(e);
        } finally {
            model.giveBack();
            metrics.answered(endpoint, outcome, Duration.ofNanos(System.nanoTime() - arrival));
        }
    }

    private Answer answer(ServedModel model, Decoding decoding, PendingAnswer pending) {
        if (pending.isCancelled()) {
            throw new CancellationException("cancelled before it was begun");
        }
        LanguageModel languageModel = model.languageModel();
        PieceListener listener = new PieceListener(languageModel.tokenizer(), pending);
        List<Completion> completions = languageModel
                .generator()
                .generate(List.of(new Prompt(0, decoding.prompt())), 1, decoding.settings(), listener);
        TokenIds tokens = completions.get(0).tokens();
        String text = languageModel.tokenizer().decode(tokens);
        listener.finish(text);
        metrics.tokens(decoding.prompt().size(), tokens.size());
        return new Answer(
                ReasonedAnswer.parse(text, ThinkTag.IN_PROMPT),
                completions.get(0).ended(),
                decoding.prompt().size(),
                tokens.size(),
                model.sha256(),
                model.deploymentNumber());
    }
}
