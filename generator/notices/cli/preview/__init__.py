"""The live preview: a site with drafts that renders and reloads by itself, whatever the host is.

Belongs here: when to render again (``changes``), the loop (``loop``), and the server: its address
(``address``), what it answers (``answers``), HTTP itself (``server``), the script that reloads
(``reloading``). Does not belong here: options (``commands.serve``), rendering (``hosts``).
"""
