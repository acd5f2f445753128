"""The part that runs inside the sandbox: standard library only, and never trusting the learner."""
