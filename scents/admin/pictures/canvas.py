"""What all pictures are made of. Texts are escaped where they are put in; looks are classes of
admin-scents.css, and a picture that is downloaded brings its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from domain.scents.surveys.results.share import Interval, Share

WIDTH = 480
COLOURS = 6
MARGIN = 6
LONGEST_LABEL = 34
_FILE_STYLE = """
svg { background: #fff; font-family: sans-serif; color: #111 }
text { font-size: 13px; fill: #444 } .strong { font-weight: 600; fill: #111 }
.own { fill: currentColor; font-weight: 600 } .on-bar { fill: #111 }
.grid { stroke: #ccc; fill: none } .bar { fill: #c7d2fe } .mark { fill: currentColor }
.whisker, .thick, .line, .guess { stroke: currentColor; fill: none } .whisker { stroke-width: 1.5 }
.thick { stroke-width: 6; opacity: .35 } .line { stroke-width: 2.5 }
.band { fill: currentColor; opacity: .12 } .dashed .line { stroke-dasharray: 6 3 }
.guess { stroke: #b45309; stroke-width: 1.5; stroke-dasharray: 4 3 }
.of-0 { color: #4f46e5 } .of-1 { color: #b45309 } .of-2 { color: #059669 }
.of-3 { color: #db2777 } .of-4 { color: #0891b2 } .of-5 { color: #78716c }
.rate-1 { fill: #b45309 } .rate-2 { fill: #d98a3d } .rate-3 { fill: #efc493 }
.rate-4 { fill: #d6d3d1 } .rate-5 { fill: #b3b8f0 } .rate-6 { fill: #7c82e0 }
.rate-7 { fill: #4f46e5 }
"""


@dataclass(frozen=True)
class Look:
    """How results may be told: `over`, so that intervals for the end are of use; `names` of codes,
    which are empty as long as nobody may know them."""

    over: bool
    names: Mapping[str, str]

    def label(self, code: str) -> str:
        """The code, and who made it where that may be told."""
        return f"{code} · {self.names[code]}" if code in self.names else code


@dataclass(frozen=True)
class Picture:
    """A drawing with what it says in words and in figures (`headers`, `rows`). `caption` is for
    all, `said` for those who do not see it. `content` is SVG, escaped already; `name` is unique in
    a task."""

    name: str
    title: str
    caption: str
    height: float
    content: str
    headers: Sequence[str]
    rows: Sequence[Sequence[object]]
    said: str = ""

    @property
    def told(self) -> str:
        return f"{self.said} {self.caption}".strip()

    def svg(self, identity: str) -> SafeString:
        """Into a page, where `identity` is used for nothing else."""
        return SafeString(
            f'<svg viewBox="0 0 {WIDTH} {self.height:g}" role="img" '
            f'aria-labelledby="{identity}-t {identity}-d">'
            f'<title id="{identity}-t">{escape(self.title)}</title>'
            f'<desc id="{identity}-d">{escape(self.told)}</desc>{self.content}</svg>'
        )

    def table(self) -> SafeString:
        """The figures; on a narrow screen it is moved sideways."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.headers)
        lines = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in self.rows)
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        return SafeString(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")

    def file(self) -> bytes:
        """A file of its own."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height:g}" '
            f'width="{2 * WIDTH}" height="{2 * self.height:g}"><title>{escape(self.title)}</title>'
            f"<desc>{escape(self.told)}</desc><style>{_FILE_STYLE}</style>{self.content}</svg>"
        ).encode()


def text(
    x: float, y: float, said: str, *, end: bool = False, middle: bool = False, kind: str = ""
) -> str:
    """`end`: x is where it ends; `middle`: where its middle is."""
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
    look = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{anchor}{look}>{escape(said)}</text>'


def path(kind: str, d: str) -> str:
    return f'<path class="{kind}" d="{d}"/>'


def bar(x: float, y: float, width: float, height: float, *, kind: str = "bar") -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" '
        f'height="{height:g}"/>'
    )


def dot(x: float, y: float, radius: float = 4) -> str:
    """As a piece of a path, so that many of them are one element."""
    return (
        f"M{x - radius:.1f} {y:.1f}a{radius:g} {radius:g} 0 1 0 {2 * radius:g} 0"
        f"a{radius:g} {radius:g} 0 1 0 {-2 * radius:g} 0"
    )


def whisker(low: float, high: float, y: float, cap: float = 4) -> str:
    """From low to high with a cap on either end, as a piece of a path."""
    caps = "".join(f"M{x:.1f} {y - cap:.1f}v{2 * cap:g}" for x in (low, high))
    return f"M{low:.1f} {y:.1f}H{high:.1f}{caps}"


def percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def top_of(ends: Iterable[float]) -> float:
    """How far a scale of shares goes, so that these are seen: among many codes none has much."""
    highest = max(ends, default=1.0)
    return next(top for top in (0.1, 0.25, 0.5, 1.0) if highest <= top)


def span(interval: Interval) -> str:
    return f"{100 * interval[0]:.1f} to {100 * interval[1]:.1f} %"


def told_share(share: Share) -> str:
    """A share never stands without the number it is of."""
    return f"{percent(share.value)} ({share.count:,} of {share.n:,})" if share.n else "no answers"


def colour(place: int) -> str:
    """The class of a line; those beyond the sixth begin anew, dashed."""
    return f"of-{place % COLOURS}" + (" dashed" if place >= COLOURS else "")


def short(label: str, longest: int = LONGEST_LABEL) -> str:
    """What is cut off stands in the table."""
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


ANYTIME = "interval, however often you look"


def end_title(look: Look) -> str:
    return "interval at the end" if look.over else "interval at the end (not valid yet)"


def intervals_told(look: Look) -> str:
    """Below pictures with whiskers."""
    thin = "The thin line is the 95 % interval that holds however often you look"
    if look.over:
        return f"{thin}; the thick one is the 95 % interval of one look at the end."
    return f"{thin}; that of the end is drawn after the close."
