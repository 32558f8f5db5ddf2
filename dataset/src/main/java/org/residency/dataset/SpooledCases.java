package org.residency.dataset;

import java.util.AbstractList;
import java.util.RandomAccess;

/** Some of a spool's cases, in an order: each is read when it is asked for. */
final class SpooledCases extends AbstractList<ClinicalCase> implements RandomAccess {

    private final CaseSpool spool;
    private final int[] numbers;

    SpooledCases(CaseSpool spool, int[] numbers) {
        this.spool = spool;
        this.numbers = numbers;
    }

    @Override
    public ClinicalCase get(int index) {
        return spool.read(numbers[index]);
    }

    @Override
    public int size() {
        return numbers.length;
    }
}
