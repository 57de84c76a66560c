"""A perfumer sends files, looks at what they would do, and takes them in."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from messaging.bus import MessageBus
from tests.laboratory import csv_of, write_all

FILES = [
    csv_of(
        "materials",
        ("LIMONENE", "(R)-Limonene", "chemical", "5989-27-5", "orange; fresh"),
        ("OIL", "Orange oil", "natural", "8008-57-9"),
    ),
    csv_of(
        "properties",
        ("LIMONENE", "molar_mass", 136.23, "", "g/mol", "", "", "CRC handbook"),
        ("LIMONENE", "density", 842, "", "kg/m3", 293.15, 1, "CRC handbook"),
        ("LIMONENE", "vapour_pressure", "no data", "", "", "", "", "two handbooks"),
    ),
    csv_of("constituents", ("OIL", "LIMONENE", 94, 97, "%", "ISO 3140")),
    csv_of("suppliers", ("PREMIER", "Premier", "premium"), ("BASIC", "Basic", "standard")),
    csv_of(
        "offers",
        *(
            (who, "material", "LIMONENE", q, "kg", p, "EUR", "kg", 0.1, 9, 5, day)
            for who, q, p, day in [
                ("PREMIER", 0.1, 45, "2025-03-01"),
                ("PREMIER", 0.1, 52, "2026-02-01"),
                ("BASIC", 1, 31, "2025-06-01"),
                ("BASIC", 1, 29, "2026-06-01"),
            ]
        ),
    ),
]


def test_files_are_shown_before_they_are_taken_in(
    bus: MessageBus, staff_page: Page, tmp_path: Path
):
    page = staff_page
    page.goto("/admin/scents/laboratoryimport/add/")
    page.set_input_files("input[type=file]", write_all(tmp_path, FILES))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    rows = page.locator("section.below", has_text="Rows")
    expect(rows.get_by_role("row", name="materials 2 0 0")).to_be_visible()
    expect(rows.get_by_role("row", name="offers 4 0 0")).to_be_visible()

    page.get_by_role("button", name="Import what is shown").click()
    expect(page.get_by_text("1 imported.")).to_be_visible()
    page.goto("/admin/scents/material/LIMONENE/change/")
    expect(page.locator("figure.prices path.price-0")).to_have_count(2)
    expect(page.get_by_text("nobody has looked").first).to_be_visible()
    expect(page.get_by_role("row", name="vapour pressure no data")).to_be_visible()
    page.get_by_role("link", name="Odour threshold").click()
    page.get_by_label("Value").fill("2.45")
    page.get_by_label("Source").fill("a panel")
    page.get_by_role("button", name="Odour threshold").click()
    expect(page.get_by_role("row", name="odour threshold 2.45")).to_be_visible()
