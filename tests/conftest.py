"""What all tests share: the switch that rewrites golden files."""


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="rewrite golden files from what the code makes now")
