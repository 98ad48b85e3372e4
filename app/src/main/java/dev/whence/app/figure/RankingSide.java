package dev.whence.app.figure;

/** Which end of a ranking is looked at. */
public enum RankingSide {
    PROPONENTS,
    OPPONENTS
}
