"""What authors of policies need: building, checking and inspecting bundles. Needs OPA."""

from evaluator.authoring.build import build_bundle
from evaluator.authoring.drift import bundle_drift
from evaluator.authoring.opa import Opa, find_opa

__all__ = ["Opa", "build_bundle", "bundle_drift", "find_opa"]
