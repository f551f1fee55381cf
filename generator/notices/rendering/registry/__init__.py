"""The registry: what an output or a page says of itself, and what it is given to render.

Belongs here: the declarations, finding them, and the frame that all pages share. Does not belong
here: any output or page; each is one module of ``api``, ``feeds`` or ``pages``.
"""
