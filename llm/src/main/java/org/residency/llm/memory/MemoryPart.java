package org.residency.llm.memory;

/** What memory is needed for. */
public enum MemoryPart {
    /** The base model's, each once, and where generation lays them out anew, that copy. */
    WEIGHTS("weights"),
    /** The low-rank factors, in float32. */
    ADAPTER("adapter"),
    /** AdamW's two moments and the sums of gradients, in float32. */
    OPTIMIZER("optimizer and gradients"),
    /** What the forward pass keeps for the backward pass, and what a layer computes with meanwhile. */
    ACTIVATIONS("activations"),
    /** Numbers for every word of the vocabulary, of as many places as are computed at a time. */
    LOGITS("logits"),
    /** Keys and values of the tokens so far, in generation. */
    CACHE("cache");

    private final String title;

    MemoryPart(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
