"""What the client's look is told by, in Persian."""

MESSAGES: dict[str, str | dict[str, str]] = {
    "Logo": "نشان",
}
