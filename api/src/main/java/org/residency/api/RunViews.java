package org.residency.api;

import java.util.List;
import org.residency.activities.RunId;

/** Where a run's present view comes from. */
public interface RunViews {

    /** The run as it stands now; a run that nobody ever asked for is refused. */
    RunView view(RunId run);

    /** The newest runs, at most so many; the newest first. */
    List<RunView> newest(int most);
}
