package dev.whence.visualization.colormap;

import java.util.Locale;

/** The maps known by name, as sources of the colour map language. */
enum NamedMap {
    /** Safe: differs in lightness and along the blue-yellow axis that red-green deficiency leaves intact. */
    BLUE_ORANGE("114180,316fb4,6da0d0,b4cfe8,80:fff,edc597,d38b46,a7580f,6c3207", true),
    /** Safe: purple and orange. */
    PURPLE_ORANGE("58268f,8259b5,a790d1,d1c7e8,80:fff,edc597,d38b46,a7580f,6c3207", true),
    /** Safe: red and blue of clearly different hue and equal lightness, the habit of the field. */
    BLUE_RED("1b4371,3070ad,68a1cc,b3d0e1,80:fff,f2c2ac,df8368,c03f4b,82142b", true),
    GRAY("000,fff", false),
    WRED("fff,f00", false),
    WBLUE("fff,00f", false),
    HOT("000,f00,ff0,fff", false),
    COLD("000,00f,0ff", false),
    COLDNHOT("0ff,00f,80:000,f00,ff0,fff", true),
    BWR("00f,80:fff,f00", true),
    FRANCE("0055a4,80:fff,ef4135", true),
    SEISMIC("0000d0,80:d0d0d0,d00000", true),
    COOLIO("00d0d0,80:d0d0d0,d000d0", true),
    COLEUS("00d000,80:d0d0d0,d000d0", true);

    private final String source;
    private final boolean diverging;

    NamedMap(String source, boolean diverging) {
        this.source = source;
        this.diverging = diverging;
    }

    String mapName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String source() {
        return source;
    }

    boolean diverging() {
        return diverging;
    }
}
