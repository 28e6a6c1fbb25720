"""What an approval outlives: which changes are material to it, and which are not."""

from policies.material.changes import material_differences
from policies.material.loading import load_materiality, shipped_materiality
from policies.material.marks import Marks, Materiality

__all__ = ["Marks", "Materiality", "load_materiality", "material_differences", "shipped_materiality"]
