"""The engine that lets a video server film, one that speaks OpenAI's `/v1/videos`."""
