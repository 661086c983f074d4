"""What commonly moves together, named once: the words in which features say what a flow takes along."""

from __future__ import annotations

from typing import Final

from pbxprivacy.items import select
from pbxprivacy.terms import Data, Person

CALL_PERSONS: Final = (Person.REMOTE_PARTY, Person.EXTENSION_USER, Person.AGENT, Person.MEETING_GUEST)

NUMBERS: Final = select(Data.CONTACT_NUMBER)
NAMES: Final = select(Data.CONTACT_NAME)
CALLER_ID: Final = select(Data.CONTACT_NUMBER, Data.CONTACT_NAME)
VOICES: Final = select(Data.VOICE_CALL)
# keys pressed travel beside the voice (RFC 4733), so what encrypts the one encrypts the other
CALL_MEDIA: Final = VOICES | select(Data.CALL_DIGITS)
# what whoever passes media on learns without reading it: between whom, when and how long
CALL_TRAFFIC: Final = select(Data.NETWORK_ADDRESS) | select(Data.CALL_RECORD).becoming(Data.CALL_EVENT)
CALL_METADATA: Final = select(Data.CONTACT_NUMBER, Data.CONTACT_NAME, Data.CALL_RECORD)
CONTACT_CARD: Final = select(
    Data.CONTACT_NUMBER,
    Data.CONTACT_NAME,
    Data.CONTACT_EMAIL,
    Data.CONTACT_ADDRESS,
    Data.CONTACT_ORGANISATION,
    of=Person.CONTACT,
)
# where mail to the tenant's people goes
USER_ADDRESSES: Final = select(Data.CONTACT_EMAIL, of=Person.EXTENSION_USER)
EVERYTHING: Final = select()
