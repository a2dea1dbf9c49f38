"""The same two jobs on the ledger and on its peers, each in a process of its own.

Every module takes `--jobs N --slots N --millis N`: it asks for all jobs first, then works them
off in one worker and prints seconds as JSON. The clock runs from the worker's start to the
moment the last job is known to be done.
"""
