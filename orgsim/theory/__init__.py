"""Closed forms that a correct engine reproduces, behind ``orgsim verify``.

Every function here is pure and needs only the standard library (``graphs`` loads networkx when called).
Rates and times may be in any unit, as long as all the arguments of one call share it. A function raises
``ValueError`` for an argument outside its domain, and its subclass ``UnstableError`` when no steady state
exists. ``cases`` holds the published and tabulated values that ``orgsim verify`` and the tests both check.
"""
