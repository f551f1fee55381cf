"""The outbox: each message as a mail and as a short text, for whoever sends them.

Belongs here: what a message says to one reader (``letters``), the mail (``mails``, ``styled``),
the short form (``short``), and the files of both (``files``). Does not belong here: which messages
there are (``evaluation``), writing files (``publishing``).
"""
