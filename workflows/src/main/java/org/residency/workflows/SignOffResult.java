package org.residency.workflows;

import java.util.List;

/** How a sign-off ended. */
record SignOffResult(Ending ending, List<SignOffReceipt> receipts) {

    enum Ending {
        APPROVED,
        REJECTED,
        EXPIRED
    }

    SignOffResult {
        receipts = List.copyOf(receipts);
    }

    /** A sentence for a person. */
    String reason() {
        return switch (ending) {
            case APPROVED -> "approved by " + String.join(", ", approvers());
            case REJECTED -> {
                SignOffReceipt rejection = receipts.stream()
                        .filter(receipt -> !receipt.decision().approves())
                        .findFirst()
                        .orElseThrow();
                yield rejection.signer() + " refused to sign: " + rejection.decision();
            }
            case EXPIRED -> "nobody refused, but only " + approvers().size() + " signed in time";
        };
    }

    private List<String> approvers() {
        return receipts.stream()
                .filter(receipt -> receipt.decision().approves())
                .map(SignOffReceipt::signer)
                .toList();
    }
}
