"""The cheapest formula that smells the same: blending programs, contradictions, briefs."""

from domain.scents.optimiser.brief import Brief as Brief
from domain.scents.optimiser.brief import Ingredient as Ingredient
from domain.scents.optimiser.brief import Limit as Limit
from domain.scents.optimiser.cheapest import cheapest as cheapest
from domain.scents.optimiser.outcome import Optimum as Optimum
from domain.scents.optimiser.outcome import Unsettled as Unsettled
from domain.scents.optimiser.program import Contradiction as Contradiction
from domain.scents.optimiser.program import Progress as Progress
from domain.scents.optimiser.program import Stopped as Stopped
from domain.scents.optimiser.smells import Smells as Smells
from domain.scents.optimiser.verify import verify as verify
