"""The examination, its words and its rules: values and pure functions, no window, no disk."""
