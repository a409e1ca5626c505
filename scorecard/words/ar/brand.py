"""What the client's look is told by, in Arabic."""

MESSAGES: dict[str, str | dict[str, str]] = {
    "Logo": "الشعار",
}
