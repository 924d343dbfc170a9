-- Lift is counted over assignments, page by page in their order.
CREATE INDEX "episode_arm_at_id_idx" ON "episode"("arm_at", "id");
