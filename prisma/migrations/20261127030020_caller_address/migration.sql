-- Whether an address has called a key before is asked for every new row.
CREATE INDEX "caller_hour_key_id_address_idx" ON "caller_hour"("key_id", "address");
