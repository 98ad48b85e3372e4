package dev.whence.engine.training.history;

import java.nio.ByteBuffer;

/** Which state a row of parameters is, and the CRC-32 of its rows; 0 where there is none. */
record StateRecord(int state, int parametersCrc, int secondMomentCrc, int buffersCrc) {

    static final int BYTES = 16;

    static StateRecord read(ByteBuffer in) {
        return new StateRecord(in.getInt(), in.getInt(), in.getInt(), in.getInt());
    }

    void write(ByteBuffer out) {
        out.putInt(state).putInt(parametersCrc).putInt(secondMomentCrc).putInt(buffersCrc);
    }
}
