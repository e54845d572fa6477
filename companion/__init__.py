"""A voice-first, offline companion for check-ins: it asks, listens and reflects."""
