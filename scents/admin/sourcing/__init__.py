"""Who makes a scent in the back office: decisions, their evidence, policies, the simulation."""
