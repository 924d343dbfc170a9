-- A re-ranking says how far it has come, so that another process goes on from there.
CREATE TABLE "rescore_run" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "scored_as_of" TIMESTAMPTZ(3) NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "owner" UUID,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL,
    "after" UUID,
    "run" JSONB,
    "model_id" UUID,
    "counts" JSONB NOT NULL,
    "notes" TEXT[],
    "skipped" TEXT,
    "resumes" INTEGER NOT NULL,

    CONSTRAINT "rescore_run_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "rescore_run_state_check" CHECK ("state" IN ('running', 'done', 'failed')),
    CONSTRAINT "rescore_run_phase_check" CHECK ("phase" IN ('fit', 'score'))
);
CREATE UNIQUE INDEX "rescore_run_one_running" ON "rescore_run"("state") WHERE "state" = 'running';
CREATE INDEX "rescore_run_began_at_idx" ON "rescore_run"("began_at");

CREATE TABLE "rescore_ask" (
    "id" BIGSERIAL NOT NULL,

    CONSTRAINT "rescore_ask_pkey" PRIMARY KEY ("id")
);
-- Whatever was asked for before this table was there.
INSERT INTO "rescore_ask" DEFAULT VALUES;
