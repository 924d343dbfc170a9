-- The latest second lives, counted with every run, without reading all that lapsed.
CREATE INDEX episode_second_life ON episode (won_at DESC) WHERE state IN ('verified', 'kept90', 'kept365');
