"""How the documentation is built: Sphinx, MyST, Furo; feature and check pages come from the code."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "pbxprivacy"
author = "the pbxprivacy authors"
copyright = "2026, the pbxprivacy authors"
version = release = version_of("pbxprivacy")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode", "_generated"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = True
default_role = "code"

html_theme = "furo"
html_title = "pbxprivacy"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = False
