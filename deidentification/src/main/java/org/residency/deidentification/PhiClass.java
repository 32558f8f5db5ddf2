package org.residency.deidentification;

/** The eighteen kinds of identifier that HIPAA's Safe Harbor method removes, 45 CFR 164.514(b)(2)(i)(A) to (R). */
public enum PhiClass {
    /** (A) Names of the patient, relatives, household members, staff. */
    NAME,
    /** (B) Places smaller than a state; of a ZIP code the first three digits may stay where enough people live. */
    GEOGRAPHY,
    /** (C) Dates but for the year, and ages over 89. */
    DATE,
    /** (D) Telephone numbers, pagers among them. */
    PHONE,
    /** (E) Fax numbers. */
    FAX,
    /** (F) E-mail addresses. */
    EMAIL,
    /** (G) Social security numbers. */
    SSN,
    /** (H) Medical record numbers. */
    MEDICAL_RECORD,
    /** (I) Health plan beneficiary numbers. */
    HEALTH_PLAN,
    /** (J) Account numbers. */
    ACCOUNT,
    /** (K) Certificate and licence numbers. */
    LICENCE,
    /** (L) Vehicles: identification numbers and plates. */
    VEHICLE,
    /** (M) Device identifiers and serial numbers. */
    DEVICE,
    /** (N) Web addresses. */
    URL,
    /** (O) Internet protocol addresses. */
    IP_ADDRESS,
    /** (P) Biometric identifiers. */
    BIOMETRIC,
    /** (Q) Full-face photographs, here references to them. */
    PHOTOGRAPH,
    /** (R) Any other unique number, characteristic or code. */
    OTHER_ID
}
