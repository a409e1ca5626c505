"""A client's logo, colours and fonts, made safe to show: strangers' bytes enter, what a report may hold leaves.

Pillow, fontTools and tinycss2, all of them brought by WeasyPrint, are loaded only here, and only for a client who has a brand.
"""
