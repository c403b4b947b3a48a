"""The composition root: everybody is wired here, nobody imports it."""

import warnings

# The embedded database looks for a folder of the login session that servers and containers do not have.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
