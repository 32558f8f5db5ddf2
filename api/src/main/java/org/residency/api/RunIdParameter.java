package org.residency.api;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.residency.activities.RunId;

/** Reads a run's id from a path, and says what is wrong with one that is none. */
@Provider
class RunIdParameter implements ParamConverterProvider {

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        if (type != RunId.class) {
            return null;
        }
        return new ParamConverter<>() {
            @Override
            public T fromString(String value) {
                try {
                    return type.cast(new RunId(value));
                } catch (IllegalArgumentException e) {
                    throw Refusal.notFound(e.getMessage());
                }
            }

            @Override
            public String toString(T value) {
                return value.toString();
            }
        };
    }
}
