"""The file of a sign-in: what it takes, and what is said of one that is wrong."""

import tomllib
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.commands.serve import SIGN_IN_NEEDS
from dashboard.server.sign_in import is_listed, read_sign_in
from loaders.errors import InputError

SECRETS = {"FLIPSCOPE_CLIENT_SECRET": "s", "FLIPSCOPE_COOKIE_SECRET": "c" * 32}
GOOD = """
[provider]
metadata_url = "https://id.example.org/.well-known/openid-configuration"
client_id = "flipscope"
[access]
allow = ["@Example.org"]
write = ["ada@example.net"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sign-in.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_and_the_environment_make_a_sign_in(tmp_path: Path) -> None:
    found = read_sign_in(write(tmp_path, GOOD), SECRETS)
    assert found.access.allow == ("@example.org", "ada@example.net")
    assert found.access.write == ("ada@example.net",)
    assert found.secrets("https://x.org/team/")["auth"]["redirect_uri"] == "https://x.org/team/oauth2callback"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("[provider]", "provider"), "not TOML"),
        (("[access]", "[acess]"), "the file has 'acess'; it takes provider, access"),
        (("client_id", "clientid"), r"\[provider\] has 'clientid'"),
        (('client_id = "flipscope"', ""), r"\[provider\] needs client_id as a text"),
        (('"https://id', '"id'), "metadata_url is no address"),
        (('write = ["ada@example.net"]', ""), r"\[access\] needs write as a list"),
        (('["@Example.org"]', '["example.org"]'), r"\[access\] needs allow as a list of addresses or @domains"),
        (("[access]\n", 'cookie_secret = "short"\n[access]\n'), "cookie_secret is shorter than 32"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, changed: tuple[str, str], said: str) -> None:
    path = write(tmp_path, GOOD.replace(*changed))
    secrets = {name: value for name, value in SECRETS.items() if "short" not in changed[1] or "CLIENT" in name}
    with pytest.raises(InputError, match=said):
        read_sign_in(path, secrets)


def test_a_missing_secret_names_its_variable(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="set FLIPSCOPE_CLIENT_SECRET"):
        read_sign_in(write(tmp_path, GOOD), {})


@pytest.mark.parametrize(
    ("user", "listed"),
    [
        ({"email": "ADA@example.org "}, True),
        ({"email": "guest@other.net"}, True),
        ({"email": "other@other.net"}, False),
        ({"email": "x@sub.example.org"}, False),
        ({"email": "x@example.org@evil.org"}, False),
        ({"email": "example.org"}, False),
        ({"email": "@example.org"}, False),
        ({"email": ["ada@example.org"]}, False),
        ({"email": "ada@example.org", "email_verified": False}, False),
        ({"email": "ada@example.org", "email_verified": "false"}, False),
        ({}, False),
    ],
)
def test_who_is_on_a_list(user: dict[str, object], listed: bool) -> None:
    assert is_listed(user, ("@example.org", "guest@other.net")) is listed


def test_what_is_asked_for_is_what_the_extra_installs() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = [requirement.split(">=")[0] for requirement in project["optional-dependencies"]["signin"]]
    assert extra == list(SIGN_IN_NEEDS)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--public-url", "flips.example.org"], "write the whole address"),
        (["--sign-in", "nowhere.toml"], "nowhere.toml: no such file"),
    ],
)
def test_serve_says_what_is_wrong_before_it_serves(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", "8659", "--warehouse", str(tmp_path), *options]) == 2
    assert said in capsys.readouterr().err
