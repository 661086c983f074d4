"""Keys that never leave a hardware token: AES-256-GCM inside the token (slot 13), through PKCS#11.

The payload of a slot is ``nonce[12] ‖ AES-256-GCM(data key, additional data = slot AAD)[48]``. AES-GCM does not commit
to its key; the body's commitment does. GCM is used to encrypt, and not to *wrap*, which tokens support less often.

Needs the extra ``pkcs11``. The PIN is read from a file, never from the URI.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any, ClassVar, Final, Self
from urllib.parse import parse_qsl, unquote

import attrs
import pkcs11
from pkcs11 import Attribute, GCMParams, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import PKCS11Error, UserAlreadyLoggedIn

from pbxprivacy.errors import KeyringError, UnwrapError
from pbxprivacy.vault.disk import refusals
from pbxprivacy.vault.keys.interface import SlotType
from pbxprivacy.vault.keys.keyring import Keyring
from pbxprivacy.vault.keys.local import KEY_ID_BYTES, check_key_id, check_version
from pbxprivacy.vault.keys.secret import KEY_BYTES, Secret

__all__ = ["Pkcs11Key", "Pkcs11Provider"]

_NONCE: Final = 12
_TAG: Final = 16
_TAG_BITS: Final = 8 * _TAG
_ONE_AT_A_TIME: Final = threading.RLock()  # SoftHSM under python-pkcs11 fails now and then when threads meet in it


@attrs.frozen
class Pkcs11Provider:
    """A token, and a label of keys in it.

    Attributes:
        module: the shared library of the token's maker.
        token: the token's label.
        label: the keys' label: all AES keys of that label are versions of one key, counted by ``version``.
        pin_file: where the user PIN stands.
        version: which version this URI means.
    """

    module: Path
    token: str
    label: str
    pin_file: Path
    version: int = 1
    _sessions: list[pkcs11.Session] = attrs.field(factory=list, repr=False, eq=False, init=False)

    @classmethod
    def of_uri(cls, uri: str) -> Self:
        """Read ``pkcs11:token=T;object=LABEL?module-path=P&pin-source=file:F&version=N`` (RFC 7512).

        Raises:
            KeyringError: a part is missing or unknown, or the PIN itself stands in the URI.
        """
        path, _, query = uri.removeprefix("pkcs11:").partition("?")
        parts = {name: unquote(value) for name, _, value in (part.partition("=") for part in path.split(";"))}
        asked = dict(parse_qsl(query))
        if "pin-value" in asked:
            raise KeyringError("a PIN does not belong into a URI", mend="write pin-source=file:PATH")
        source, version = asked.get("pin-source", ""), asked.get("version", "1")
        whole = parts.keys() == {"token", "object"} and "module-path" in asked
        known = asked.keys() <= {"module-path", "pin-source", "version"}
        if not (whole and known and source.startswith("file:") and version.isdecimal()):
            raise KeyringError(
                "this is not the URI of a key in a token",
                mend="write pkcs11:token=T;object=LABEL?module-path=P&pin-source=file:F",
            )
        pin_file = Path(source.removeprefix("file:"))
        return cls(Path(asked["module-path"]), parts["token"], parts["object"], pin_file, int(version))

    def keyring(self, tenant: str) -> Keyring:
        """Return a keyring of this one key; see `pbxprivacy.vault.providers.KeyProvider`."""
        key = self.key()
        return Keyring(tenant, [key], [key])

    def key(self) -> Pkcs11Key:
        """Return the key, found by its label; its ``CKA_ID`` is the key id of the slots.

        Raises:
            KeyringError: no such token or key, or its id does not have 16 bytes.
        """
        return Pkcs11Key(bytes(self._object().id), self.version, self)

    def generate(self, key_id: bytes | None = None) -> Pkcs11Key:
        """Make the key inside the token: sensitive, and never to be extracted.

        Raises:
            KeyringError: the token refuses.
        """
        new_id = key_id or os.urandom(KEY_ID_BYTES)
        template = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
        try:
            with _ONE_AT_A_TIME:
                self._session(write=True).generate_key(
                    KeyType.AES, 8 * KEY_BYTES, id=new_id, label=self._name(), store=True, template=template
                )
        except PKCS11Error as error:
            raise self._refused(error) from None
        return Pkcs11Key(new_id, self.version, self)

    def encrypt(self, data: bytes, nonce: bytes, aad: bytes) -> bytes:
        """Encrypt inside the token."""
        params = GCMParams(nonce, aad, _TAG_BITS)
        try:
            with _ONE_AT_A_TIME:
                key = self._object()
                return bytes(key.encrypt(data, mechanism=Mechanism.AES_GCM, mechanism_param=params))
        except (PKCS11Error, AttributeError) as error:  # a key that may not encrypt has no such method
            raise self._refused(error) from None

    def decrypt(self, data: bytes, nonce: bytes, aad: bytes) -> bytes | None:
        """Decrypt inside the token; None where it refuses, which tokens do not tell apart from a wrong tag."""
        params = GCMParams(nonce, aad, _TAG_BITS)
        with _ONE_AT_A_TIME:
            key = self._object()
            try:
                return bytes(key.decrypt(data, mechanism=Mechanism.AES_GCM, mechanism_param=params))
            except PKCS11Error:
                return None
            except AttributeError as error:  # a key that may not decrypt has no such method
                raise self._refused(error) from None

    def _object(self) -> Any:  # the library makes the key's class, with what its kind of key can do, at run time
        wanted = {
            Attribute.CLASS: ObjectClass.SECRET_KEY,
            Attribute.KEY_TYPE: KeyType.AES,
            Attribute.LABEL: self._name(),
        }
        try:
            with _ONE_AT_A_TIME:
                found = list(self._session().get_objects(wanted))
        except PKCS11Error as error:
            raise self._refused(error) from None
        if len(found) != 1:
            raise KeyringError(f"the token holds {len(found)} keys of that name", where=self._name())
        return found[0]

    def _session(self, *, write: bool = False) -> pkcs11.Session:
        """Return the session, opened at the first use; one that reads is not enough to write."""
        if not self._sessions or (write and not self._sessions[-1].rw):
            try:
                token = pkcs11.lib(str(self.module)).get_token(token_label=self.token)
                with refusals(self.pin_file, "the PIN cannot be read"):
                    pin = self.pin_file.read_text().strip()
                try:
                    session = token.open(rw=write, user_pin=pin)
                except UserAlreadyLoggedIn:
                    session = token.open(rw=write)
            except (PKCS11Error, RuntimeError) as error:
                raise self._refused(error) from None
            self._sessions.append(session)
        return self._sessions[-1]

    def _name(self) -> str:
        return self.label if self.version == 1 else f"{self.label}-v{self.version}"

    def _refused(self, error: Exception) -> KeyringError:
        return KeyringError(
            f"the token refused: {type(error).__name__}",
            where=f"{self.token}/{self._name()}",
            mend="check module-path, token, object and pin-source",
        )


@attrs.frozen
class Pkcs11Key:
    """An AES-256 key in a token: it seals and opens, and never leaves (slot 13).

    Raises:
        KeyringError: a key id or version of the wrong size.
    """

    slot_type: ClassVar[SlotType] = SlotType.PKCS11
    payload_length: ClassVar[int] = _NONCE + KEY_BYTES + _TAG

    key_id: bytes = attrs.field(repr=bytes.hex)
    version: int
    _token: Pkcs11Provider = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        check_key_id(self.key_id)
        check_version(self.version)

    def wrap(self, data_key: Secret, aad: bytes) -> bytes:
        """Return nonce and wrapped data key."""
        nonce = os.urandom(_NONCE)
        return nonce + self._token.encrypt(data_key.reveal(), nonce, aad)

    def unwrap(self, payload: bytes, aad: bytes) -> Secret:
        """Return the data key.

        Raises:
            UnwrapError: the payload was not made with this key and ``aad``.
            KeyringError: the token is not there.
        """
        opened = self._token.decrypt(payload[_NONCE:], payload[:_NONCE], aad)
        if opened is None:
            raise UnwrapError(f"key {self.key_id.hex()} does not open its slot")
        return Secret(opened)
