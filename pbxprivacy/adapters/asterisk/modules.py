"""Which modules the server loads (modules.conf, and what the version has)."""

from __future__ import annotations

import attrs

from pbxprivacy.adapters.asterisk.facts import EFFECTIVE, State, inert, unknown
from pbxprivacy.adapters.asterisk.language import Configuration
from pbxprivacy.adapters.asterisk.profile import Profile
from pbxprivacy.adapters.asterisk.words import flag

__all__ = ["APPLICATIONS", "VOICEMAIL", "Modules"]

APPLICATIONS = {
    "mixmonitor": "app_mixmonitor", "monitor": "res_monitor", "record": "app_record", "dictate": "app_dictate",
    "page": "app_page", "meetme": "app_meetme", "confbridge": "app_confbridge", "queue": "app_queue",
    "chanspy": "app_chanspy",
    "extenspy": "app_chanspy", "agi": "res_agi", "eagi": "res_agi", "deadagi": "res_agi", "stasis": "app_stasis",
    "audiosocket": "app_audiosocket", "externalivr": "app_externalivr", "system": "app_system",
    "trysystem": "app_system", "sendurl": "app_url", "mysql": "app_mysql", "minivmnotify": "app_minivm",
    "minivmrecord": "app_minivm", "speechcreate": "app_speech_utils", "macro": "app_macro",
    "playback": "app_playback", "dial": "app_dial", "jack": "app_jack", "sms": "app_sms",
    "receivefax": "res_fax", "sendfax": "res_fax", "messagesend": "", "curl": "func_curl", "shell": "func_shell",
    "sendtext": "app_sendtext", "festival": "app_festival", "mrcprecog": "app_unimrcp", "mrcpsynth": "app_unimrcp",
    "synthandrecog": "app_unimrcp", "enumlookup": "func_enum", "enumquery": "func_enum", "txtcidname": "func_enum",
    "dundilookup": "pbx_dundi", "dundiquery": "pbx_dundi", "realtime": "func_realtime",
    "realtime_field": "func_realtime", "realtime_hash": "func_realtime",
}  # fmt: skip
"""The module that brings an application or function, in lower case; empty where the core does."""

VOICEMAIL = ("app_voicemail", "app_voicemail_imap", "app_voicemail_odbc")
"""Three builds of one module, of which a server loads one."""

REQUIRES = {
    "res_hep_pjsip": ("res_hep",), "res_hep_rtcp": ("res_hep",), "app_stasis": ("res_stasis",),
    "cdr_odbc": ("res_odbc",), "cdr_adaptive_odbc": ("res_odbc",), "cel_odbc": ("res_odbc",),
    "res_config_odbc": ("res_odbc",), "func_odbc": ("res_odbc",), "app_queue": (), "func_curl": ("res_curl",),
    "res_config_curl": ("func_curl", "res_curl"), "res_ari": ("res_stasis",),
}  # fmt: skip
"""What a module cannot run without."""


@attrs.frozen
class Modules:
    """What modules.conf says, and what the version can have.

    Attributes:
        known: whether modules.conf could be read; without it nothing is known of what runs.
        autoload: whether every module of the installation is loaded.
        loaded: modules that are named for loading.
        barred: modules that are named against it; this wins.
        profile: the version range.
    """

    profile: Profile
    known: bool = False
    autoload: bool = False
    loaded: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    why_unknown: str = "modules.conf was not given, so what is loaded is unknown"

    @classmethod
    def read(cls, configuration: Configuration, profile: Profile) -> Modules:
        """Read modules.conf; the first ``[modules]`` counts, and the first ``autoload`` in it."""
        if not configuration.present:
            why = configuration.gaps[0].what if configuration.gaps else cls(profile).why_unknown
            return cls(profile, why_unknown=why)
        if configuration.rejected:
            return cls(profile, why_unknown=f"rejected: {configuration.rejected.what}")
        section = configuration.category("modules")
        loaded, barred = set(), set()
        for setting in section.settings:
            name = setting.value.casefold().removesuffix(".so")
            if setting.key.casefold() in {"load", "preload", "require", "preload-require"}:
                loaded.add(name)
            elif setting.key.casefold() == "noload":
                barred.add(name)
        autoload = flag(section.first("autoload"), default=False)
        return cls(profile, True, autoload, frozenset(loaded), frozenset(barred))

    def state(self, *names: str) -> State:
        """Whether all of these modules run; empty names stand for the core, which always does."""
        state = EFFECTIVE
        for name in names:
            if not name:
                continue
            state = state.then(self._one(name))
            for other in REQUIRES.get(name, ()):
                state = state.then(self._one(other, f"{name} needs {other}: "))
        return state

    def any(self, *names: str) -> State:
        """Whether at least one of these modules runs."""
        states = [self.state(name) for name in names]
        return next((state for state in states if state == EFFECTIVE), states[0])

    def _one(self, name: str, because: str = "") -> State:
        if not self.profile.has(name):
            return inert(f"{because}{name} does not exist in Asterisk {self.profile.low}")
        if not self.known:
            return unknown(self.why_unknown)
        if name in self.barred:
            return inert(f"{because}{name} is not loaded (noload)")
        if self.autoload or name in self.loaded:
            return EFFECTIVE
        return inert(f"{because}{name} is not loaded (autoload=no)")
