package org.residency.worker.gpu;

import org.residency.llm.generation.GenerationListener;
import org.residency.llm.tokenizer.TokenIds;

/** Ends a generation when its activity should stop; what was sampled by then is thrown away. */
public record StoppableListener(TrainingHeartbeat heartbeat) implements GenerationListener {

    @Override
    public void onTokens(int promptIndex, int sampleIndex, TokenIds tokens) {
        // Progress is told by the prompt: a count of tokens would say nothing of the end.
    }

    @Override
    public boolean shouldStop() {
        return heartbeat.shouldStop();
    }
}
