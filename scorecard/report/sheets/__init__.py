"""The sheets of a workbook: a View and a `Book` enter each; cells and charts leave. Read `book` first."""
