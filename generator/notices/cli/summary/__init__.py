"""What a proposed change will do, as Markdown for the summary of a job.

Belongs here: what is refused and what to write instead, what customers will see and get, what
people owe. Does not belong here: annotations and logs (``cli.reports``), what customers read
(``rendering``), deciding anything (``evaluation``).
"""
