package org.residency.api.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.smallrye.common.annotation.Blocking;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverterException;
import io.temporal.payload.codec.PayloadCodec;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.residency.identity.Pass;
import org.residency.temporal.PayloadProtection;

/**
 * The two routes that Temporal's UI and command line call a codec server, each taking and giving a {@code Payloads} message
 * in protobuf's JSON, and one that turns an operator's pass into a cookie, for the UI can send no other token of ours.
 */
@Path("/codec")
@Tag(name = "codec")
@Blocking
public class CodecResource {

    private static final Logger LOG = Logger.getLogger(CodecResource.class);

    private final CodecGate gate;
    private final PayloadProtection protection;

    CodecResource(CodecGate gate, PayloadProtection protection) {
        this.gate = gate;
        this.protection = protection;
    }

    @POST
    @Path("/decode")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Decrypt payloads, for Temporal's UI and command line")
    public Response decode(
            @Context HttpServerRequest request,
            @HeaderParam("Origin") String origin,
            @HeaderParam("Authorization") String authorization,
            @CookieParam(CodecGate.COOKIE) String cookie,
            String body) {
        String who = gate.whoAsks(request, Optional.ofNullable(authorization), Optional.ofNullable(cookie));
        return coded("decrypted", who, origin, body, codec()::decode);
    }

    @POST
    @Path("/encode")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Encrypt payloads, for Temporal's UI and command line")
    public Response encode(
            @Context HttpServerRequest request,
            @HeaderParam("Origin") String origin,
            @HeaderParam("Authorization") String authorization,
            @CookieParam(CodecGate.COOKIE) String cookie,
            String body) {
        String who = gate.whoAsks(request, Optional.ofNullable(authorization), Optional.ofNullable(cookie));
        return coded("encrypted", who, origin, body, codec()::encode);
    }

    /** A browser asks this before it lets the UI's page ask the rest. */
    @OPTIONS
    @Path("/{route}")
    public Response preflight(@HeaderParam("Origin") String origin) {
        return withOrigin(Response.noContent(), origin)
                .header("Access-Control-Allow-Methods", "POST")
                .header("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Namespace")
                .build();
    }

    @GET
    @Path("/session")
    @Operation(summary = "Keep an operator's pass in a cookie, for Temporal's UI")
    public Response session(@QueryParam("pass") String pass) {
        String who = gate.operator(pass == null ? "" : pass);
        LOG.infof("%s opened a session", who);
        return Response.ok("Temporal's UI may now show payloads to " + who
                        + " in this browser; switch on 'include cross-origin credentials' in its codec settings.")
                .type(MediaType.TEXT_PLAIN_TYPE)
                .cookie(new NewCookie.Builder(CodecGate.COOKIE)
                        .value(pass)
                        .path("/codec")
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.STRICT)
                        .maxAge((int) Pass.LONGEST.toSeconds())
                        .build())
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    private PayloadCodec codec() {
        return protection.encryption().orElseThrow(() -> new WebApplicationException(Response.Status.NOT_FOUND));
    }

    private Response coded(String what, String who, String origin, String body, UnaryOperator<List<Payload>> codec) {
        Payloads.Builder given = Payloads.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(body == null ? "" : body, given);
            Payloads done = Payloads.newBuilder()
                    .addAllPayloads(codec.apply(given.getPayloadsList()))
                    .build();
            LOG.infof("%s payloads %s for %s", done.getPayloadsCount(), what, who);
            return withOrigin(Response.ok(JsonFormat.printer().print(done)), origin)
                    .build();
        } catch (InvalidProtocolBufferException | DataConverterException e) {
            throw new WebApplicationException(Response.Status.BAD_REQUEST);
        }
    }

    private Response.ResponseBuilder withOrigin(Response.ResponseBuilder response, String origin) {
        gate.allowed(origin)
                .ifPresent(allowed -> response.header("Access-Control-Allow-Origin", allowed)
                        .header("Access-Control-Allow-Credentials", "true")
                        .header("Vary", "Origin"));
        return response.header("Cache-Control", "no-store");
    }
}
