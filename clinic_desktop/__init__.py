"""Clinic Desktop: record a neurodynamic examination and set it beside the imaging report."""

__version__ = "0.1.0"
