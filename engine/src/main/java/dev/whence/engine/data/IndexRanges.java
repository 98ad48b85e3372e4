package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.util.Arrays;

/** Lists of positions as people write them: {@code 0-1999} or {@code 5,9,20-40}. */
public final class IndexRanges {

    private static final int MOST = 100_000_000;

    private IndexRanges() {}

    /**
     * @param size number of images there are
     * @param what names them in messages
     * @return the positions in the order written
     * @throws BadInputException if the text cannot be read or names an image that does not exist
     */
    public static int[] parse(String text, int size, String what) {
        int[] positions = new int[16];
        int count = 0;
        for (String part : text.split(",", -1)) {
            String range = part.strip();
            if (!range.matches("\\d{1,9}(\\s*-\\s*\\d{1,9})?")) {
                throw new BadInputException("The range '" + text
                        + "' cannot be read; write positions and ranges such as 0-1999 or 5,9,20-40.");
            }
            String[] ends = range.split("\\s*-\\s*");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            check(text, size, what, first, last);
            long needed = (long) count + last - first + 1;
            if (needed > MOST) {
                throw new BadInputException("The range '" + text + "' names too many images; write each one once.");
            }
            if (needed > positions.length) {
                positions = Arrays.copyOf(positions, (int) Math.max(needed, 2L * positions.length));
            }
            for (int position = first; position <= last; position++) {
                positions[count++] = position;
            }
        }
        return Arrays.copyOf(positions, count);
    }

    private static void check(String text, int size, String what, int first, int last) {
        if (last < first) {
            throw new BadInputException(
                    "The range " + first + "-" + last + " runs backwards; write " + last + "-" + first + ".");
        }
        if (last >= size) {
            throw new BadInputException("The range '" + text + "' names image " + last + " but the " + what
                    + " has images 0 to " + (size - 1) + "; choose a smaller range.");
        }
    }
}
