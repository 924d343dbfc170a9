-- The permission to call her ends then for good: she is ranked by it.
ALTER TABLE "queue_head" ADD COLUMN "lapses_at" TIMESTAMPTZ(3);
