SELECT "@period",
  "region" AS "@key0",
  "branch" AS "@key1",
  COUNT(*) AS "@0",
  COUNT(*) FILTER (WHERE "@f0") AS "@1",
  COUNT(*) FILTER (WHERE "@f1") AS "@2",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) >> 64 AS BIGINT) AS "@3",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) & 18446744073709551615 AS UBIGINT) AS "@3low",
  COUNT("amount") AS "@4",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f2") >> 64 AS BIGINT) AS "@5",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f2") & 18446744073709551615 AS UBIGINT) AS "@5low",
  COUNT(*) FILTER (WHERE "@f2") AS "@6",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f3") >> 64 AS BIGINT) AS "@7",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f3") & 18446744073709551615 AS UBIGINT) AS "@7low",
  COUNT(*) FILTER (WHERE "@f3") AS "@8",
  COUNT(*) FILTER (WHERE "@f4") AS "@9"
FROM (
SELECT *,
  ("amount" > 0e0) AND ("stage" = 'won') AS "@f0",
  ("amount" > 0e0) AS "@f1",
  ("stage" = 'won') AS "@f2",
  ("amount" > 3e0) AS "@f3",
  ((("amount" > 3e0)) OR (("stage" = 'won'))) AS "@f4"
FROM "deals" AS r JOIN (
  SELECT "@period", CAST(UNNEST(RANGE("@first", "@end", INTERVAL 1 DAY)) AS DATE) AS "@day"
  FROM (VALUES
    (0::USMALLINT, DATE '2025-01-01', DATE '2025-04-01'),
    (1::USMALLINT, DATE '2025-04-01', DATE '2025-07-01')
  ) AS p("@period", "@first", "@end")
) AS s ON CAST(r."closed" AS DATE) = s."@day"
)
GROUP BY ALL;

SELECT "@period",
  "region" AS "@key0",
  "branch" AS "@key1",
  COUNT(*) FILTER (WHERE "@f0") AS "@0"
FROM (
SELECT *,
  ("closed" < "@period_end") AS "@f0"
FROM "deals" AS r JOIN (
  SELECT "@period", CAST(UNNEST(RANGE("@first", "@end", INTERVAL 1 DAY)) AS DATE) AS "@day", "@period_end"
  FROM (VALUES
    (0::USMALLINT, DATE '2025-01-01', DATE '2025-04-01', DATE '2025-04-01'),
    (1::USMALLINT, DATE '2025-01-01', DATE '2025-07-01', DATE '2025-07-01')
  ) AS p("@period", "@first", "@end", "@period_end")
) AS s ON CAST(r."closed" AS DATE) = s."@day"
)
GROUP BY ALL;

WITH "@d0" AS MATERIALIZED (
SELECT "@period",
  "region" AS "@key0",
  "branch" AS "@key1",
  "stage" AS "@value"
FROM "deals" AS r JOIN (
  SELECT "@period", CAST(UNNEST(RANGE("@first", "@end", INTERVAL 1 DAY)) AS DATE) AS "@day", "@period_end"
  FROM (VALUES
    (0::USMALLINT, DATE '2025-01-01', DATE '2025-04-01', DATE '2025-04-01'),
    (1::USMALLINT, DATE '2025-01-01', DATE '2025-07-01', DATE '2025-07-01')
  ) AS p("@period", "@first", "@end", "@period_end")
) AS s ON CAST(r."closed" AS DATE) = s."@day"
WHERE "stage" IS NOT NULL AND ("closed" < "@period_end")
GROUP BY ALL), "@d1" AS MATERIALIZED (
SELECT "@period", "@key0", "@value"
FROM "@d0" GROUP BY ALL), "@d2" AS MATERIALIZED (
SELECT "@period", "@value"
FROM "@d1" GROUP BY ALL)
SELECT "@period", NULL AS "@key0", NULL AS "@key1", 3::UBIGINT AS "@mask", COUNT(*) AS "@0" FROM "@d2" GROUP BY ALL
UNION ALL
SELECT "@period", "@key0", NULL AS "@key1", 1::UBIGINT AS "@mask", COUNT(*) AS "@0" FROM "@d1" GROUP BY ALL
UNION ALL
SELECT "@period", "@key0", "@key1", 0::UBIGINT AS "@mask", COUNT(*) AS "@0" FROM "@d0" GROUP BY ALL;

SELECT "@period",
  "region" AS "@key0",
  "branch" AS "@key1",
  GROUPING("region", "branch") AS "@mask",
  CAST(MEDIAN("amount") AS DOUBLE) AS "@0"
FROM "deals" AS r JOIN (
  SELECT "@period", CAST(UNNEST(RANGE("@first", "@end", INTERVAL 1 DAY)) AS DATE) AS "@day"
  FROM (VALUES
    (0::USMALLINT, DATE '2025-01-01', DATE '2025-04-01'),
    (1::USMALLINT, DATE '2025-01-01', DATE '2025-07-01')
  ) AS p("@period", "@first", "@end")
) AS s ON CAST(r."closed" AS DATE) = s."@day"
GROUP BY GROUPING SETS (("@period"), ("@period", "region"), ("@period", "region", "branch"));
