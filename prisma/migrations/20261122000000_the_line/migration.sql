-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "live_topic" (
    "topic" TEXT NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "live_topic_pkey" PRIMARY KEY ("topic")
);

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "week_start" INTEGER NOT NULL,
    "margin_percent" INTEGER NOT NULL,
    "discount_percent_year" INTEGER NOT NULL,
    "agent_hour_minor" BIGINT NOT NULL,
    "attempt_minor" BIGINT NOT NULL,
    "holdout_percent" INTEGER NOT NULL,
    "holdout_key" TEXT NOT NULL,
    "horizon_days" INTEGER NOT NULL,
    "wrap_up_seconds" INTEGER NOT NULL,
    "calls_own_former_customers" BOOLEAN NOT NULL,
    "complete_through" TIMESTAMPTZ(3),

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reason" (
    "code" TEXT NOT NULL,
    "parent" TEXT,
    "labels" JSONB NOT NULL,
    "fixable" TEXT,
    "keaveney" TEXT,
    "defector_type" TEXT,
    "stripe_feedback" TEXT,
    "default_offers" TEXT[],
    "position" INTEGER NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "reason_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "offer" (
    "code" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "authority" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "offer_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "outcome" (
    "code" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "layer" TEXT NOT NULL,
    "right_party" BOOLEAN NOT NULL,
    "closes_work_item" BOOLEAN NOT NULL,
    "closes_episode" BOOLEAN NOT NULL,
    "note" TEXT NOT NULL,
    "retry" JSONB NOT NULL,
    "position" INTEGER NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "team_id" UUID,
    "languages" TEXT[],
    "active" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "sid_hash" TEXT NOT NULL,
    "user_id" UUID,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("sid_hash")
);

-- CreateTable
CREATE TABLE "sign_in_guard" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "locked_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_guard_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "presence" (
    "user_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "wrap_up_ends_at" TIMESTAMPTZ(3),
    "extensions_left" INTEGER NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "audit_line" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "external_id" TEXT,
    "household_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "language" TEXT,
    "city" TEXT,
    "country" TEXT,
    "zone" TEXT,
    "told_zone" TEXT,
    "consent" BOOLEAN,
    "joined_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "attributes" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "phone" (
    "id" UUID NOT NULL,
    "e164" TEXT NOT NULL,
    "country" TEXT,
    "zones" TEXT[],

    CONSTRAINT "phone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_phone" (
    "customer_id" UUID NOT NULL,
    "phone_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "struck_at" TIMESTAMPTZ(3),
    "struck_why" TEXT,

    CONSTRAINT "customer_phone_pkey" PRIMARY KEY ("customer_id","phone_id")
);

-- CreateTable
CREATE TABLE "purchase" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "items" TEXT,

    CONSTRAINT "purchase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_record" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "direction" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,
    "code" TEXT,
    "by_user_id" UUID,

    CONSTRAINT "contact_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "complaint" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "complaint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promise" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "disposition_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "promise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merge_proposal" (
    "customer_a" UUID NOT NULL,
    "customer_b" UUID NOT NULL,
    "phone_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merge_proposal_pkey" PRIMARY KEY ("customer_a","customer_b")
);

-- CreateTable
CREATE TABLE "episode" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "lapsed_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "arm" TEXT,
    "arm_at" TIMESTAMPTZ(3),
    "reached_at" TIMESTAMPTZ(3),
    "won_at" TIMESTAMPTZ(3),
    "verify_by" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_as" TEXT,

    CONSTRAINT "episode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "bytes_read" BIGINT NOT NULL,
    "bytes_total" BIGINT NOT NULL,
    "rows_read" INTEGER NOT NULL,
    "rows_new" INTEGER NOT NULL,
    "rows_changed" INTEGER NOT NULL,
    "rows_same" INTEGER NOT NULL,
    "rows_faulty" INTEGER NOT NULL,
    "fault_counts" JSONB NOT NULL,
    "problem" JSONB,
    "started_by" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_fault" (
    "id" BIGSERIAL NOT NULL,
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "field" TEXT,
    "code" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "row" TEXT[],

    CONSTRAINT "import_fault_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL,
    "team_id" UUID NOT NULL,
    "languages" TEXT[],
    "offers" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stop" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "customer_id" UUID,
    "phone_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_user_id" UUID,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by_id" UUID,

    CONSTRAINT "stop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_block" (
    "customer_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "retry_at" TIMESTAMPTZ(3),

    CONSTRAINT "call_block_pkey" PRIMARY KEY ("customer_id","rule")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "phone_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "counted" BOOLEAN NOT NULL,
    "outcome" TEXT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ranking_model" (
    "id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "fitted_at" TIMESTAMPTZ(3) NOT NULL,
    "complete_through" TIMESTAMPTZ(3) NOT NULL,
    "customers" INTEGER NOT NULL,
    "log_likelihood" DOUBLE PRECISION NOT NULL,
    "params" JSONB NOT NULL,

    CONSTRAINT "ranking_model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "score" (
    "episode_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "scored_at" TIMESTAMPTZ(3) NOT NULL,
    "zone" TEXT NOT NULL,
    "per_minute_minor" DOUBLE PRECISION NOT NULL,
    "expected_minor" BIGINT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "score_pkey" PRIMARY KEY ("episode_id")
);

