package org.residency.api.codec;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.residency.identity.PassVerifier;
import org.residency.identity.PeopleRegister;
import org.residency.identity.Role;
import org.residency.identity.Verification;

/** Lets those through who may have payloads decrypted, and writes down who did. */
@Singleton
class CodecGate {

    static final String COOKIE = "residency-codec";

    private static final Logger LOG = Logger.getLogger(CodecGate.class);
    private static final String BEARER = "Bearer ";

    private final CodecConfig config;
    private final PassVerifier passes;

    CodecGate(CodecConfig config, PeopleRegister register) {
        this.config = config;
        this.passes = new PassVerifier(register, Clock.systemUTC());
    }

    /**
     * Who asks.
     *
     * @return the operator's name; {@code someone on this machine} where that is enough
     * @throws WebApplicationException 404 where the endpoints are off, 401 or 403 for others
     */
    String whoAsks(HttpServerRequest request, Optional<String> authorization, Optional<String> cookie) {
        return switch (config.access()) {
            case OFF -> throw new WebApplicationException(Response.Status.NOT_FOUND);
            case LOOPBACK -> onThisMachine(request);
            case OPERATORS -> operator(authorization, cookie);
        };
    }

    /** The operator whose pass this is. */
    String operator(String pass) {
        Verification verification = passes.verify(pass, Role.OPERATOR);
        if (verification instanceof Verification.Verified verified) {
            return verified.signer().name();
        }
        LOG.warnf("refused: %s", verification.refusal().orElseThrow());
        throw new WebApplicationException(Response.Status.FORBIDDEN);
    }

    /** The origin, if pages from there may ask. */
    Optional<String> allowed(String origin) {
        return Optional.ofNullable(origin).filter(config.origins().orElse(List.of())::contains);
    }

    private String operator(Optional<String> authorization, Optional<String> cookie) {
        String pass = authorization
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()).strip())
                .or(() -> cookie)
                .orElseThrow(() -> new WebApplicationException(Response.Status.UNAUTHORIZED));
        return operator(pass);
    }

    /** By its address, and by the name it used: a page elsewhere may have had its own name lead here. */
    private static String onThisMachine(HttpServerRequest request) {
        String host = request.authority() == null ? "" : request.authority().host();
        if (!isLoopback(request.remoteAddress().hostAddress())
                || !(host.equals("127.0.0.1") || host.equals("localhost"))) {
            throw new WebApplicationException(Response.Status.FORBIDDEN);
        }
        return "someone on this machine";
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
