"""Pictures and clips on their way in and out: guarded fetch, storage, moderation."""
