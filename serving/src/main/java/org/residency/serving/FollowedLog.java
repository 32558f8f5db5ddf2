package org.residency.serving;

import java.util.Optional;

/**
 * How far the deployment log has been followed.
 *
 * @param state what came of it
 * @param number of the newest entry, where it could be read
 * @param reason why not, where something stood in the way
 */
public record FollowedLog(State state, Optional<Integer> number, Optional<String> reason) {

    /** What came of following the log. */
    public enum State {
        /** Not looked at yet. */
        UNREAD("starting"),
        /** Nothing was ever deployed. */
        EMPTY("no deployment yet"),
        /** The newest deployment is verified and read; the former one, where there is one, answers. */
        LOADING("loading the newest deployment"),
        /** The newest deployment answers. */
        SERVING("serving"),
        /** The newest deployment does not verify. */
        REFUSED("newest deployment refused"),
        /** The store does not answer. */
        UNREACHABLE("deployment log unreachable");

        private final String words;

        State(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static FollowedLog unread() {
        return new FollowedLog(State.UNREAD, Optional.empty(), Optional.empty());
    }

    static FollowedLog empty() {
        return new FollowedLog(State.EMPTY, Optional.empty(), Optional.empty());
    }

    static FollowedLog loading(int number) {
        return new FollowedLog(State.LOADING, Optional.of(number), Optional.empty());
    }

    static FollowedLog serving(int number) {
        return new FollowedLog(State.SERVING, Optional.of(number), Optional.empty());
    }

    static FollowedLog refused(int number, String reason) {
        return new FollowedLog(State.REFUSED, Optional.of(number), Optional.of(reason));
    }

    /** Keeps what is known of the newest entry, so that a refused one is not tried at each poll. */
    FollowedLog unreachable(String why) {
        return state == State.REFUSED ? this : new FollowedLog(State.UNREACHABLE, number, Optional.of(why));
    }

    boolean hasRefused(int other) {
        return state == State.REFUSED && number.equals(Optional.of(other));
    }
}
