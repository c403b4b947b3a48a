"""What the team's routes take."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from conversations.rules import clean
from conversations.team.models import Role

Language = Literal["es", "en", "pt"]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(clean)
]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254), AfterValidator(clean)]
Secret = Annotated[str, StringConstraints(max_length=1_000), AfterValidator(clean)]
"""A password as typed, kept from us being given a book to hash; the rules for new ones are stricter."""
Code = Annotated[str, StringConstraints(max_length=12), AfterValidator(clean)]
Languages = Annotated[list[Language], Field(max_length=3)]
Skills = Annotated[list[Line], Field(max_length=20)]
Capacity = Annotated[int, Field(ge=0, le=50)]


class Body(BaseModel):
    """Nothing but what is named."""

    model_config = ConfigDict(extra="forbid")

    def changes(self) -> dict[str, Any]:
        """What was sent; what is null was not meant."""
        return self.model_dump(exclude_unset=True, exclude_none=True)


class SigningIn(Body):
    """Who somebody says they are."""

    email: Email
    password: Secret
    code: Code | None = None


class OfMe(Body):
    """What people change of themselves."""

    name: Line | None = None
    language: Language | None = None
    on_duty: bool | None = None


class NewPassword(Body):
    """The old one and the new one."""

    current: Secret
    new: Secret


class WithCode(Body):
    """A code of the second factor."""

    code: Code


class WithPassword(Body):
    """That it is still them."""

    password: Secret


class Accepting(Body):
    """The password somebody chooses, and the code of their second factor where they have one."""

    password: Secret
    code: Code | None = None


class NewAgent(Body):
    """Somebody who shall be able to sign in."""

    email: Email
    name: Line
    role: Role
    language: Language = "es"
    languages: Languages = []
    skills: Skills = []
    capacity: Capacity = 4
    supplier_code: Line | None = None
    reseller_code: Line | None = None


class OfAgent(Body):
    """What administrators change of somebody; a code may be null, ``totp`` only false."""

    email: Email | None = None
    name: Line | None = None
    role: Role | None = None
    language: Language | None = None
    languages: Languages | None = None
    skills: Skills | None = None
    capacity: Capacity | None = None
    supplier_code: Line | None = None
    reseller_code: Line | None = None
    disabled: bool | None = None
    totp: Literal[False] | None = None

    def changes(self) -> dict[str, Any]:
        """As for all, but that somebody's code may be taken away."""
        codes = self.model_dump(include={"supplier_code", "reseller_code"}, exclude_unset=True)
        return {**super().changes(), **codes}
