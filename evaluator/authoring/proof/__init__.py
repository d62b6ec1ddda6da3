"""Proves the predicates of triage against the judge, on documents made for each of them."""

from evaluator.authoring.proof.proving import Fault, Proof, Prover

__all__ = ["Fault", "Proof", "Prover"]
