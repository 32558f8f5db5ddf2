package org.residency.api;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.residency.identity.PeopleRegister;
import org.residency.identity.Person;
import org.residency.identity.Role;

/** Holds the names in requests against the register of people. */
@Singleton
class Registered {
    private final PeopleRegister register;

    Registered(PeopleRegister register) {
        this.register = register;
    }

    /** Refuses a name that is not registered, or not with that role. */
    void require(String field, String name, Role role) {
        Optional<Person> person;
        try {
            person = register.find(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(field + ": " + e.getMessage());
        }
        if (person.filter(found -> found.may(role)).isEmpty()) {
            String found = person.isEmpty() ? "who is not registered" : "who has no role " + role;
            throw Refusal.badRequest(field + ": found '" + name + "', " + found + "; expected one of " + names(role)
                    + ", or register them (./residency keys create NAME --role " + word(role) + ")");
        }
    }

    /** Whether that name is registered with the role and with that key. */
    boolean has(Role role, String name, String keyFingerprint) {
        return Person.isName(name)
                && register.find(name)
                        .filter(person ->
                                person.may(role) && person.keyFingerprint().equals(keyFingerprint))
                        .isPresent();
    }

    /** The names of everyone with the role, sorted. */
    List<String> names(Role role) {
        return register.with(role).stream().map(Person::name).toList();
    }

    private static String word(Role role) {
        return role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
