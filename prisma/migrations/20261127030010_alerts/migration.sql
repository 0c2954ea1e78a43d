-- AlterEnum
ALTER TYPE "alert_kind" ADD VALUE 'webhook_disabled';

-- CreateIndex
CREATE INDEX "alert_workspace_id_read_at_idx" ON "alert"("workspace_id", "read_at");

-- CreateIndex
CREATE INDEX "allowlist_entry_expires_at_idx" ON "allowlist_entry"("expires_at");

-- CreateIndex
CREATE INDEX "api_key_expires_at_idx" ON "api_key"("expires_at");
