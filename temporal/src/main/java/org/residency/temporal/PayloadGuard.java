package org.residency.temporal;

import com.google.protobuf.MessageLite;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import jakarta.inject.Singleton;
import org.residency.activities.FailureKind;

/**
 * Fails an activity whose result or heartbeat has grown too large for the history, while that is still a message of ours.
 * A real server turns a result above 2 MiB into a failure that is never retried, and a large heartbeat into a cancel; the
 * in-process server notices neither.
 */
@Singleton
class PayloadGuard extends WorkerInterceptorBase {
    static final int MAX_RESULT_BYTES = 256 * 1024;
    static final int MAX_HEARTBEAT_BYTES = 4 * 1024;

    private final DataConverter dataConverter;

    PayloadGuard(DataConverter dataConverter) {
        this.dataConverter = dataConverter;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            private String activity = "?";

            @Override
            public void init(ActivityExecutionContext context) {
                activity = context.getInfo().getActivityType();
                super.init(new ActivityExecutionContextBase(context) {
                    @Override
                    public <V> void heartbeat(V details) {
                        check("heartbeat", details, MAX_HEARTBEAT_BYTES);
                        super.heartbeat(details);
                    }
                });
            }

            @Override
            public ActivityOutput execute(ActivityInput input) {
                ActivityOutput output = super.execute(input);
                check("result", output.getResult(), MAX_RESULT_BYTES);
                return output;
            }

            private void check(String what, Object value, int most) {
                int byteCount = dataConverter
                        .toPayloads(value)
                        .map(MessageLite::getSerializedSize)
                        .orElse(0);
                if (byteCount > most) {
                    throw FailureKind.INTERNAL.failure("The " + what + " of " + activity + " has " + byteCount
                            + " bytes, expected " + most + " at most; large things belong in the artifact store");
                }
            }
        };
    }
}
