"""Microphone or file -> speech -> words."""
