package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Targets;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.IntStream;

/** Names a question by what the network sees of the images and the classes asked for. */
final class QuestionHash {

    private static final int AT_ONCE = 64;

    private QuestionHash() {}

    /** SHA-256 in hex. */
    static String of(ModelInputs images, Targets targets, Progress progress) {
        MessageDigest digest = sha256();
        for (int from = 0; from < images.size(); from += AT_ONCE) {
            progress.checkCancelled();
            Tensor batch = images.batch(IntStream.range(from, Math.min(images.size(), from + AT_ONCE))
                    .toArray());
            ByteBuffer bytes = ByteBuffer.allocate(8 * batch.size());
            for (int i = 0; i < batch.size(); i++) {
                bytes.putDouble(batch.get(i));
            }
            digest.update(bytes.array());
        }
        ByteBuffer classes = ByteBuffer.allocate(8 * targets.positive().length);
        for (int i = 0; i < targets.positive().length; i++) {
            classes.putInt(targets.positive()[i]).putInt(targets.negative()[i]);
        }
        digest.update(classes.array());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
