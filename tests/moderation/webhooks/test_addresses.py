"""Where a webhook may lead, without a network: numbers, names, and what a name says later."""

import ipaddress
import socket
from typing import Any

import pytest

from moderation.webhooks import addresses
from moderation.webhooks.addresses import (
    NotAnAddress,
    NotOutside,
    is_outside,
    leads_inside,
    resolve,
    target_of,
)
from moderation.webhooks.sending import send


@pytest.mark.parametrize(
    "url",
    [
        *("", "hooks.example.com", "/hook", "//hooks.example.com", "http:///hook"),
        *("ftp://hooks.example.com", "file:///etc/passwd", "gopher://hooks.example.com"),
        *("javascript:alert(1)", "http://user:word@hooks.example.com", "http://@hooks.example.com"),
        *("http://hooks.example.com:99999", "http://hooks.example.com:0", "http://[::1"),
        *("http://hooks.example.com/a b", "http://hooks.example.com/\r\nX: y", "http://a\\b.com"),
        *("http://..example.com", f"http://{'a' * 70}.com", "http://example.com/ж"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(NotAnAddress):
        target_of(url)


def test_an_address_is_taken_apart() -> None:
    target = target_of("https://Hooks.Example.com:8443/in?key=1#part")
    assert (target.scheme, target.host, target.port) == ("https", "hooks.example.com", 8443)
    assert (target.path, target.authority) == ("/in?key=1", "hooks.example.com:8443")
    assert target_of("http://почта.example/").host == "xn--80a1acny.example"
    assert target_of("http://[2606:4700::1]/").authority == "[2606:4700::1]"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("2001:0:1::1", "2001:db8::1", "64:ff9b:1::1"),
    ],
)
def test_no_address_of_a_network_inside_is_outside(address: str) -> None:
    assert not is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"])
def test_addresses_of_the_open_internet_are(address: str) -> None:
    assert is_outside(ipaddress.ip_address(address))


def test_what_leads_inside_is_seen_as_soon_as_it_is_typed() -> None:
    for url in ("http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://a.localhost/"):
        assert leads_inside(target_of(url))
    assert not leads_inside(target_of("https://hooks.example.com/"))


def names(monkeypatch: pytest.MonkeyPatch, *found: str) -> list[tuple[str, int]]:
    """Let names under example.com stand for these addresses; returns which were looked up.

    Threads of the process that outlive their test (a server's, a connection's) look up other
    hosts meanwhile; those go the ordinary way and are not counted.
    """
    asked: list[tuple[str, int]] = []
    ordinary = socket.getaddrinfo

    def look_up(host: str, port: int, *more: Any, **given: Any) -> list[Any]:
        if not host.endswith(".example.com"):
            return ordinary(host, port, *more, **given)
        asked.append((host, port))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", look_up)
    return asked


def test_one_address_inside_spoils_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(NotOutside):
        resolve(target_of("https://hooks.example.com/"))
    assert resolve(target_of("https://hooks.example.com/"), anywhere=True) == [
        "93.184.215.14",
        "10.0.0.1",
    ]


def test_the_connection_goes_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that says one thing and then another is asked once."""
    asked = names(monkeypatch, "127.0.0.1")
    answer = send("http://rebinding.example.com:9/", b"{}", {})
    assert (answer.status, answer.error) == (None, "the host leads into this network")
    assert asked == [("rebinding.example.com", 9)]


def test_numbers_in_other_clothes_are_looked_at_too() -> None:
    for host in ("2130706433", "0x7f.1", "127.1", "0177.0.0.1"):
        answer = send(f"http://{host}:9/", b"{}", {})
        assert answer.status is None
        assert answer.error in {"the host leads into this network", "the host has no address"}
