"""Imaging reports coming in: files, and the rules that read their text."""
