"""How mixtures behave: vapour, smell, activity, the air above a liquid, and its drying."""
