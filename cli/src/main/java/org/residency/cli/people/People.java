package org.residency.cli.people;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.residency.artifacts.Withdrawal;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.identity.KeyRing;
import org.residency.identity.PeopleRegister;
import org.residency.identity.Person;
import org.residency.identity.ReviewStatement;
import org.residency.identity.Role;
import org.residency.identity.SignedReview;
import org.residency.identity.SignedStatement;
import org.residency.identity.SignedWithdrawal;
import org.residency.identity.Statement;
import org.residency.identity.StatementSigner;
import org.residency.identity.StatementVerifier;
import org.residency.identity.Verification;
import org.residency.identity.WithdrawalStatement;

/** The register of people and the private keys on this machine. */
public final class People {

    private final Context context;
    private final PeopleRegister register;
    private final KeyRing keys;

    public People(Context context) {
        this.context = context;
        String folder =
                context.environment().getOrDefault("RESIDENCY_PEOPLE", "").strip();
        this.register = new PeopleRegister(folder.isEmpty() ? context.home().people() : Path.of(folder));
        this.keys = new KeyRing(context.home().keys());
    }

    List<Person> all() {
        return register.people();
    }

    public List<Person> with(Role role) {
        return register.with(role);
    }

    boolean hasKey(Person person) {
        return keys.file(person.name()).toFile().isFile();
    }

    /** Makes a key pair and registers its public half. */
    Person create(String name, Set<Role> roles) {
        if (!Person.isName(name)) {
            throw CommandException.badInput("NAME: found '" + name
                    + "', expected 1 to 63 lower-case letters, digits, dots or dashes, a letter or digit first");
        }
        if (register.find(name).isPresent()) {
            throw CommandException.badInput(
                    "NAME: " + name + " is registered already; entries are never overwritten, choose another name");
        }
        context.home().create(context.home().keys());
        Person person = keys.create(name, roles);
        register.register(person);
        return person;
    }

    /**
     * Who acts: the person named, or the only one who may. Where nobody may yet, a person for trying things out is made, on
     * this machine alone.
     *
     * @param flag names the setting in messages
     * @param asked null if nobody is named
     * @param elsewhere whether another api, with a register of its own, decides who may
     */
    public String choose(String flag, String asked, Role role, boolean elsewhere) {
        String word = word(role);
        if (elsewhere) {
            return Optional.ofNullable(asked)
                    .orElseThrow(() -> CommandException.badInput(
                            flag + " is missing: name the " + word + " registered where the api runs"));
        }
        if (asked != null) {
            return registered(flag, asked, role);
        }
        List<Person> candidates = register.with(role);
        if (candidates.size() > 1) {
            throw CommandException.badInput(flag + " is missing, and there are several who may: "
                    + candidates.stream().map(Person::name).collect(Collectors.joining(", ")));
        }
        return candidates.isEmpty() ? createForTrial(role) : candidates.get(0).name();
    }

    private String registered(String flag, String asked, Role role) {
        Person person = (Person.isName(asked) ? register.find(asked) : Optional.<Person>empty())
                .orElseThrow(() -> CommandException.badInput(flag + ": nobody is registered as '" + asked
                        + "'; registered are "
                        + (all().isEmpty()
                                ? "nobody"
                                : all().stream().map(Person::name).collect(Collectors.joining(", ")))
                        + ". ./residency keys create " + asked + " --role " + word(role) + " registers them"));
        if (!person.may(role)) {
            throw CommandException.badInput(flag + ": " + asked + " has the roles " + words(person.roles())
                    + ", expected " + word(role) + "; name somebody who has it");
        }
        return asked;
    }

    private String createForTrial(Role role) {
        String name = "demo-" + word(role);
        create(name, Set.of(role));
        context.terminal().line("Made a key pair for '" + name + "': nobody was registered as " + word(role) + " yet.");
        return name;
    }

    public SignedStatement sign(Statement statement) {
        return signer(statement.signer()).sign(statement);
    }

    public SignedReview sign(ReviewStatement review) {
        return signer(review.reviewer()).sign(review);
    }

    /** An entry of the withdrawal register, signed by a registered person. */
    public Withdrawal withdrawal(
            int number,
            SortedMap<String, String> patient,
            SortedSet<String> datasets,
            SortedSet<String> models,
            String steward,
            Instant signedAt) {
        SignedWithdrawal signed =
                signer(steward).sign(new WithdrawalStatement(number, patient, datasets, models, steward, signedAt));
        return new Withdrawal(
                number, patient, datasets, models, steward, signedAt, signed.keyFingerprint(), signed.signature());
    }

    public Verification verify(Withdrawal entry, Role role) {
        if (!Person.isName(entry.steward())) {
            return new Verification.Refused("steward is not a person's name");
        }
        WithdrawalStatement statement = new WithdrawalStatement(
                entry.number(), entry.patient(), entry.datasets(), entry.models(), entry.steward(), entry.signedAt());
        return new StatementVerifier(register)
                .verify(new SignedWithdrawal(statement, entry.keyFingerprint(), entry.signature()), role);
    }

    public Verification verify(SignedReview review, Role role) {
        return new StatementVerifier(register).verify(review, role);
    }

    private StatementSigner signer(String name) {
        return keys.signer(register.find(name)
                .orElseThrow(() -> CommandException.badInput("nobody is registered as '" + name + "'")));
    }

    /** A pass for as long, signed with their key on this machine. */
    String pass(String name, Duration duration) {
        Person holder = (Person.isName(name) ? register.find(name) : Optional.<Person>empty())
                .orElseThrow(() -> CommandException.badInput("NAME: nobody is registered as '" + name + "'"));
        return keys.signer(holder).pass(Instant.now().plus(duration));
    }

    /** {@code DATA_STEWARD} as {@code data-steward}. */
    static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String words(Set<Role> roles) {
        return roles.stream().map(People::word).sorted().collect(Collectors.joining(", "));
    }
}
