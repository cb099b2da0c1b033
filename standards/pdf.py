"""PDF files, written anew without what acts and without who made them, in a process of its own.

    python standards/pdf.py < offered.pdf > kept.pdf

Reading what strangers made is the work of qpdf (through pikepdf). It happens in a process with little memory and
little time, so that a file made to fill the memory, or to break the reader, ends nothing but its own reading.
`rewritten` starts that process; its exit code is one of `Fate`.
"""

import contextlib
import enum
import io
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

MOST_MEMORY: Final = 768 * 1024 * 1024
MOST_SECONDS: Final = 20


class Fate(enum.IntEnum):
    """What became of a file."""

    KEPT = 0
    DAMAGED = 3
    ACTIVE = 4
    LOCKED = 5


_ACTING_KEYS: Final = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
_ACTING_VALUES: Final = {
    "/S": frozenset(
        {
            *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/GoToE", "/GoToR"),
            *("/Rendition", "/Movie", "/Sound"),
        }
    ),
    "/Type": frozenset({"/EmbeddedFile"}),
    "/Subtype": frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"}),
}
_TAKEN_OUT: Final = ("/OpenAction", "/AA", "/Metadata", "/PieceInfo")
"""Steps on opening a page, and what programs write about the file and its makers."""


def rewritten(content: bytes) -> tuple[Fate, bytes]:
    """Have a PDF read in a process of its own; give back what became of it, and the bytes to keep."""
    command = [sys.executable, "-I", __file__]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS + 10, check=False)
    except subprocess.TimeoutExpired:
        return Fate.DAMAGED, b""
    known = done.returncode in set(Fate)
    return (Fate(done.returncode), done.stdout) if known else (Fate.DAMAGED, b"")


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Find every dictionary and every stream's dictionary, those inside others too."""
    import pikepdf

    inside = [pdf.trailer, *pdf.objects]
    while inside:
        found = inside.pop()
        if isinstance(found, pikepdf.Array):
            children = list(found.as_list())
        elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found
            children = [found[key] for key in found.keys()]  # noqa: SIM118  # not a mapping: it has no __iter__
        else:
            continue
        inside += [each for each in children if not getattr(each, "is_indirect", False)]


def _acts(found: Any) -> bool:
    """Tell whether a dictionary starts something, sends something, or carries a file."""
    if any(key in found for key in _ACTING_KEYS):
        return True
    return any(str(found.get(key, "")) in values for key, values in _ACTING_VALUES.items())


def _rewrite(content: bytes) -> tuple[Fate, bytes]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not len(pdf.pages):
                return Fate.DAMAGED, b""
            for found in list(_dictionaries(pdf)):
                if _acts(found):
                    return Fate.ACTIVE, b""
                for key in _TAKEN_OUT:
                    if key in found:
                        del found[key]
            del pdf.docinfo
            kept = io.BytesIO()
            pdf.save(kept, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError:
        return Fate.LOCKED, b""
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, OverflowError, MemoryError):
        return Fate.DAMAGED, b""
    return Fate.KEPT, kept.getvalue()


def _main() -> int:
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        with contextlib.suppress(ValueError, OSError):  # macOS knows the first by name alone
            resource.setrlimit(what, (most, most))
    fate, kept = _rewrite(sys.stdin.buffer.read())
    sys.stdout.buffer.write(kept)
    return fate


if __name__ == "__main__":
    sys.exit(_main())
