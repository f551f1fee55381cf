"""The outbox: each message as a mail and as a short text, for whoever sends them.

Belongs here: what a message says to one reader (``letters``), the mail (``mails``, ``styled``,
``envelopes``), the short form (``short``), the files of both (``files``), and what channels send of a
message (``payloads``). Does not belong here: which messages there are (``evaluation``), writing files
(``publishing``), sending (``channels``).
"""
