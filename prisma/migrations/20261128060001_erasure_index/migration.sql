-- CreateIndex
CREATE INDEX "skip_work_item_id_idx" ON "skip"("work_item_id");
