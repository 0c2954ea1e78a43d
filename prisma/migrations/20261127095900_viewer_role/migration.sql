-- On its own: a new value of an enum cannot be used in the transaction that adds it.
ALTER TYPE "role" ADD VALUE 'viewer';
