-- Two rows of one person: one stands for both, the other points to it.
ALTER TABLE "customer" ADD COLUMN "merged_into" UUID;

-- A number is one sign among others.
ALTER TABLE "merge_proposal" ALTER COLUMN "phone_id" DROP NOT NULL;
ALTER TABLE "merge_proposal" ADD COLUMN "tier" INTEGER;
UPDATE "merge_proposal" SET "tier" = 3;
ALTER TABLE "merge_proposal" ALTER COLUMN "tier" SET NOT NULL;
ALTER TABLE "merge_proposal" ADD COLUMN "decided_at" TIMESTAMPTZ(3);
ALTER TABLE "merge_proposal" ADD COLUMN "decided_by_id" UUID;

-- CreateTable
CREATE TABLE "customer_merge" (
    "id" BIGSERIAL NOT NULL,
    "from_id" UUID NOT NULL,
    "into_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_user_id" UUID NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by_id" UUID,
    "moved" JSONB NOT NULL,

    CONSTRAINT "customer_merge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_fault" (
    "customer_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "detail" TEXT,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by_id" UUID,

    CONSTRAINT "data_fault_pkey" PRIMARY KEY ("customer_id","cause")
);

-- CreateIndex
CREATE INDEX "customer_search_name_city_idx" ON "customer"("search_name", "city");

-- CreateIndex
CREATE INDEX "merge_proposal_customer_b_idx" ON "merge_proposal"("customer_b");

-- CreateIndex
CREATE INDEX "customer_merge_into_id_id_idx" ON "customer_merge"("into_id", "id");

-- CreateIndex
DROP INDEX "call_block_rule_idx";
CREATE INDEX "call_block_rule_customer_id_idx" ON "call_block"("rule", "customer_id");

-- What Prisma's schema cannot say.

ALTER TABLE customer ADD CONSTRAINT customer_not_into_itself CHECK (merged_into <> id);
ALTER TABLE customer ADD FOREIGN KEY (merged_into) REFERENCES customer (id);
ALTER TABLE merge_proposal ADD CONSTRAINT merge_proposal_state CHECK (state IN ('open', 'apart'));
ALTER TABLE merge_proposal ADD CONSTRAINT merge_proposal_tier CHECK (tier BETWEEN 1 AND 3);
ALTER TABLE merge_proposal ADD CONSTRAINT merge_proposal_order CHECK (customer_a < customer_b);
ALTER TABLE data_fault ADD CONSTRAINT data_fault_cause CHECK (cause IN ('gone', 'barrier', 'active', 'skipped'));

-- Worklists are walked from their first row to the so manieth; none of these grows with the base.
CREATE INDEX customer_merged_into ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX customer_no_language ON customer (id) WHERE language IS NULL AND merged_into IS NULL;
CREATE INDEX customer_phone_struck ON customer_phone (customer_id, phone_id) WHERE struck_at IS NOT NULL;
CREATE INDEX merge_proposal_open ON merge_proposal (tier, customer_a, customer_b) WHERE state = 'open';
CREATE INDEX data_fault_open ON data_fault (cause, customer_id) WHERE settled_at IS NULL;
-- One row is merged into one other at a time.
CREATE UNIQUE INDEX customer_merge_standing ON customer_merge (from_id) WHERE undone_at IS NULL;

-- What agents have told us before there was a list for it.
INSERT INTO data_fault (customer_id, cause, raised_at)
SELECT customer_id, CASE code WHEN 'N.GONE' THEN 'gone' WHEN 'N.LANG' THEN 'barrier' ELSE 'active' END, max(at)
FROM contact_record WHERE code IN ('N.GONE', 'N.LANG', 'A.ACTIVE') GROUP BY 1, 2;
