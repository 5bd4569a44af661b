"""Small widgets the pages are built from; each mirrors one value and says when it changes."""
