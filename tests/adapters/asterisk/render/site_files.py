"""What a site writes itself: its devices, its dialplan over the routines, secrets and boxes."""

from __future__ import annotations

from collections.abc import Collection

from pbxprivacy.adapters.asterisk.render import render
from pbxprivacy.features.voicemail import Mailed
from pbxprivacy.tenant import Tenant

STRONG = "Zk83mPq02LsYwTr"


def site(tenant: Tenant, only: Collection[str] = ()) -> dict[str, str]:
    """The files of a site that uses everything that was rendered, or only these routines."""
    files = render(tenant).files
    used = [line[1:-1] for line in files["extensions.conf"].splitlines() if line.startswith("[pbxprivacy-")]
    shared = {f"pbxprivacy-{name}" for name in ("note", "stop", "pause")}
    entries = [
        name for name in used if name not in shared and not name.startswith(("pbxprivacy-ask-", "pbxprivacy-called-"))
    ]
    entries = [name for name in entries if not only or name.removeprefix("pbxprivacy-") in only]
    plan = "".join(
        f"exten => {1000 + number},1,Gosub({name},s,1(PJSIP/201,30))\n" for number, name in enumerate(entries)
    )
    endpoint = f"[201](pbxprivacy-phone)\ncontext=phones\nauth=201\n[201]\ntype=auth\npassword={STRONG}\n"
    trunks = [line[1:].partition("]")[0] for line in files["pjsip.conf"].splitlines() if "-trunk-" in line]
    for trunk in trunks:
        name = trunk.removeprefix("pbxprivacy-trunk-")
        endpoint += f"[{name}]({trunk})\ncontext=phones\naors={name}\n[{name}]\ntype=aor\ncontact=sip:{name}\n"
    found = {
        "modules.conf": "[modules]\nautoload=yes\n",
        "pjsip_endpoints.conf": endpoint,
        "extensions_site.conf": f"[phones]\n{plan}",
        "queues_members.conf": "",
    }
    for file, key in (("manager", "secret"), ("ari", "password")):
        users = [line[1:-1] for line in files[f"{file}.conf"].splitlines() if line.startswith("[")]
        found[f"{file}_secrets.conf"] = "".join(f"[{user}](+)\n{key}={STRONG}\n" for user in users if user != "general")
    if tenant.voicemail.enabled:
        mail = "" if tenant.voicemail.mailed is Mailed.NONE else "somebody@mail.example"
        found["voicemail_boxes.conf"] = f"[default]\n201 => 936582714455,Somebody,{mail}\n"
    return found
