package org.residency.llm.kernels;

import com.sun.jna.Function;

/** How the engine's CPU threads wait for each other. */
final class OpenMp {
    private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

    private OpenMp() {}

    /**
     * Lets waiting threads sleep, unless the environment says otherwise. By default they spin, which on a machine whose
     * cores are shared takes the time that the others need: on two busy cores, sampling took fifteen times as long. The
     * OpenMP library reads this when it is loaded, so it must be said before the engine starts.
     */
    static void waitWithoutSpinning() {
        if (System.getenv(WAIT_POLICY) != null) {
            return;
        }
        try {
            Function.getFunction("c", "setenv").invokeInt(new Object[] {WAIT_POLICY, "PASSIVE", 1});
        } catch (UnsatisfiedLinkError e) {
            // No libc of that name here (not Linux): the engine's own default stays.
            System.getLogger(OpenMp.class.getName())
                    .log(System.Logger.Level.DEBUG, "the threads' wait policy stays as it is", e);
        }
    }
}
