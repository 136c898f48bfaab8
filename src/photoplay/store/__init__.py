"""What the service remembers: accounts, the ledger, predictions, uploads and webhooks, in one database."""
