"""Words -> sound: the voice, the loudspeaker, and the short tones."""
