"""A tenant as configuration of Asterisk 20 or 22: small files that a server includes.

::

    render.py       ``render(tenant, target) -> Rendering``: the one entry point;  write.py  a rendering into a folder
    target.py       version and paths;  files.py, text.py  sections, and text that cannot break out of them
    covered.py      every knob that is expressed, with the values;  untold.py, told.py  what is not, and why
    access.py, manager.py, http.py, ari.py     who may connect
    cdr.py, cel.py, logger.py                  what is kept
    voicemail.py, pjsip.py
    policy.py       which calls are recorded, how;  seal.py  what runs when a recording ends
    routines.py, asking.py, features.py, queues.py, confbridge.py    the dialplan set, and what it stands on

Two rules. What a tenant says is never rendered louder than it is: where Asterisk cannot express a setting, the quieter
form is written, and the setting is told. And no free text of a tenant stands anywhere but in a comment.
"""

from pbxprivacy.adapters.asterisk.render.covered import COVERED
from pbxprivacy.adapters.asterisk.render.render import Rendering, render
from pbxprivacy.adapters.asterisk.render.target import Target
from pbxprivacy.adapters.asterisk.render.told import RenderReport, Untold
from pbxprivacy.adapters.asterisk.render.write import write

__all__ = ["COVERED", "RenderReport", "Rendering", "Target", "Untold", "render", "write"]
