"""Signing in with a real OpenID provider on this machine: who may look, who may write, who is sent away."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.browser.steps import open_page, settled, title
from tests.dashboard.flips_warehouse import write_warehouse

USERS = {
    "ada": {"email": "Ada@example.org"},
    "bob": {"email": "bob@example.org"},
    "eve": {"email": "eve@evil.example"},
    "unverified": {"email": "ada@example.org", "email_verified": False},
}
SignIn = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that asks who one is."""
    folder = tmp_path_factory.mktemp("sign-in")
    users = [oidc_provider_mock.User(sub=name, claims=claims) for name, claims in USERS.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as provider:
        configured = folder / "sign-in.toml"
        configured.write_text(
            f'[provider]\nmetadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"\n'
            'client_id = "flipscope"\n[access]\nallow = ["@example.org"]\nwrite = ["ada@example.org"]\n'
        )
        secrets = {"FLIPSCOPE_CLIENT_SECRET": "of the client", "FLIPSCOPE_COOKIE_SECRET": 32 * "c"}
        with served(write_warehouse(folder), "--sign-in", str(configured), environment=secrets) as found:
            yield found


@pytest.fixture
def sign_in(browser: Browser, guarded: str) -> Iterator[SignIn]:
    """Open a path as a person of the provider; each in a browser profile of their own."""
    contexts = []

    def opened(name: str, path: str) -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(30_000)
        contexts.append(context)
        # The provider's own page asks for its style sheet elsewhere.
        context.route(re.compile("^https://"), lambda route: route.abort())
        page = context.new_page()
        open_page(page, guarded + path)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_url(f"{guarded}/**")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/", "/flips?q=play", "/data", "/versions"])
def test_signed_out_sees_the_way_in_and_nothing_else(page: Page, guarded: str, path: str) -> None:
    open_page(page, guarded + path)
    assert title(page) == "Sign in to see what the model update broke"
    text = page.locator("body").inner_text()
    assert [word for word in ("play", "tiny", "v1", "Baseline", "Overview") if word in text] == []


def test_who_is_on_the_list_looks_and_writes_and_signs_out(sign_in: SignIn, guarded: str) -> None:
    page = sign_in("ada", "/flips?outcome=all")
    expect(page.locator("h1")).to_contain_text("utterances")
    expect(page.get_by_text(re.compile("Ada@.?example.org"))).to_be_visible()
    expect(page.get_by_text("read only")).to_have_count(0)
    settled(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{guarded}/**")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_link_leads_to_its_page_after_signing_in(sign_in: SignIn) -> None:
    page = sign_in("ada", "/data?evalset=tiny&baseline=v1&candidate=v2&item=run+v1")
    page.wait_for_url(re.compile("/data.*item=run"))
    expect(page.locator("h2").filter(has_text="Run v1")).to_be_visible()


def test_who_may_not_write_is_told(sign_in: SignIn) -> None:
    expect(sign_in("bob", "/").get_by_text("read only")).to_be_visible()


@pytest.mark.parametrize("name", ["eve", "unverified"])
def test_who_is_not_on_the_list_sees_no_data(sign_in: SignIn, name: str) -> None:
    page = sign_in(name, "/flips")
    expect(page.locator("h1")).to_have_text("You are signed in, but not on the list")
    assert "tiny" not in page.locator("body").inner_text()


def test_a_download_is_for_its_people_alone(sign_in: SignIn, page: Page, guarded: str, tmp_path: Path) -> None:
    signed_in = sign_in("bob", "/flips?outcome=all")
    expect(signed_in.locator("h1")).to_contain_text("utterances")
    settled(signed_in)
    signed_in.get_by_role("button", name=re.compile("Download")).click()
    with signed_in.expect_download() as started:
        signed_in.get_by_role("button", name=re.compile("CSV")).click()
    started.value.save_as(tmp_path / "all.csv")
    url = started.value.url
    assert "/media/" in url
    assert page.context.request.get(url).status == 403
    assert signed_in.context.request.get(url).status == 200
