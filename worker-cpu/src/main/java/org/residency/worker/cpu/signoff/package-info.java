/** What sign-off needs from outside the workflow: the register, the store, and a way to reach people. */
package org.residency.worker.cpu.signoff;
