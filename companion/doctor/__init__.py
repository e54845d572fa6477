"""What a check-in needs, examined step by step: each finding is a sentence, with its remedy where it needs care."""
