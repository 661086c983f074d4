import pytest

from pbxprivacy.adapters.asterisk.language import Setting
from pbxprivacy.adapters.asterisk.redaction import evidence, harmless, secret_key

KEYS = (
    "secret md5secret dbpass password vmsecret pin admin_pin register capture_password remotesecret md5_cred "
    "oauth_token outbound_auth/password"
).split()


@pytest.mark.parametrize("key", KEYS)
def test_keys_of_secrets_are_known(key: str) -> None:
    assert secret_key(key)
    assert "canary" not in str(evidence(Setting(key, "canary")))
    assert "canary" not in evidence(Setting(key, "canary"))[0].raw


@pytest.mark.parametrize(
    "text",
    ["https://user:canary@host/x", "http://u:can/canary@host", "u:canary@host", "https://h/x?token=canary",
     "curl -u me:canary http://h", "mysql -pcanary db", "password=canary", "Authorization: Bearer canary",
     "odbc,http://u:canary@h,t", "x --password canary y", "PWD=canary;UID=x"],
)  # fmt: skip
def test_credentials_are_taken_out_of_texts(text: str) -> None:
    assert "canary" not in harmless(text)


def test_a_text_does_not_become_endless() -> None:
    assert len(harmless("a " * 10_000)) < 300


def test_harmless_texts_stay_as_they_are() -> None:
    assert harmless("/var/spool/${CALLERID(num)}.wav") == "/var/spool/${CALLERID(num)}.wav"
