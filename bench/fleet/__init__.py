"""Many machines on one: a real PostgreSQL, a real S3 server, front ends and workers, each with a folder of its own."""
