SELECT "region" AS "@key0", "branch" AS "@key1", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01'))) AS "@0", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01')) AND (("amount" > 0e0) AND ("stage" = 'won'))) AS "@1", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01')) AND (("amount" > 0e0))) AS "@2", FSUM("amount") FILTER (WHERE ("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01'))) AS "@3", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01')) AND (("amount" IS NOT NULL))) AS "@4", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01')) AND (("closed" < DATE '2025-04-01'))) AS "@5", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01'))) AS "@6", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01')) AND (("amount" > 0e0) AND ("stage" = 'won'))) AS "@7", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01')) AND (("amount" > 0e0))) AS "@8", FSUM("amount") FILTER (WHERE ("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01'))) AS "@9", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01')) AND (("amount" IS NOT NULL))) AS "@10", COUNT(*) FILTER (WHERE ("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01')) AND (("closed" < DATE '2025-07-01'))) AS "@11"
FROM "deals"
GROUP BY ALL;

WITH "@d2" AS MATERIALIZED (
SELECT "region" AS "@key0", "branch" AS "@key1", "stage" AS "@value", BOOL_OR(("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01')) AND (("closed" < DATE '2025-04-01'))) AS "@f0", BOOL_OR(("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01')) AND (("closed" < DATE '2025-07-01'))) AS "@f1"
FROM "deals"
WHERE "stage" IS NOT NULL
GROUP BY ALL), "@d1" AS MATERIALIZED (
SELECT "@key0", "@value", BOOL_OR("@f0") AS "@f0", BOOL_OR("@f1") AS "@f1"
FROM "@d2" GROUP BY ALL), "@d0" AS MATERIALIZED (
SELECT "@value", BOOL_OR("@f0") AS "@f0", BOOL_OR("@f1") AS "@f1"
FROM "@d1" GROUP BY ALL)
SELECT "@key0", "@key1", 2 AS "@depth", COUNT(*) FILTER (WHERE "@f0") AS "@0", COUNT(*) FILTER (WHERE "@f1") AS "@1" FROM "@d2" GROUP BY ALL
UNION ALL
SELECT "@key0", NULL AS "@key1", 1 AS "@depth", COUNT(*) FILTER (WHERE "@f0") AS "@0", COUNT(*) FILTER (WHERE "@f1") AS "@1" FROM "@d1" GROUP BY ALL
UNION ALL
SELECT NULL AS "@key0", NULL AS "@key1", 0 AS "@depth", COUNT(*) FILTER (WHERE "@f0") AS "@0", COUNT(*) FILTER (WHERE "@f1") AS "@1" FROM "@d0";

SELECT "region" AS "@key0", "branch" AS "@key1", 2 - BIT_COUNT(GROUPING("region", "branch")) AS "@depth", CAST(MEDIAN("amount") FILTER (WHERE ("opened" < DATE '2025-04-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-04-01'))) AS DOUBLE) AS "@0", CAST(MEDIAN("amount") FILTER (WHERE ("opened" < DATE '2025-07-01' AND ("closed" IS NULL OR "closed" >= DATE '2025-07-01'))) AS DOUBLE) AS "@1"
FROM "deals"
GROUP BY GROUPING SETS ((), ("region"), ("region", "branch"));
