-- DropIndex
DROP INDEX "audit_line_subject_id_idx";

-- AlterTable
ALTER TABLE "customer" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "audit_seal" (
    "position" BIGINT NOT NULL,
    "line_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "audit_pending" (
    "line_id" BIGINT NOT NULL,

    CONSTRAINT "audit_pending_pkey" PRIMARY KEY ("line_id")
);

-- CreateTable
CREATE TABLE "audit_check" (
    "id" INTEGER NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "position" BIGINT NOT NULL,
    "fault" JSONB,

    CONSTRAINT "audit_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_export" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "asked" JSONB NOT NULL,

    CONSTRAINT "audit_export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "by_user_id" UUID NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "step" INTEGER NOT NULL,
    "cursor" BIGINT NOT NULL,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erased_key" (
    "hash" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "erasure_id" UUID NOT NULL,

    CONSTRAINT "erased_key_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_line_id_key" ON "audit_seal"("line_id");

-- CreateIndex
CREATE UNIQUE INDEX "erasure_customer_id_key" ON "erasure"("customer_id");

-- CreateIndex
CREATE INDEX "erased_key_erasure_id_idx" ON "erased_key"("erasure_id");

-- CreateIndex
CREATE INDEX "audit_line_at_id_idx" ON "audit_line"("at", "id");

-- CreateIndex
CREATE INDEX "audit_line_action_at_id_idx" ON "audit_line"("action", "at", "id");

-- CreateIndex
CREATE INDEX "audit_line_actor_id_at_id_idx" ON "audit_line"("actor_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_line_subject_at_id_idx" ON "audit_line"("subject", "at", "id");


-- What Prisma's schema cannot say.

ALTER TABLE erasure ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE erased_key ADD FOREIGN KEY (erasure_id) REFERENCES erasure (id);
CREATE INDEX erasure_unfinished ON erasure (began_at) WHERE finished_at IS NULL;

-- Ids that a line names beside its subject: a call, a promise, an outcome.
CREATE INDEX audit_line_detail_ids ON audit_line USING gin (jsonb_path_query_array(detail, '$.*') jsonb_path_ops) WHERE detail <> '{}';

-- A line waits for its seal from the moment it is written; those that stand already are sealed in their order.
CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_pending (line_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_line_awaits_seal AFTER INSERT ON audit_line FOR EACH ROW EXECUTE FUNCTION await_seal();
INSERT INTO audit_pending (line_id) SELECT id FROM audit_line;

-- Append-only, whole tables too. So is the list of those who must not come back.
CREATE TRIGGER audit_line_never_emptied BEFORE TRUNCATE ON audit_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_never_emptied BEFORE TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_export_append_only BEFORE UPDATE OR DELETE ON audit_export FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER erased_key_append_only BEFORE UPDATE OR DELETE ON erased_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
