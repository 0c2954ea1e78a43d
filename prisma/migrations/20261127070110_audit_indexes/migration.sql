-- What the audit trail of all workspaces is filtered by, newest first.
-- CreateIndex
CREATE INDEX "audit_event_actor_label_id_idx" ON "audit_event"("actor_label", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_action_id_idx" ON "audit_event"("action", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_door_id_idx" ON "audit_event"("door", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_address_id_idx" ON "audit_event"("address", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_at_id_idx" ON "audit_event"("at", "id");

-- Staff act seldom among very many events.
CREATE INDEX "audit_event_staff" ON "audit_event"("id" DESC) WHERE "staff_role" IS NOT NULL;
