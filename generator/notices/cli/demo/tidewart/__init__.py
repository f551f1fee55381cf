"""Tidewart, an invented German company with a policy of its own, in German and English."""
