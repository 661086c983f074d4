import pytest

from pbxprivacy.adapters.asterisk.secret_quality import quality


@pytest.mark.parametrize(
    ("secret", "told"),
    [(None, "none"), ("", "none"), ("password", "default"), ("amp111", "default"), ("1234", "weak"), ("6001", "weak"),
     ("aaaaaaaaaaaa", "weak"), ("98765432", "weak"), ("s3Kr9-plw0", "ok")],
)  # fmt: skip
def test_a_secret_is_told_by_its_quality(secret: str | None, told: str) -> None:
    assert quality(secret, "6001") == told


def test_a_secret_like_its_owner_is_weak_and_a_hash_is_a_hash() -> None:
    assert quality("reception", "Reception") == "weak"
    assert quality("0" * 32, hashed=True) == "hashed"
