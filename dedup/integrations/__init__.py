"""Bridges into other libraries, each imported by its own name and only when it is used."""
