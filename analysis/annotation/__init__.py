"""Is it the model, or the label? One module a detector, each pure: columns in, what speaks against the gold out.

No finding proves an error. Models that learned the same wrong labels agree with them, a rare label may be the right
one, and a translation may ask for something else: what is found is for a person to look at, never to be corrected by
itself.
"""
