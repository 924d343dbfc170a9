-- How somebody of ours hears customers: the browser's softphone, or a phone of their own.
ALTER TABLE app_user ADD COLUMN seat_by TEXT NOT NULL DEFAULT 'browser', ADD COLUMN seat_phone TEXT;
ALTER TABLE app_user ADD CONSTRAINT app_user_seat CHECK (seat_by = 'browser' OR (seat_by = 'phone' AND seat_phone IS NOT NULL));

-- Who rang whom; in whose room the customer was last put, which follows the agent of the call; who was told of the recording.
ALTER TABLE call ADD COLUMN direction TEXT NOT NULL DEFAULT 'out', ADD COLUMN room_of UUID, ADD COLUMN moved_at TIMESTAMPTZ(3);
UPDATE call SET room_of = agent_id;
CREATE INDEX call_answered ON call (agent_id) WHERE state = 'answered';
ALTER TABLE call ADD CONSTRAINT call_direction CHECK (direction IN ('in', 'out'));

-- In a colleague's conversation, without a card.
ALTER TABLE presence DROP CONSTRAINT presence_state;
ALTER TABLE presence ADD CONSTRAINT presence_state
  CHECK (state IN ('offline', 'break', 'ready', 'preview', 'calling', 'talking', 'wrapUp', 'consult'));

-- Somebody who has not lapsed rang us.
ALTER TABLE episode DROP CONSTRAINT episode_kind;
ALTER TABLE episode ADD CONSTRAINT episode_kind CHECK (kind IN ('dormant', 'cancelled', 'visit'));

-- In whose room a seat's leg is: its own, or a colleague's while they consult or a supervisor listens.
ALTER TABLE seat ADD COLUMN room_of UUID;

CREATE TABLE recording (
    id UUID NOT NULL,
    call_id UUID NOT NULL,
    sid TEXT,
    state TEXT NOT NULL,
    announced_at TIMESTAMPTZ(3),
    started_at TIMESTAMPTZ(3),
    seconds INTEGER,
    asked_at TIMESTAMPTZ(3) NOT NULL,
    wish TEXT NOT NULL,
    CONSTRAINT recording_pkey PRIMARY KEY (id),
    CONSTRAINT recording_state CHECK (state IN ('announcing', 'on', 'paused', 'ended', 'kept', 'deleted', 'failed')),
    CONSTRAINT recording_wish CHECK (wish IN ('on', 'pause', 'refuse'))
);
CREATE UNIQUE INDEX recording_call_id_key ON recording (call_id);
CREATE UNIQUE INDEX recording_sid_key ON recording (sid);
CREATE INDEX recording_unsettled ON recording (asked_at) WHERE state IN ('announcing', 'on', 'paused', 'ended');

-- A conversation that is handed on.
CREATE TABLE transfer (
    id UUID NOT NULL,
    call_id UUID NOT NULL,
    from_agent_id UUID NOT NULL,
    kind TEXT NOT NULL,
    to_user_id UUID,
    to_e164 TEXT,
    sid TEXT,
    state TEXT NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    settled_at TIMESTAMPTZ(3),
    CONSTRAINT transfer_pkey PRIMARY KEY (id),
    CONSTRAINT transfer_kind CHECK (kind IN ('warm', 'cold')),
    CONSTRAINT transfer_to CHECK ((to_user_id IS NULL) <> (to_e164 IS NULL)),
    CONSTRAINT transfer_state CHECK (state IN ('ringing', 'consulting', 'done', 'back', 'failed'))
);
CREATE INDEX transfer_call_id_idx ON transfer (call_id);
CREATE INDEX transfer_from_agent_id_settled_at_idx ON transfer (from_agent_id, settled_at);
CREATE UNIQUE INDEX transfer_sid_key ON transfer (sid);
CREATE UNIQUE INDEX transfer_one_open_per_call ON transfer (call_id) WHERE state IN ('ringing', 'consulting');
CREATE UNIQUE INDEX transfer_one_open_per_colleague ON transfer (to_user_id) WHERE state IN ('ringing', 'consulting');

-- A supervisor in an agent's room. revision: the last wish; applied: the last that the network was told.
CREATE TABLE supervision (
    supervisor_id UUID NOT NULL,
    agent_id UUID NOT NULL,
    mode TEXT NOT NULL,
    revision BIGINT NOT NULL,
    applied BIGINT NOT NULL,
    applying_until TIMESTAMPTZ(3),
    since TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT supervision_pkey PRIMARY KEY (supervisor_id),
    CONSTRAINT supervision_mode CHECK (mode IN ('off', 'listen', 'whisper', 'join'))
);
CREATE INDEX supervision_agent_id_idx ON supervision (agent_id);

CREATE TABLE help_ask (
    agent_id UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT help_ask_pkey PRIMARY KEY (agent_id)
);

-- Somebody who rang us, from the first ring until a human has them or they are gone.
CREATE TABLE inbound_call (
    id UUID NOT NULL,
    sid TEXT NOT NULL,
    to_number TEXT NOT NULL,
    phone_id UUID,
    customer_id UUID,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    team_id UUID,
    arrived_at TIMESTAMPTZ(3) NOT NULL,
    queued_at TIMESTAMPTZ(3),
    zero_out BOOLEAN NOT NULL,
    last_agent_id UUID,
    passed_by UUID[],
    agent_id UUID,
    work_item_id UUID,
    offered_at TIMESTAMPTZ(3),
    answered_at TIMESTAMPTZ(3),
    ended_at TIMESTAMPTZ(3),
    looked_at TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT inbound_call_pkey PRIMARY KEY (id),
    CONSTRAINT inbound_call_state CHECK (state IN ('greeted', 'waiting', 'offered', 'answered', 'callback', 'closed', 'gone')),
    CONSTRAINT inbound_call_offered CHECK (state <> 'offered' OR (agent_id IS NOT NULL AND offered_at IS NOT NULL AND work_item_id IS NOT NULL))
);
CREATE UNIQUE INDEX inbound_call_sid_key ON inbound_call (sid);
CREATE INDEX inbound_call_customer_id_idx ON inbound_call (customer_id);
CREATE INDEX inbound_call_arrived_at_idx ON inbound_call (arrived_at);
CREATE INDEX inbound_call_live ON inbound_call (queued_at) WHERE state IN ('greeted', 'waiting', 'offered');
CREATE UNIQUE INDEX inbound_call_one_offer_per_agent ON inbound_call (agent_id) WHERE state = 'offered';

-- What answers our number, version by version; the newest is in force.
CREATE TABLE ivr_flow (
    version INTEGER NOT NULL,
    body JSONB NOT NULL,
    by_user_id UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT ivr_flow_pkey PRIMARY KEY (version)
);

-- What callers hear, in place of the shipped sound; the newest version of a prompt and a language is in force.
CREATE TABLE sound (
    id UUID NOT NULL,
    prompt TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL,
    type TEXT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    by_user_id UUID NOT NULL,
    at TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT sound_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX sound_prompt_language_version_key ON sound (prompt, language, version);
