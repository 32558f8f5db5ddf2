package org.residency.dataset;

import java.util.Map;

/**
 * Cases in their parts, and how many were left out because they would leak into a part that is held out.
 *
 * @param parts the numbers of the cases, by id
 */
record Division(Map<SplitName, int[]> parts, int clusterCount, int leakCount) {}
