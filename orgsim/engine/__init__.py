"""Engines that run a plan: ``simulate`` is the public one."""
