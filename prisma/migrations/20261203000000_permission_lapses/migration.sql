-- The permission to call her ends then for good: she is ranked by it. The heads that stand were not asked; the next shortlist makes them anew.
TRUNCATE "queue_head";
ALTER TABLE "queue_head" ADD COLUMN "lapses_at" TIMESTAMPTZ(3);
