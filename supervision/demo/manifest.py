"""The demonstration."""

from supervision.core.slices import Slice
from supervision.demo.commands import group

SLICE = Slice(name="demo", commands=(group,))
