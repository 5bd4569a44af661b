"""The window: one page per step, one widget per file, no SQL and no layout of paper."""
