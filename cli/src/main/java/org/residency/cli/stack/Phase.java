package org.residency.cli.stack;

/** How far a process, or the whole stack, is. */
public enum Phase {
    /** Not yet ready for work. */
    STARTING,
    /** Ready for work. */
    READY,
    /** It died and is started again. */
    RESTARTING,
    /** It died too often before it was ever ready; nothing is tried any more. */
    FAILED,
    /** On its way down. */
    STOPPING
}
