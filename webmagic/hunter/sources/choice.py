"""Which source answers for a territory: the one place where that is decided."""

from webmagic.core.errors import Refused
from webmagic.hunter.sources.outscraper import Outscraper
from webmagic.hunter.sources.overpass import Overpass
from webmagic.hunter.sources.overture import Overture
from webmagic.hunter.sources.protocol import Search, Source
from webmagic.hunter.sources.sample import Sample

SOURCES: dict[str, Source] = {
    source.name: source for source in (Sample(), Outscraper(), Overture(), Overpass())
}


def source_for(search: Search, wanted: str = "") -> Source:
    """The wanted source, or the first that covers the place. Raises Refused when there is none."""
    if wanted and wanted not in SOURCES:
        raise Refused(f"There is no source {wanted!r}. Choose one of: {', '.join(SOURCES)}.")
    for source in [SOURCES[wanted]] if wanted else SOURCES.values():
        if source.covers(search) and (wanted or not source.is_asked_for):
            return source
    if wanted == "outscraper" or not wanted:
        raise Refused(
            f"No source is set up for {search.city}. Set OUTSCRAPER_API_KEY, or import a file of listings."
        )
    raise Refused(f"The source {wanted} has nothing for {search.query}.")
