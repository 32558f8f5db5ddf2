package org.residency.cli.train;

import java.io.IOException;

/** A training here and now, from a settings file. */
public interface OfflineTraining {
    /**
     * Trains to the end, or until it is to stop.
     *
     * @param resume go on from what the output folder holds
     */
    Ended train(boolean resume) throws IOException;
}
