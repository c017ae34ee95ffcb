"""Objects of Pydantic models in a fraction of the memory, for those who hold millions of them."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

__all__ = ["sparing"]

ModelT = TypeVar("ModelT", bound=BaseModel)

_SETS: dict[frozenset[str], set[str]] = {}  # as many as there are ways to fill in a model: some dozens


def sparing(model: ModelT) -> ModelT:
    """Let an object, and all objects in it, share with others the set of the names of its fields that were given.

    Pydantic keeps such a set for each object, 216 to 2,000 bytes, often more than the fields themselves. Objects that
    are frozen never change theirs, so that those with equal ones can have one in common.

    Args:
        model: Of a frozen model.

    Returns:
        The same object.
    """
    own = model.model_fields_set
    names = frozenset(own)
    shared = _SETS.get(names)
    if shared is own:
        return model  # it has been here before
    if shared is None:
        _SETS[names] = own
    else:
        object.__setattr__(model, "__pydantic_fields_set__", shared)
    for value in model.__dict__.values():
        if isinstance(value, BaseModel):
            sparing(value)
        elif isinstance(value, tuple):
            for each in value:
                if isinstance(each, BaseModel):
                    sparing(each)
    return model
