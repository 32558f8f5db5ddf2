package org.residency.llm.bench;

/** A piece of work that is done again and again, and how long one round took. */
public interface Trial extends AutoCloseable {
    /** Does the work once and gives the seconds that count. */
    double round();

    @Override
    void close();
}
