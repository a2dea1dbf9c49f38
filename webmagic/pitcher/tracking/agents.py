"""What a user agent says of itself, read with the eyes of somebody who has seen many."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_SAY_SO = """
bot\\b bot[/;] crawl spider slurp preview scann?er monitor validator curl/ wget python httpx aiohttp
okhttp java/ go-http libwww libcurl winhttp cfnetwork powershell apache-http ahc/ guzzle axios node-fetch
undici ruby perl php/ dart/ lua-resty rest-client postman insomnia scrapy colly nutch heritrix zgrab
masscan nmap censys headless phantomjs puppeteer playwright selenium internet-measurement ia_archiver
dataprovider hubspot facebookexternalhit facebookcatalog whatsapp telegram slack-img discord skypeuri
linkedin twitter pinterest vkshare embedly iframely googleother google-safety feedfetcher mediapartners
amazon\\scloudfront barracuda proofpoint urldefense mimecast safelinks trendmicro tmes symantec forcepoint
cloudmark fortinet fortimail sophos ironport ciscosecure checkpoint urlscan virustotal sentinel kaspersky
bitdefender zscaler netskope avast existence\\sdiscovery protocol\\sdiscovery url-?analy[sz]er
link-?protect link-?check ms-?search exchange
"""
PROGRAM = re.compile("(?i)" + "|".join(_SAY_SO.split()))
PROXIES = {
    "google": re.compile(
        r"GoogleImageProxy|ggpht\.com|Chrome/42\.0\.2311\.135 Safari/537\.36 Edge/12\.246 Mozilla/5\.0"
    ),
    "apple": re.compile(r"\AMozilla/5\.0\Z"),
    "yahoo": re.compile(r"YahooMailProxy|YahooCacheSystem"),
    "outlook": re.compile(r"OutlookMobileCloud|Outlook-Android/.*Cloud"),
    "duckduckgo": re.compile(r"DuckDuckGo-Email|DuckDuckBot-Https"),
    "proton": re.compile(r"ProtonMail|Proton/"),
}
MAIL_CLIENT = re.compile(
    r"Thunderbird/|ms-office; MSOffice|Microsoft Outlook|Outlook-iOS|Outlook-Android|Airmail|SparkDesktop|"
    r"eM ?Client|Postbox|Betterbird|K-9|FairEmail|AquaMail|Samsung Email|Zoho ?Mail"
)
WEBVIEW = re.compile(r"AppleWebKit/[\d.]+ \(KHTML, like Gecko\)(?: Mobile/\w+)?(?: \S+)?\Z")
BROWSER = re.compile(r"(?:Chrome|CriOS|Firefox|FxiOS|Version|Edg|EdgiOS|SamsungBrowser|OPR)/(\d+)")
CHROME = re.compile(r"(?:Chrome|CriOS|Edg|EdgiOS)/(\d+)")
FIREFOX = re.compile(r"(?:Firefox|FxiOS)/(\d+)")
ANCIENT = re.compile(
    r"MSIE |Trident/|Windows NT (?:5|6\.[012])|Mac OS X 10[._]\d\b|Android [1-6]\b|Firefox/[1-6]?\d\."
)
PHONE = re.compile(r"iPhone|iPad|Android|Mobile")
EPOCH = dt.datetime(2022, 3, 29, tzinfo=dt.UTC)  # Chrome 100; Firefox 100 came five weeks later
WEEKS_EACH = 4
STALE = dt.timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Agent:
    """`kind`: program (says so itself), proxy, mail (a mail program), browser, odd (none of these)."""

    kind: str
    name: str = ""
    is_phone: bool = False
    is_chromium: bool = False
    is_ancient: bool = False
    released: dt.datetime | None = None  # about; None where the version does not say

    def is_stale(self, at: dt.datetime) -> bool:
        """Browsers renew themselves; a scanner keeps the name it was written with."""
        return self.is_ancient or (
            self.released is not None and at - self.released > dt.timedelta(days=3 * 365)
        )


@lru_cache(maxsize=4096)
def read_agent(user_agent: str) -> Agent:
    text = user_agent.strip()
    if not text:
        return Agent("program", "nameless")
    for name, pattern in PROXIES.items():
        if pattern.search(text):
            return Agent("proxy", name)
    if found := PROGRAM.search(text):
        return Agent("program", found[0].strip("/;").lower())
    if MAIL_CLIENT.search(text):
        return Agent("mail", is_phone=bool(PHONE.search(text)))
    return _read_browser(text)


def _read_browser(text: str) -> Agent:
    is_phone, is_ancient = bool(PHONE.search(text)), bool(ANCIENT.search(text))
    found, chrome = BROWSER.search(text), CHROME.search(text)
    if not text.startswith("Mozilla/5.0 (") or not (found or WEBVIEW.search(text)):
        return Agent("odd", is_phone=is_phone, is_ancient=is_ancient)
    version = chrome or FIREFOX.search(text)
    released = None
    if version:
        # The arithmetic holds for versions that exist; a made-up one is not worth a date.
        number = min(int(version[1]), 1000)
        released = EPOCH + dt.timedelta(weeks=WEEKS_EACH * (number - 100))
    return Agent("browser", found[0] if found else "webview", is_phone, bool(chrome), is_ancient, released)
