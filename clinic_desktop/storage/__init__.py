"""The record on disk: one encrypted folder per practice, and the only room with SQL."""
