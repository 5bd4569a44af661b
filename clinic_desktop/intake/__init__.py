"""Imaging reports coming in: what their words say, as offers the therapist answers."""
