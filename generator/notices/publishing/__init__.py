"""Publishing: the only way to show a site or to grow the ledger.

Belongs here: the lock, the journal of unfinished changes, generations, and the order of a
build, a publish or a record, through git or not, once or for as long as it runs. Does not belong
here: what is published (``evaluation``), turning it into pages (``hosts``), which is given to a
build or a publish as a function that fills a staging folder.
"""
