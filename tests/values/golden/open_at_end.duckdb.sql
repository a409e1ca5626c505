SELECT "region" AS "@key0",
  "branch" AS "@key1",
  COUNT(*) FILTER (WHERE "@f0") AS "@0",
  COUNT(*) FILTER (WHERE "@f1") AS "@1",
  COUNT(*) FILTER (WHERE "@f2") AS "@2",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f0") >> 64 AS BIGINT) AS "@3",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f0") & 18446744073709551615 AS UBIGINT) AS "@3low",
  COUNT("amount") FILTER (WHERE "@f0") AS "@4",
  COUNT(*) FILTER (WHERE "@f3") AS "@5",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f4") >> 64 AS BIGINT) AS "@6",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f4") & 18446744073709551615 AS UBIGINT) AS "@6low",
  COUNT(*) FILTER (WHERE "@f4") AS "@7",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f5") >> 64 AS BIGINT) AS "@8",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f5") & 18446744073709551615 AS UBIGINT) AS "@8low",
  COUNT(*) FILTER (WHERE "@f5") AS "@9",
  COUNT(*) FILTER (WHERE "@f6") AS "@10",
  COUNT(*) FILTER (WHERE "@f7") AS "@11",
  COUNT(*) FILTER (WHERE "@f8") AS "@12",
  COUNT(*) FILTER (WHERE "@f9") AS "@13",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f7") >> 64 AS BIGINT) AS "@14",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f7") & 18446744073709551615 AS UBIGINT) AS "@14low",
  COUNT("amount") FILTER (WHERE "@f7") AS "@15",
  COUNT(*) FILTER (WHERE "@f10") AS "@16",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f11") >> 64 AS BIGINT) AS "@17",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f11") & 18446744073709551615 AS UBIGINT) AS "@17low",
  COUNT(*) FILTER (WHERE "@f11") AS "@18",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f12") >> 64 AS BIGINT) AS "@19",
  CAST(SUM(CAST("amount" * 2.305843009213694e+18::DOUBLE AS BIGINT)) FILTER (WHERE "@f12") & 18446744073709551615 AS UBIGINT) AS "@19low",
  COUNT(*) FILTER (WHERE "@f12") AS "@20",
  COUNT(*) FILTER (WHERE "@f13") AS "@21"
FROM (
SELECT *,
  "@in0" AS "@f0",
  "@in0" AND ("amount" > 0e0) AND ("stage" = 'won') AS "@f1",
  "@in0" AND ("amount" > 0e0) AS "@f2",
  "@in0" AND ("closed" < DATE '2025-04-01') AS "@f3",
  "@in0" AND ("stage" = 'won') AS "@f4",
  "@in0" AND ("amount" > 3e0) AS "@f5",
  "@in0" AND ((("amount" > 3e0)) OR (("stage" = 'won'))) AS "@f6",
  "@in1" AS "@f7",
  "@in1" AND ("amount" > 0e0) AND ("stage" = 'won') AS "@f8",
  "@in1" AND ("amount" > 0e0) AS "@f9",
  "@in1" AND ("closed" < DATE '2025-07-01') AS "@f10",
  "@in1" AND ("stage" = 'won') AS "@f11",
  "@in1" AND ("amount" > 3e0) AS "@f12",
  "@in1" AND ((("amount" > 3e0)) OR (("stage" = 'won'))) AS "@f13"
FROM (
  SELECT *,
  "opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01') AS "@in0",
  "opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01') AS "@in1"
  FROM "deals"
)
)
GROUP BY ALL;

WITH "@d0" AS MATERIALIZED (
SELECT "region" AS "@key0",
  "branch" AS "@key1",
  "stage" AS "@value",
  BIT_OR("@f0") AS "@f0"
FROM (
SELECT *,
  CASE WHEN "@in0" AND ("closed" < DATE '2025-04-01') THEN 1 ELSE 0 END | CASE WHEN "@in1" AND ("closed" < DATE '2025-07-01') THEN 2 ELSE 0 END AS "@f0"
FROM (
  SELECT *,
  "opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01') AS "@in0",
  "opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01') AS "@in1"
  FROM "deals"
)
)
WHERE "stage" IS NOT NULL AND ("@f0" <> 0)
GROUP BY ALL), "@d1" AS MATERIALIZED (
SELECT "@key0", "@value", BIT_OR("@f0") AS "@f0"
FROM "@d0" GROUP BY ALL), "@d2" AS MATERIALIZED (
SELECT "@value", BIT_OR("@f0") AS "@f0"
FROM "@d1" GROUP BY ALL)
SELECT NULL AS "@key0", NULL AS "@key1", 3::UBIGINT AS "@mask", SUM(("@f0" >> 0) & 1) AS "@0", SUM(("@f0" >> 1) & 1) AS "@1" FROM "@d2"
UNION ALL
SELECT "@key0", NULL AS "@key1", 1::UBIGINT AS "@mask", SUM(("@f0" >> 0) & 1) AS "@0", SUM(("@f0" >> 1) & 1) AS "@1" FROM "@d1" GROUP BY ALL
UNION ALL
SELECT "@key0", "@key1", 0::UBIGINT AS "@mask", SUM(("@f0" >> 0) & 1) AS "@0", SUM(("@f0" >> 1) & 1) AS "@1" FROM "@d0" GROUP BY ALL;

SELECT "region" AS "@key0",
  "branch" AS "@key1",
  GROUPING("region", "branch") AS "@mask",
  CAST(MEDIAN("amount") FILTER (WHERE "@f0") AS DOUBLE) AS "@0",
  CAST(MEDIAN("amount") FILTER (WHERE "@f1") AS DOUBLE) AS "@1"
FROM (
SELECT *,
  "@in0" AS "@f0",
  "@in1" AS "@f1"
FROM (
  SELECT *,
  "opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01') AS "@in0",
  "opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01') AS "@in1"
  FROM "deals"
)
)
GROUP BY GROUPING SETS ((), ("region"), ("region", "branch"));
