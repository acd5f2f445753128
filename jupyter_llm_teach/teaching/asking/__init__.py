"""Free questions: what may be asked, what a question is about, and how it is answered."""
