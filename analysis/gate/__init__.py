"""The release gate, as pure functions: a policy of checks, each a comparison with a limit, and the decision.

It fails closed: what cannot be judged (nothing there, undefined, without an interval, too few) has not passed.
"""
