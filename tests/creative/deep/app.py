"""The web process without its console: what stands in front of published sites, and the sites."""

from starlette.responses import PlainTextResponse

from webmagic.http.app import around

app = around()(PlainTextResponse("There is no console here.\n"))
