package dev.whence.app.cli;

/** Which end of a ranking is looked at. */
enum RankingSide {
    PROPONENTS,
    OPPONENTS
}
