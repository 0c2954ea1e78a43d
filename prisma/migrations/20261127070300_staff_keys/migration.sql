-- CreateIndex
CREATE INDEX "api_key_display_prefix_idx" ON "api_key"("display_prefix");

-- CreateIndex
CREATE INDEX "api_key_last_four_idx" ON "api_key"("last_four");

-- CreateIndex
CREATE INDEX "api_key_bypass_until_idx" ON "api_key"("bypass_until");

-- CreateIndex
CREATE INDEX "caller_hour_address_key_id_idx" ON "caller_hour"("address", "key_id");

-- CreateIndex
CREATE INDEX "key_profile_widest_key_id_idx" ON "key_profile"("widest", "key_id");

-- CreateIndex
CREATE INDEX "key_profile_addresses_key_id_idx" ON "key_profile"("addresses", "key_id");

-- CreateIndex
CREATE INDEX "key_profile_entries_key_id_idx" ON "key_profile"("entries", "key_id");

-- CreateIndex
CREATE INDEX "key_profile_created_at_key_id_idx" ON "key_profile"("created_at", "key_id");

-- CreateIndex
CREATE INDEX "key_profile_owner_id_idx" ON "key_profile"("owner_id");

-- CreateIndex
CREATE INDEX "key_profile_ends_at_idx" ON "key_profile"("ends_at");

-- CreateIndex
CREATE INDEX "key_profile_widest_v4_idx" ON "key_profile"("widest_v4");

-- CreateIndex
CREATE INDEX "key_profile_widest_v6_idx" ON "key_profile"("widest_v6");

-- A profile's search text begins with the key's name.
CREATE INDEX "key_profile_name" ON "key_profile" (split_part(search, chr(10), 1), key_id);

-- Keys that were never used are the longest unused.
CREATE INDEX "key_profile_last_used" ON "key_profile" (coalesce(last_used_at, '-infinity'::timestamptz), key_id);
CREATE INDEX "key_profile_refused_day_key_id_idx" ON "key_profile"("refused_day", "key_id");

-- What few keys are.
CREATE INDEX "key_profile_report" ON "key_profile" (key_id) WHERE access_mode = 'report';
-- Filters of entries leave out open keys without any, which otherwise come first where the widest do.
CREATE INDEX "key_profile_listed" ON "key_profile" (widest, key_id) WHERE entries > 0;
CREATE INDEX "key_profile_expired" ON "key_profile" (key_id) WHERE expired > 0;

-- In the order of `inet` the networks inside a network follow it without a gap, so a look-up walks them from any place, page by page.
CREATE INDEX "allowlist_entry_places" ON "allowlist_entry" (network, (coalesce(key_id, list_id)));
CREATE INDEX "api_key_listless" ON "api_key" (id) WHERE access_mode <> 'enforce';
