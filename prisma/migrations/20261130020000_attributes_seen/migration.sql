-- What was imported before anybody asked what it may be used for.
INSERT INTO "attribute" ("name", "use", "seen_at")
SELECT k.name, 'ignore', max(c."created_at")
FROM "customer" c, jsonb_object_keys(c."attributes") AS k (name)
WHERE jsonb_typeof(c."attributes") = 'object'
GROUP BY k.name
ON CONFLICT ("name") DO NOTHING;
