-- CreateTable
CREATE TABLE "staff_view" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_view_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "staff_view" ADD CONSTRAINT "staff_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A person tells views by their names, and begins with one of them at most.
CREATE UNIQUE INDEX "staff_view_name" ON "staff_view" (user_id, lower(name));
CREATE UNIQUE INDEX "staff_view_default" ON "staff_view" (user_id) WHERE is_default;
CREATE INDEX "staff_view_shared" ON "staff_view" (user_id) WHERE shared;
