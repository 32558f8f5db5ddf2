package org.residency.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Checks passes against the register: a person who is taken out of it passes no longer, whatever they hold. */
public final class PassVerifier {

    private final PeopleRegister register;
    private final Clock clock;

    public PassVerifier(PeopleRegister register, Clock clock) {
        this.register = register;
        this.clock = clock;
    }

    /**
     * Checks that {@code text} is a pass, signed by its registered holder, who has the role, and that it counts now.
     *
     * @throws IdentityException if the register cannot be read
     */
    public Verification verify(String text, Role role) {
        Optional<Pass.Shown> shown = Pass.Shown.of(text);
        if (shown.isEmpty()) {
            return new Verification.Refused("not a pass; make one with ./residency keys pass NAME");
        }
        Pass pass = shown.get().pass();
        Optional<Person> registered = register.find(pass.holder());
        if (registered.isEmpty()) {
            return new Verification.Refused(pass.holder() + " is not registered");
        }
        Person holder = registered.get();
        if (!shown.get().isSignedBy(holder)) {
            return new Verification.Refused("the pass was not signed by " + holder.name());
        }
        if (!holder.may(role)) {
            return new Verification.Refused(holder.name() + " has the roles " + holder.roles() + ", expected " + role);
        }
        Instant now = clock.instant();
        if (!pass.until().isAfter(now)) {
            return new Verification.Refused("the pass of " + holder.name() + " ended at " + pass.until());
        }
        if (pass.until().isAfter(now.plus(Pass.LONGEST))) {
            return new Verification.Refused("the pass of " + holder.name() + " ends at " + pass.until()
                    + ", expected within " + Pass.LONGEST.toHours() + " hours");
        }
        return new Verification.Verified(holder);
    }
}
