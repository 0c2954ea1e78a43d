-- CreateTable
CREATE TABLE "finding_count" (
    "rule" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "keys" INTEGER NOT NULL,

    CONSTRAINT "finding_count_pkey" PRIMARY KEY ("rule","day")
);

-- CreateTable
CREATE TABLE "finding_acknowledgement" (
    "id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" UUID,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_by" TEXT NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "finding_acknowledgement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_widening" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "gained" TEXT NOT NULL,
    "opens_to_any" BOOLEAN NOT NULL,
    "widened_by" TEXT NOT NULL,

    CONSTRAINT "list_widening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shared_range" (
    "network" INET NOT NULL,
    "workspaces" INTEGER NOT NULL,

    CONSTRAINT "shared_range_pkey" PRIMARY KEY ("network")
);

-- CreateTable
CREATE TABLE "shared_range_key" (
    "key_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "network" INET NOT NULL,

    CONSTRAINT "shared_range_key_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "address_block" (
    "bits" SMALLINT NOT NULL,
    "network" INET NOT NULL,
    "keys" INTEGER NOT NULL,
    "callers" INTEGER NOT NULL,
    "refusals" BIGINT NOT NULL,

    CONSTRAINT "address_block_pkey" PRIMARY KEY ("bits","network")
);

-- CreateTable
CREATE TABLE "address_cover" (
    "network" INET NOT NULL,
    "keys" INTEGER NOT NULL,

    CONSTRAINT "address_cover_pkey" PRIMARY KEY ("network")
);

-- CreateTable
CREATE TABLE "address_map" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "open_keys" INTEGER NOT NULL,
    "any_v4_keys" INTEGER NOT NULL,
    "any_v6_keys" INTEGER NOT NULL,

    CONSTRAINT "address_map_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "finding_acknowledgement_until_idx" ON "finding_acknowledgement"("until");

-- CreateIndex
CREATE INDEX "list_widening_at_idx" ON "list_widening"("at");

-- CreateIndex
CREATE INDEX "shared_range_workspaces_idx" ON "shared_range"("workspaces" DESC);

-- AddForeignKey
ALTER TABLE "finding_acknowledgement" ADD CONSTRAINT "finding_acknowledgement_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_acknowledgement" ADD CONSTRAINT "finding_acknowledgement_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_widening" ADD CONSTRAINT "list_widening_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "address_map" ADD CONSTRAINT "address_map_single_row" CHECK (id = 1);
ALTER TABLE "finding_acknowledgement" ADD CONSTRAINT "finding_acknowledgement_has_a_reason" CHECK (btrim(reason) <> '');

-- One acknowledgement of a rule for a key, and one for a whole workspace: another one takes its place.
CREATE UNIQUE INDEX "finding_acknowledgement_what" ON "finding_acknowledgement" (rule, workspace_id, key_id) NULLS NOT DISTINCT;
-- A key that goes takes its acknowledgements with it.
CREATE INDEX "finding_acknowledgement_key_id_idx" ON "finding_acknowledgement"("key_id");

-- A rule finds its keys in an index, in the order of their pages, however few they are; the other rules share those of staff's filters.
CREATE INDEX "key_profile_wide" ON "key_profile" (key_id) WHERE widest_v4 < 16 OR widest_v6 < 32;
CREATE INDEX "key_profile_private" ON "key_profile" (key_id) WHERE private;
CREATE INDEX "key_profile_reserved" ON "key_profile" (key_id) WHERE reserved;

-- What was told of lists that were widened before this was kept apart.
INSERT INTO list_widening (workspace_id, subject_id, at, gained, opens_to_any, widened_by)
SELECT workspace_id, subject_id, last_at, coalesce(detail->>'gained', ''), coalesce((detail->>'opensToAny')::boolean, false),
  coalesce(detail->>'by', '')
FROM alert WHERE kind = 'list_widened' AND subject_id IS NOT NULL AND last_at > now() - interval '30 days';
