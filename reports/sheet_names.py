"""What the sheets beside the one to fill in are called; nothing on them is received."""

from __future__ import annotations

GUIDE = "How to fill in"
CODES = "Codes"
LISTS = "lists"
