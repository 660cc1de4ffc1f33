"""A flow: a script that asks, the questions it may ask, and what follows its ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conversations.form import Form, Outcome
from conversations.question import Question


@dataclass(frozen=True)
class Flow:
    """A script with the questions it may ask."""

    id: str
    script: Callable[[Form], Outcome]
    questions: tuple[Question[Any], ...]
    then: Mapping[str, str] = field(default_factory=dict)
    """The flow that goes on in the same message, by outcome."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Ids of questions in earlier releases, old to new, for the people who are under way."""

    @property
    def steps(self) -> int:
        """How many steps the progress counts."""
        return max(question.step for question in self.questions)

    def question(self, id: str) -> Question[Any] | None:
        """The question of this id, also under an earlier name; None where this flow has none."""
        wanted = self.renamed.get(id, id)
        return next((question for question in self.questions if question.id == wanted), None)
