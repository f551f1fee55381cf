"""The form in the browser for people who do not edit files: a folder to host inside the company.

Belongs here: taking the editor's package, its configuration from our schema and the policy, and
the folder that holds both. Does not belong here: the command (``commands.editor``), schemas
(``loading``), checking what the form wrote (``check`` does that).
"""
