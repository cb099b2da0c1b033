"""Make what `static/` takes from elsewhere, and join the style sheets. Run by hand; the results are committed.

    python scripts/vendor.py css         join tokens, Bootstrap and our parts into static/css/hub.css
    python scripts/vendor.py htmx        copy htmx 2 from the installed django-htmx
    python scripts/vendor.py bootstrap   compile the reduced Bootstrap (needs npm)
    python scripts/vendor.py fonts       subset the two fonts (needs npm, fonttools and brotli)

Versions are pinned below and written to a VERSION file beside each result, with its licence. Packages come from the
registry that npm is set up to use. Nothing here runs when the hub runs.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata, util
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"

BOOTSTRAP = "5.3.9"
SASS = "1.108.2"
FONTS = "5.3.0"
FONTTOOLS = "4.68.0"

# The order matters: Bootstrap first, then what overrides it.
PARTS = (
    *("ground", "shell", "home", "pieces", "directory", "standards", "circles", "evidence"),
    *("forms", "pages", "states"),
)

# ASCII; the accented letters of Welsh (in part), Irish, Gaelic, French and Spanish; dashes, quotes, euro, minus.
LATIN = (
    "U+20-7E,U+A0,U+A3,U+A7,U+A9,U+AB,U+AE,U+B0,U+B7,U+BB-BE,U+C0-C2,U+C4,U+C6-CF,U+D1-D4,U+D6,U+D7,U+D9-DC,U+DF-E2,"
    "U+E4,U+E6-EF,U+F1-F4,U+F6,U+F9-FC,U+FF,U+152,U+153,U+178,U+2013,U+2014,U+2018-201A,U+201C-201E,U+2022,U+2026,"
    "U+2039,U+203A,U+20AC,U+2212"
)
WELSH = "U+174-177"
FEATURES = "kern,liga,ccmp,locl,mark,mkmk,tnum,lnum"


def joined_css() -> str:
    """Return tokens, Bootstrap and our parts as one sheet, without comments that carry no licence."""
    sheets = [VENDOR / "bootstrap" / "bootstrap.min.css", STATIC / "css" / "tokens.css"]
    sheets += [STATIC / "css" / f"{part}.css" for part in PARTS]
    text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    text = re.sub(r"/\*(?!!).*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", text)
    text = re.sub(r"(?<=[{;,}])\n|\n(?=})", "", text)
    return text.strip() + "\n"


def make_css() -> None:
    """Write the one style sheet that pages load."""
    (STATIC / "css" / "hub.css").write_text(joined_css(), encoding="utf-8")


def run(*command: str, cwd: Path) -> None:
    """Run a command in a folder; stop when it fails."""
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def npm_package(name: str, version: str, into: Path) -> Path:
    """Install one npm package into a folder, without its scripts, and return where it is."""
    if not (into / "package.json").exists():
        (into / "package.json").write_text("{}", encoding="utf-8")
    run("npm", "install", "--silent", "--ignore-scripts", f"{name}@{version}", cwd=into)
    return into / "node_modules" / name


def note(folder: Path, version: str) -> None:
    """Write down what a vendored folder was made from."""
    (folder / "VERSION").write_text(version + "\n", encoding="utf-8")


def make_bootstrap() -> None:
    """Compile static/vendor/bootstrap/reduced.scss against Bootstrap's sources."""
    folder = VENDOR / "bootstrap"
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        source = npm_package("bootstrap", BOOTSTRAP, work)
        npm_package("sass", SASS, work)
        shutil.copy(folder / "reduced.scss", work)
        shutil.copy(source / "LICENSE", folder / "LICENSE")
        sass = work / "node_modules" / "sass" / "sass.js"
        options = ("--quiet", "--no-source-map", "--style=compressed", "--load-path=node_modules")
        run("node", str(sass), *options, "reduced.scss", "out.css", cwd=work)
        css = (work / "out.css").read_text(encoding="utf-8").lstrip("\ufeff")
    credit = f"/*! Bootstrap v{BOOTSTRAP}, reduced build, MIT, (c) 2011-2026 The Bootstrap Authors. */\n"
    (folder / "bootstrap.min.css").write_text(credit + css, encoding="utf-8")
    note(folder, f"bootstrap {BOOTSTRAP} (npm), compiled with sass {SASS} from reduced.scss")


def make_htmx() -> None:
    """Copy the minified htmx 2 that the installed django-htmx ships."""
    spec = util.find_spec("django_htmx")
    if spec is None or spec.origin is None:
        sys.exit("django-htmx is not installed here")
    folder = VENDOR / "htmx"
    source = Path(spec.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"
    text = source.read_text(encoding="utf-8")
    found = re.search(r'version:"(2\.[\d.]+)"', text)
    if found is None:
        sys.exit("htmx-2.min.js does not say its version")
    (folder / "htmx.min.js").write_text(text.rstrip() + "\n", encoding="utf-8")
    note(folder, f"htmx {found[1]}, from django-htmx {metadata.version('django-htmx')}")


def subset(source: Path, target: Path, unicodes: str) -> None:
    """Cut a font down to some characters, as woff2."""
    command = (sys.executable, "-m", "fontTools.subset", str(source), f"--unicodes={unicodes}")
    run(*command, f"--layout-features={FEATURES}", "--flavor=woff2", f"--output-file={target}", cwd=target.parent)


def make_fonts() -> None:
    """Cut the axes and the character sets of the two fonts."""
    cuts = {
        "atkinson-hyperlegible-next": ("wght", ("wght=400:700",), "atkinson-next"),
        "fraunces": ("full", ("wght=600", "opsz=48", "SOFT=100", "WONK=0"), "fraunces"),
    }
    for name, (axes, limits, short) in cuts.items():
        folder = VENDOR / name
        with tempfile.TemporaryDirectory() as temporary:
            work = Path(temporary)
            package = npm_package(f"@fontsource-variable/{name}", FONTS, work)
            shutil.copy(package / "LICENSE", folder / "LICENSE")
            for part, suffix, characters in (("latin", "", LATIN), ("latin-ext", "-cy", WELSH)):
                cut = work / f"{part}.ttf"
                full = package / "files" / f"{name}-{part}-{axes}-normal.woff2"
                run(sys.executable, "-m", "fontTools.varLib.instancer", str(full), *limits, "-o", str(cut), cwd=work)
                subset(cut, folder / f"{short}{suffix}.woff2", characters)
        note(folder, f"@fontsource-variable/{name} {FONTS} (npm), cut with fonttools {FONTTOOLS}: {' '.join(limits)}")


def main() -> None:
    """Make what the command line names."""
    makers = {"css": make_css, "htmx": make_htmx, "bootstrap": make_bootstrap, "fonts": make_fonts}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=sorted(makers), nargs="+")
    for what in parser.parse_args().what:
        makers[what]()


if __name__ == "__main__":
    main()
