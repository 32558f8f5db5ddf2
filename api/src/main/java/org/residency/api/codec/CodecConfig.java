package org.residency.api.codec;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Who may have payloads decrypted: {@code RESIDENCY_CODEC_ACCESS} and so on. */
@ConfigMapping(prefix = "residency.codec")
public interface CodecConfig {

    @WithDefault("off")
    Access access();

    /** Where Temporal's UI answers, for example {@code https://temporal.hospital.example}: pages from there may ask. */
    Optional<List<String>> origins();

    /** Who may ask. */
    enum Access {
        /** Nobody: the endpoints are not there. */
        OFF,
        /** Whoever shows the pass of a registered operator. */
        OPERATORS,
        /** Whoever is on this machine; only for a stack that serves one person. */
        LOOPBACK
    }
}
