/** Starts runs, follows, holds and ends them, and asks the model that came of them. */
package org.residency.cli.run;