-- CreateTable
CREATE TABLE "work_item" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "episode_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "phone_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "reserved_for" UUID,
    "reserved_until" TIMESTAMPTZ(3),
    "agent_id" UUID,
    "leased_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "fence" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "last_outcome" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_as" TEXT,

    CONSTRAINT "work_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_head" (
    "work_item_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "zone" TEXT NOT NULL,
    "language" TEXT,
    "rank" DOUBLE PRECISION NOT NULL,
    "open_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "queue_head_pkey" PRIMARY KEY ("work_item_id")
);

-- CreateTable
CREATE TABLE "callback" (
    "id" UUID NOT NULL,
    "work_item_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "callback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "skip" (
    "id" UUID NOT NULL,
    "work_item_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "skip_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dial_intent" (
    "id" UUID NOT NULL,
    "work_item_id" UUID NOT NULL,
    "fence" BIGINT NOT NULL,
    "customer_id" UUID NOT NULL,
    "phone_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sid" TEXT,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "cancel_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "permit" JSONB NOT NULL,

    CONSTRAINT "dial_intent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_inbox" (
    "id" BIGSERIAL NOT NULL,
    "sid" TEXT NOT NULL,
    "intent_id" UUID,
    "kind" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "raw" JSONB NOT NULL,

    CONSTRAINT "webhook_inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call" (
    "id" UUID NOT NULL,
    "sid" TEXT,
    "work_item_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "ended_as" TEXT,
    "dialled_at" TIMESTAMPTZ(3) NOT NULL,
    "ringing_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "muted" BOOLEAN NOT NULL,
    "held" BOOLEAN NOT NULL,

    CONSTRAINT "call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat" (
    "agent_id" UUID NOT NULL,
    "sid" TEXT,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seat_pkey" PRIMARY KEY ("agent_id")
);

-- CreateTable
CREATE TABLE "disposition" (
    "id" UUID NOT NULL,
    "work_item_id" UUID NOT NULL,
    "call_id" UUID,
    "customer_id" UUID NOT NULL,
    "episode_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "agent_id" UUID,
    "outcome" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "competitor" TEXT,
    "note" TEXT NOT NULL,
    "callback_at" TIMESTAMPTZ(3),
    "promised_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value_minor" BIGINT NOT NULL,
    "offers_minor" BIGINT NOT NULL,

    CONSTRAINT "disposition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reason_given" (
    "disposition_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "severity" INTEGER,

    CONSTRAINT "reason_given_pkey" PRIMARY KEY ("disposition_id","position")
);

-- CreateTable
CREATE TABLE "offer_made" (
    "disposition_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "counter" TEXT,

    CONSTRAINT "offer_made_pkey" PRIMARY KEY ("disposition_id","code")
);

-- CreateTable
CREATE TABLE "draft" (
    "work_item_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("work_item_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "audit_line_subject_id_idx" ON "audit_line"("subject", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_external_id_key" ON "customer"("external_id");

-- CreateIndex
CREATE INDEX "customer_household_id_idx" ON "customer"("household_id");

-- CreateIndex
CREATE UNIQUE INDEX "phone_e164_key" ON "phone"("e164");

-- CreateIndex
CREATE INDEX "customer_phone_phone_id_idx" ON "customer_phone"("phone_id");

-- CreateIndex
CREATE INDEX "purchase_customer_id_at_idx" ON "purchase"("customer_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_customer_id_key_key" ON "purchase"("customer_id", "key");

-- CreateIndex
CREATE INDEX "contact_record_customer_id_at_idx" ON "contact_record"("customer_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "contact_record_customer_id_key_key" ON "contact_record"("customer_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "complaint_customer_id_key_key" ON "complaint"("customer_id", "key");

-- CreateIndex
CREATE INDEX "promise_customer_id_idx" ON "promise"("customer_id");

-- CreateIndex
CREATE INDEX "episode_customer_id_idx" ON "episode"("customer_id");

-- CreateIndex
CREATE INDEX "import_fault_import_id_id_idx" ON "import_fault"("import_id", "id");

-- CreateIndex
CREATE INDEX "stop_customer_id_idx" ON "stop"("customer_id");

-- CreateIndex
CREATE INDEX "stop_phone_id_idx" ON "stop"("phone_id");

-- CreateIndex
CREATE INDEX "call_block_rule_idx" ON "call_block"("rule");

-- CreateIndex
CREATE INDEX "attempt_customer_id_at_idx" ON "attempt"("customer_id", "at");

-- CreateIndex
CREATE INDEX "attempt_phone_id_at_idx" ON "attempt"("phone_id", "at");

-- CreateIndex
CREATE INDEX "score_zone_per_minute_minor_idx" ON "score"("zone", "per_minute_minor" DESC);

-- CreateIndex
CREATE INDEX "score_customer_id_idx" ON "score"("customer_id");

-- CreateIndex
CREATE INDEX "work_item_episode_id_idx" ON "work_item"("episode_id");

-- CreateIndex
CREATE INDEX "queue_head_campaign_id_rank_idx" ON "queue_head"("campaign_id", "rank" DESC);

-- CreateIndex
CREATE INDEX "callback_agent_id_state_due_at_idx" ON "callback"("agent_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "callback_work_item_id_idx" ON "callback"("work_item_id");

-- CreateIndex
CREATE INDEX "skip_agent_id_at_idx" ON "skip"("agent_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "dial_intent_sid_key" ON "dial_intent"("sid");

-- CreateIndex
CREATE INDEX "dial_intent_customer_id_created_at_idx" ON "dial_intent"("customer_id", "created_at");

-- CreateIndex
CREATE INDEX "dial_intent_phone_id_created_at_idx" ON "dial_intent"("phone_id", "created_at");

-- CreateIndex
CREATE INDEX "webhook_inbox_intent_id_idx" ON "webhook_inbox"("intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_inbox_sid_kind_seq_status_key" ON "webhook_inbox"("sid", "kind", "seq", "status");

-- CreateIndex
CREATE UNIQUE INDEX "call_sid_key" ON "call"("sid");

-- CreateIndex
CREATE INDEX "call_work_item_id_idx" ON "call"("work_item_id");

-- CreateIndex
CREATE INDEX "call_agent_id_dialled_at_idx" ON "call"("agent_id", "dialled_at");

-- CreateIndex
CREATE INDEX "call_dialled_at_idx" ON "call"("dialled_at");

-- CreateIndex
CREATE INDEX "disposition_customer_id_at_idx" ON "disposition"("customer_id", "at");

-- CreateIndex
CREATE INDEX "disposition_at_idx" ON "disposition"("at");

-- CreateIndex
CREATE INDEX "disposition_work_item_id_idx" ON "disposition"("work_item_id");


-- What Prisma's schema cannot say.

-- States.
ALTER TABLE app_user ADD CONSTRAINT app_user_role CHECK (role IN ('agent', 'supervisor', 'admin', 'auditor'));
ALTER TABLE presence ADD CONSTRAINT presence_state CHECK (state IN ('offline', 'break', 'ready', 'preview', 'calling', 'talking', 'wrapUp'));
ALTER TABLE import_run ADD CONSTRAINT import_run_state CHECK (state IN ('running', 'done', 'failed', 'cancelled'));
ALTER TABLE contact_record ADD CONSTRAINT contact_record_kind CHECK (kind IN ('call', 'message', 'email', 'visit', 'disposition', 'stop'));
ALTER TABLE complaint ADD CONSTRAINT complaint_status CHECK (status IN ('open', 'solved', 'closed'));
ALTER TABLE promise ADD CONSTRAINT promise_status CHECK (status IN ('open', 'kept', 'broken'));
ALTER TABLE episode ADD CONSTRAINT episode_kind CHECK (kind IN ('dormant', 'cancelled'));
ALTER TABLE episode ADD CONSTRAINT episode_arm CHECK (arm IN ('treat', 'holdout'));
ALTER TABLE stop ADD CONSTRAINT stop_kind CHECK (kind IN ('call', 'all', 'dead', 'abuse'));
ALTER TABLE stop ADD CONSTRAINT stop_of_somebody CHECK (customer_id IS NOT NULL OR phone_id IS NOT NULL);
ALTER TABLE work_item ADD CONSTRAINT work_item_state CHECK (state IN ('waiting', 'leased', 'closed'));
ALTER TABLE work_item ADD CONSTRAINT work_item_leased CHECK ((state = 'leased') = (agent_id IS NOT NULL AND lease_until IS NOT NULL));
ALTER TABLE callback ADD CONSTRAINT callback_state CHECK (state IN ('pending', 'taken', 'done', 'missed', 'cancelled'));
ALTER TABLE dial_intent ADD CONSTRAINT dial_intent_state CHECK (state IN ('created', 'sent', 'bound', 'unknown', 'refused', 'done'));
ALTER TABLE disposition ADD CONSTRAINT disposition_set_by CHECK (set_by IN ('agent', 'system', 'auto'));

-- One customer to one agent and one number to one agent, never twice.
CREATE UNIQUE INDEX work_item_one_live_per_customer ON work_item (customer_id) WHERE state <> 'closed';
CREATE UNIQUE INDEX work_item_one_live_per_phone ON work_item (phone_id) WHERE state <> 'closed';
CREATE UNIQUE INDEX work_item_one_leased_per_agent ON work_item (agent_id) WHERE state = 'leased';
CREATE INDEX work_item_waiting_due ON work_item (due_at) WHERE state = 'waiting';
CREATE INDEX work_item_reserved ON work_item (reserved_for, due_at) WHERE state = 'waiting' AND reserved_for IS NOT NULL;
CREATE UNIQUE INDEX callback_one_pending_per_work_item ON callback (work_item_id) WHERE state = 'pending';
CREATE UNIQUE INDEX episode_one_open_per_customer ON episode (customer_id) WHERE closed_at IS NULL;
-- One dial at a time on a number: an unknown dial locks it until it is settled.
CREATE UNIQUE INDEX dial_intent_one_live_per_phone ON dial_intent (phone_id) WHERE state IN ('created', 'sent', 'bound', 'unknown');
CREATE INDEX dial_intent_unsettled ON dial_intent (created_at) WHERE state IN ('created', 'sent', 'bound', 'unknown');
CREATE INDEX complaint_open ON complaint (customer_id) WHERE status = 'open';
CREATE INDEX promise_open ON promise (due_at) WHERE status = 'open';

-- Rows that belong to others.
ALTER TABLE app_user ADD FOREIGN KEY (team_id) REFERENCES team (id);
ALTER TABLE presence ADD FOREIGN KEY (user_id) REFERENCES app_user (id);
ALTER TABLE customer_phone ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE customer_phone ADD FOREIGN KEY (phone_id) REFERENCES phone (id);
ALTER TABLE purchase ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE contact_record ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE complaint ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE promise ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE episode ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE import_fault ADD FOREIGN KEY (import_id) REFERENCES import_run (id);
ALTER TABLE campaign ADD FOREIGN KEY (team_id) REFERENCES team (id);
ALTER TABLE stop ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE stop ADD FOREIGN KEY (phone_id) REFERENCES phone (id);
ALTER TABLE score ADD FOREIGN KEY (episode_id) REFERENCES episode (id);
ALTER TABLE work_item ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
ALTER TABLE work_item ADD FOREIGN KEY (episode_id) REFERENCES episode (id);
ALTER TABLE work_item ADD FOREIGN KEY (campaign_id) REFERENCES campaign (id);
ALTER TABLE work_item ADD FOREIGN KEY (phone_id) REFERENCES phone (id);
ALTER TABLE callback ADD FOREIGN KEY (work_item_id) REFERENCES work_item (id);
ALTER TABLE dial_intent ADD FOREIGN KEY (work_item_id) REFERENCES work_item (id);
ALTER TABLE call ADD FOREIGN KEY (work_item_id) REFERENCES work_item (id);
ALTER TABLE disposition ADD FOREIGN KEY (work_item_id) REFERENCES work_item (id);
ALTER TABLE reason_given ADD FOREIGN KEY (disposition_id) REFERENCES disposition (id);
ALTER TABLE offer_made ADD FOREIGN KEY (disposition_id) REFERENCES disposition (id);

-- What was seen or changed is written once and stays.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER audit_line_append_only BEFORE UPDATE OR DELETE ON audit_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stop_never_deleted BEFORE DELETE ON stop FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A house, a team and a campaign to start with (defaults of ranking.md 6; the holdout's key is this database's own).
INSERT INTO installation (id, name, currency, region, zone, week_start, margin_percent, discount_percent_year, agent_hour_minor,
  attempt_minor, holdout_percent, holdout_key, horizon_days, wrap_up_seconds, calls_own_former_customers)
VALUES (1, 'Bazgasht', 'USD', 'US', 'UTC', 1, 30, 10, 1200, 2, 8, gen_random_uuid()::text || gen_random_uuid()::text, 90, 30, true);
INSERT INTO team (id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'Win-back');
INSERT INTO campaign (id, name, priority, mode, active, team_id, languages, offers, created_at)
VALUES ('00000000-0000-4000-8000-000000000002', 'Win-back', 0, 'preview', true, '00000000-0000-4000-8000-000000000001', '{}', '{}', '2026-11-22T00:00:00Z');
