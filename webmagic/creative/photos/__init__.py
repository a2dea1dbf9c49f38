"""Photos: fetched or sent, decoded and written anew, kept by content, shown in several widths."""

from webmagic.creative.photos.gather import gather_photos
from webmagic.creative.photos.shelf import files_of, find, keep, path_of, read_thumb

__all__ = ["files_of", "find", "gather_photos", "keep", "path_of", "read_thumb"]
