"""The names of the places that features share: the map through which they compose.

A feature that owns a place opens it; any feature may offer a flow into it or out of it under its name here.
Calls come in families: ``call/inbound.external``, ``call/queue:sales``, ``call/conference:board``.
"""

from __future__ import annotations

from typing import Final

# live calls
CALLS: Final = "call/*"
INBOUND_EXTERNAL: Final = "call/inbound.external"
OUTBOUND_EXTERNAL: Final = "call/outbound.external"
INBOUND_INTERNAL: Final = "call/inbound.internal"
OUTBOUND_INTERNAL: Final = "call/outbound.internal"
QUEUE_CALLS: Final = "call/queue:*"
CONFERENCE_CALLS: Final = "call/conference:*"
EXTENSION_CALLS: Final = "call/extension:*"
WEB_CALL: Final = "call/web"

# stores of the PBX
STORES: Final = "store/*"
DIRECTORY: Final = "store/directory"
CREDENTIALS: Final = "store/credentials"
TRUNKS: Final = "store/trunks"
CDR: Final = "store/cdr"
CEL: Final = "store/cel"
BACKUPS: Final = "store/backups"
RECORDINGS: Final = "store/recordings"
VOICEMAIL: Final = "store/voicemail"
SPEED_DIAL: Final = "store/speed_dial"
COMPANY_CONTACTS: Final = "store/company_contacts"
PERSONAL_CONTACTS: Final = "store/personal_contacts"
CRM: Final = "service/crm"
CRM_CONTACTS: Final = "store/crm_contacts"
MESSAGES: Final = "store/messages"
QUEUE_LOG: Final = "store/queue_log"
REPORTS: Final = "store/reports"
DEBUG_LOG: Final = "store/debug_log"
OPERATION_LOG: Final = "store/operation_log"
SECURITY_LOG: Final = "store/security_log"
CAPTURES: Final = "store/captures"
NOTIFIED: Final = "store/notified"
CONFERENCE_NAMES: Final = "store/conference_names"
PHONE_CONFIGURATIONS: Final = "store/phone_configurations"
VOICE_PRINTS: Final = "service/voice_prints"

# screens of the tenant's people
PHONE_SCREEN: Final = "screen/phone"
AGENT_SCREEN: Final = "screen/web_client"
ADMIN_SCREEN: Final = "screen/admin"
OWNER_SCREEN: Final = "screen/owner"
SUPERVISOR: Final = "screen/supervisor"
WEB_PAGES: Final = "screen/web_pages"
# video goes from browser to browser: it never is in a call, so nothing that takes from calls can get it
WEB_BROWSERS: Final = "screen/web_call"
MEETING_BROWSERS: Final = "screen/video_meeting"

# what passes through on its way
MESSAGING: Final = "service/messaging"
VIDEO_MEETING: Final = "service/video_meeting"
POPUP_URL: Final = "service/popup_url"

# what leaves by mail: the PBX's outgoing mail, the relay, the mailboxes
MAIL_OUT: Final = "service/mail_out"
MAIL_RELAY: Final = "service/mail_relay"
MAIL_INBOX: Final = "mailbox/recipients"
NOTIFIED_INBOX: Final = "mailbox/notified"
