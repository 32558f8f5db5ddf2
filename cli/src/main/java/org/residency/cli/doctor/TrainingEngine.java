package org.residency.cli.doctor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Loads the library that trains, and has it add two numbers. */
final class TrainingEngine {

    Finding finding() {
        String subject = "DJL engine";
        try (NDManager manager = NDManager.newBaseManager()) {
            Engine engine = Engine.getEngine("PyTorch");
            try (NDArray sum = manager.create(1f).add(1f)) {
                float two = sum.getFloat();
                return two == 2f
                        ? Finding.good(subject, "PyTorch " + engine.getVersion() + " loads and computes")
                        : Finding.bad(subject, "1 + 1 came to " + two, "remove ~/.djl.ai and try again");
            }
        } catch (RuntimeException | LinkageError e) {
            return Finding.bad(
                    subject,
                    "PyTorch's native library does not load (" + e.getClass().getSimpleName() + ")",
                    "use a 64-bit system with glibc 2.28 or later; if ~/.djl.ai is damaged, remove it");
        }
    }
}
