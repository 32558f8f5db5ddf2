package org.residency.cli.context;

/** What is done when a person presses Ctrl-C; nothing once this is closed. */
public final class Interruption implements AutoCloseable {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    public static Interruption does(Runnable action) {
        Thread hook = new Thread(action, "on Ctrl-C");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way down already: the action has begun.
        }
    }
}
