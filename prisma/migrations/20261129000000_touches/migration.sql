-- What is touched is written down beside the others' touches and counted later: two transactions that touch the same
-- topic never wait for each other.
CREATE TABLE "live_touch" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,

    CONSTRAINT "live_touch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "live_touch_topic_idx" ON "live_touch"("topic");
ALTER TABLE live_touch SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
