package org.residency.dataset;

import java.util.List;
import java.util.Map;

/** Cases in their parts, and how many were left out because they would leak into a part that is held out. */
record Division(Map<SplitName, List<ClinicalCase>> parts, int clusterCount, int leakCount) {}
