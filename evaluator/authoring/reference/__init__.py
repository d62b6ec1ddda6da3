"""Reference pages, made from what they describe, so that they cannot say anything else."""

from evaluator.authoring.reference.configuration import configuration_page
from evaluator.authoring.reference.contract import contract_pages
from evaluator.authoring.reference.controls import control_pages
from evaluator.authoring.reference.framework import framework_pages

__all__ = [
    "configuration_page",
    "contract_pages",
    "control_pages",
    "framework_pages",
]
