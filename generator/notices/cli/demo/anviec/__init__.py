"""Anviec, the company of this repository: its policy, systems and front pages are the program's own."""
