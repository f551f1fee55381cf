"""Measurements of the whole program, beside others: `make bench`. No test asserts a time.

`__main__` says what is measured, `ours`, `edits`, `hugo` and `material` run it on the project of `sample` and
`texts`, `costs` and `launch` measure a process, `targets` says what a figure should be, `report` shows it.
"""
