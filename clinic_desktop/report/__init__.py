"""The report for the referring physician: what stands on it, how it looks, and its PDF."""
