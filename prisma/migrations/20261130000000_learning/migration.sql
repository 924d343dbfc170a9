-- What is learned from outcomes, and the record of each claim that it is learned from.
CREATE TABLE "attribute" (
    "name" TEXT NOT NULL,
    "use" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attribute_pkey" PRIMARY KEY ("name"),
    CONSTRAINT "attribute_use_check" CHECK ("use" IN ('feature', 'protected', 'ignore'))
);

CREATE TABLE "learned_model" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "learned_to" TIMESTAMPTZ(3) NOT NULL,
    "params" JSONB NOT NULL,
    "figures" JSONB NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "used_by_id" UUID,

    CONSTRAINT "learned_model_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "learned_model_state_check" CHECK ("state" IN ('candidate', 'in_use', 'retired'))
);
CREATE UNIQUE INDEX "learned_model_number_key" ON "learned_model"("number");
CREATE UNIQUE INDEX "learned_model_one_in_use" ON "learned_model"("state") WHERE "state" = 'in_use';

CREATE TABLE "decision" (
    "work_item_id" UUID NOT NULL,
    "fence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "agent_id" UUID NOT NULL,
    "episode_id" UUID NOT NULL,
    "model_id" UUID,
    "learned_id" UUID,
    "rank" DOUBLE PRECISION,
    "explored_of" INTEGER,
    "contact" DOUBLE PRECISION,
    "offer" TEXT,
    "told_reason" TEXT,
    "offer_win" DOUBLE PRECISION,
    "propensities" JSONB NOT NULL,
    "why" JSONB,
    "features" JSONB,
    "permit" JSONB NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("work_item_id", "fence")
);
CREATE INDEX "decision_at_idx" ON "decision"("at");
CREATE INDEX "dial_intent_work_item_id_fence_idx" ON "dial_intent"("work_item_id", "fence");
CREATE INDEX "decision_episode_id_idx" ON "decision"("episode_id");

-- Scores say more now than they did: the first turn of the night comes at once and makes them again.
TRUNCATE "score";
TRUNCATE "queue_head";
UPDATE "job_turn" SET "at" = '2000-01-01' WHERE "name" = 'ranking.nightly';
ALTER TABLE "score"
    ADD COLUMN "learned_id" UUID,
    ADD COLUMN "reached_minor" DOUBLE PRECISION,
    ADD COLUMN "fixed_minor" DOUBLE PRECISION,
    ADD COLUMN "contact_logit" DOUBLE PRECISION,
    ADD COLUMN "tried_slots" INTEGER[],
    ADD COLUMN "features" JSONB;
ALTER TABLE "queue_head" ADD COLUMN "explored_of" INTEGER, ADD COLUMN "contact" DOUBLE PRECISION;
